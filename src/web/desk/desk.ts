import { announce } from "../page/announce.js";
import { byId } from "../page/elements.js";
import { CameraView } from "./cameraView.js";
import type { CodeReader } from "./codeReader.js";
import type { DeskData } from "./deskData.js";
import { commandOf, type DeskCommand, deskKeys } from "./deskKeys.js";
import type { DeskScript, DeskSet } from "./deskSet.js";
import { fieldOrder } from "./fieldOrder.js";
import { FinderView } from "./finderView.js";
import { showKeypad } from "./keypadView.js";
import { listKeys } from "./keysView.js";
import { markAtDesk } from "./markAtDesk.js";
import { differingWords, SaveView } from "./saveView.js";
import { Scans } from "./scans.js";
import { faultsOf, leftWords, ScansView } from "./scansView.js";
import { ScriptView } from "./scriptView.js";
import { type DeskWork, typedOf, type WorkPart, wordsForAnswers } from "./scriptWork.js";
import { sortPages } from "./sortPages.js";
import { takesScans } from "./takesScans.js";
import { fittingWork, unfittingIn } from "./unfitting.js";
import { WhichScripts } from "./whichScripts.js";

/** The page: who is chosen, what is typed, what is shown beside it, and what is saved. */
export class Desk {
  readonly #script: ScriptView;
  readonly #finder: FinderView;
  readonly #scans: Scans;
  readonly #scansView: ScansView;
  readonly #which: WhichScripts;
  readonly #camera: CameraView;
  readonly #save: SaveView;
  readonly #begun: Set<string>;
  /** What is to be said of files that could not be read. */
  readonly #refused: string[] = [];
  #shown: DeskScript | undefined;

  constructor(
    readonly desk: DeskSet,
    readonly data: DeskData,
    readonly work: DeskWork,
    reader: CodeReader,
    pdfThread: () => Worker,
  ) {
    this.#begun = new Set(work.begun);
    this.#script = new ScriptView({
      typed: (part, id, text) => this.#typed(part, id, text),
      committed: (id) => this.#judge(id),
      step: (by) => this.#goOn(by),
    });
    this.#which = new WhichScripts(desk.scripts, {
      isBegun: ({ variant }) => this.#begun.has(variant.variant),
      isScanned: ({ variant }) => this.#scans.sorted.scripts.has(variant.variant),
      isFaulty: ({ variant }) => {
        const scans = this.#scans.sorted.scripts.get(variant.variant);
        return scans !== undefined && faultsOf(scans) !== "";
      },
    });
    this.#finder = new FinderView({
      among: () => this.#which.scripts,
      state: (script) => this.#stateOf(script),
      chosen: (script) => this.show(script),
      left: () => this.#script.resume(),
    });
    this.#scans = new Scans(desk.set, reader, pdfThread, {
      read: (source, number, of) => {
        byId("reading").textContent = `Reading ${source}: page ${number} of ${of}.`;
        this.#scansView.paint();
      },
      refused: (source, why) => this.#refused.push(`${source} was not read: ${why}.`),
      done: () => this.#scansRead(),
    });
    this.#scansView = new ScansView(this.#scans, (said) => this.#say(said));
    this.#camera = new CameraView(reader, {
      fault: (code) => this.#whose(code).fault,
      found: (code) => this.show(this.#whose(code).script!),
    });
    const today = (): string => new Date().toLocaleDateString("sv");
    const unfitting = () => unfittingIn(desk, work, work.kept);
    this.#save = new SaveView({ desk, work, data, today, unfitting });
    this.#listen();
    this.#paintProgress();
    byId("unkept").hidden = work.isKept;
    const said = [
      differingWords(work.differing.length),
      unfitting().length > 0 ? "Some of what was typed has no place in the set as it is now." : "",
    ].filter(Boolean);
    if (said.length > 0) this.#say(`${said.join(" ")} See Save.`);
  }

  /** Shows a script, at the first blank in which nothing is typed. */
  show(script: DeskScript): void {
    this.#shown = script;
    const { set } = this.desk;
    const { variant } = script;
    const problem = set.problemOf(variant);
    const points = new Map(problem.prepared.questions.map(({ id, points }) => [id, points]));
    const sections = fieldOrder(problem, set.policy(variant.exercise).help);
    this.#script.show(script, sections, points);
    this.#script.fill(fittingWork(problem, this.work.of(variant.variant)));
    this.#judge();
    this.#scansView.show(variant.variant);
    this.#script.begin();
  }

  #listen(): void {
    listKeys(deskKeys);
    takesScans(byId<HTMLInputElement>("scans"), (files) => this.#scans.add(files));
    for (const button of document.querySelectorAll<HTMLElement>(".bar [data-do]"))
      button.addEventListener("click", () => this.#act(button.dataset.do as DeskCommand));
    for (const button of document.querySelectorAll<HTMLElement>('[data-do="close"]'))
      button.addEventListener("click", () => button.closest("dialog")!.close());
    byId("notice")
      .querySelector("button")!
      .addEventListener("click", () => this.#say(""));
    document.addEventListener("keydown", (event) => this.#pressed(event));
    if (matchMedia("(pointer: coarse)").matches)
      showKeypad({
        act: (command) => this.#act(command),
        choose: (digit) => this.#script.choose(digit),
      });
    // Another tab has typed something.
    addEventListener("storage", () => this.#follow());
    addEventListener("beforeunload", (event) => {
      if (!this.work.isKept) event.preventDefault();
    });
  }

  #pressed(event: KeyboardEvent): void {
    const { target } = event;
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if (!(target instanceof HTMLElement) || target.closest("#find, select")) return;
    const isField = target instanceof HTMLInputElement;
    const isAnswer = isField && target.classList.contains("typed");
    const command = commandOf(event);
    // Where words are to be chosen from, a digit chooses one.
    if (!event.ctrlKey && !event.altKey && this.#script.choose(event.key)) {
      event.preventDefault();
      return;
    }
    if (!command) return;
    // A letter is a letter in a note, and Enter presses the button that has the focus.
    if (isField && !isAnswer && event.key.length === 1) return;
    if (!isField && (event.key === "Enter" || !target.closest("#script"))) {
      if (["next", "previous"].includes(command)) return;
    }
    event.preventDefault();
    this.#act(command);
  }

  #act(command: DeskCommand): void {
    const acts: Readonly<Record<DeskCommand, () => void>> = {
      next: () => this.#script.step(1),
      previous: () => this.#script.step(-1),
      nextScript: () => this.#goOn(1),
      previousScript: () => this.#goOn(-1),
      nextPart: () => this.#script.stepPart(1),
      previousPart: () => this.#script.stepPart(-1),
      unsettled: () => this.#script.stepToUnsettled(),
      unreadable: () => this.#putWord(wordsForAnswers.u),
      illegible: () => this.#putWord(wordsForAnswers.i),
      note: () => {
        if (this.#script.isEmpty) this.#script.put(wordsForAnswers.n);
        this.#script.open("note");
      },
      marks: () => this.#script.open("marks"),
      find: () => this.#finder.focus(),
      pageAfter: () => this.#scansView.step(1),
      pageBefore: () => this.#scansView.step(-1),
      pageDown: () => this.#scansView.scroll(1),
      pageUp: () => this.#scansView.scroll(-1),
      zoom: () => this.#scansView.zoom(),
      left: () => this.#scansView.toggleLeft(),
      place: () => this.#scansView.placeShown(),
      scans: () => byId("scans").click(),
      camera: () => void this.#camera.open(),
      save: () => this.#save.open(),
      keys: () => byId<HTMLDialogElement>("keys").showModal(),
    };
    acts[command]();
  }

  #putWord(word: string): void {
    this.#script.put(word);
    this.#script.step(1);
  }

  #typed(part: WorkPart, id: string, text: string): void {
    const variant = this.#shown?.variant.variant;
    if (variant === undefined) return;
    if (part === "marks") {
      const marks = this.#marksIn(id, text);
      this.#script.markInvalid(id, Number.isNaN(marks));
      this.work.change(variant, part, id, Number.isNaN(marks) ? undefined : marks);
    } else this.work.change(variant, part, id, text);
    byId("unkept").hidden = this.work.isKept;
    this.#begun.add(variant);
  }

  /** Marks by hand; nothing where nothing is said, and no number where it cannot be. */
  #marksIn(id: string, text: string): number | undefined {
    if (text.trim() === "") return undefined;
    const marks = /^\s*\d+(?:[.,]\d+)?\s*$/.test(text)
      ? Number(text.replace(",", "."))
      : Number.NaN;
    const { prepared } = this.desk.set.problemOf(this.#shown!.variant);
    const most = prepared.questions.find((question) => question.id === id)?.points ?? 0;
    return marks > most ? Number.NaN : marks;
  }

  /** Marks the script as it stands; what is said of the blank that was left is read out. */
  #judge(left?: string): void {
    const script = this.#shown;
    if (!script) return;
    const work = this.work.of(script.variant.variant);
    const today = new Date().toLocaleDateString("sv");
    const { set } = this.desk;
    this.#script.tell(markAtDesk(set, script, work, today), set.manifest.locale.decimalComma);
    if (left !== undefined && work.answers[left] !== undefined)
      announce(`${this.#script.label(left)}: ${this.#script.saidOf(left)}`);
    this.#paintProgress();
  }

  #follow(): void {
    if (!this.#shown) return;
    const { variant } = this.#shown;
    const problem = this.desk.set.problemOf(variant);
    this.#script.fill(fittingWork(problem, this.work.of(variant.variant)));
    this.#judge();
  }

  #goOn(by: number): void {
    const next = this.#which.after(this.#shown, by);
    if (next) this.show(next);
    else this.#say(by > 0 ? "This was the last script." : "This is the first script.");
  }

  /** The script that a code names, or why it names none, as a sentence. */
  #whose(code: string): { readonly script?: DeskScript; readonly fault?: string } {
    const page = { place: 0, source: "camera", number: 1, code, isEmpty: false };
    const { scripts, leftOver } = sortPages([page], new Map(), this.desk.set);
    const [variant] = scripts.keys();
    const script = this.desk.scripts.find((one) => one.variant.variant === variant);
    const why = leftOver[0]?.why ?? "";
    return script ? { script } : { fault: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` };
  }

  #scansRead(): void {
    byId("reading").textContent = "";
    const { scripts, leftOver } = this.#scans.sorted;
    const all = [...scripts.values()];
    const incomplete = all.filter(({ missing }) => missing.length > 0).length;
    const repeated = all.filter(({ repeated }) => repeated.length > 0).length;
    this.#say(
      [
        `${scripts.size} of ${this.desk.scripts.length} scripts have scans` +
          `${incomplete > 0 ? `, pages are missing of ${incomplete}` : ""}` +
          `${repeated > 0 ? `, pages are there twice of ${repeated}` : ""}; ` +
          `${leftWords(leftOver)}.`,
        ...this.#refused.splice(0),
      ].join(" "),
    );
    this.#scansView.paint();
    const [first] = this.#which.all.filter(({ variant }) => scripts.has(variant.variant));
    if (!this.#shown && first) this.show(first);
  }

  #stateOf({ variant }: DeskScript): string {
    const scans = this.#scans.sorted.scripts.get(variant.variant);
    const pages = scans?.pages.length ?? 0;
    const { key } = this.desk.set.problemOf(variant);
    const typed = typedOf(this.work.of(variant.variant), [...key.keys()]);
    const fault = scans ? faultsOf(scans) : "";
    const scanned =
      (pages > 0 ? `, ${pages} ${pages === 1 ? "page" : "pages"}` : "") +
      (fault === "" ? "" : `, ${fault}`);
    return typed === 0 ? `nothing typed${scanned}` : `${typed} of ${key.size} typed${scanned}`;
  }

  #paintProgress(): void {
    const { scripts } = this.desk;
    const begun = scripts.filter(({ variant }) => this.#begun.has(variant.variant)).length;
    byId("progress").textContent = `${begun} of ${scripts.length} scripts begun`;
  }

  #say(text: string): void {
    const notice = byId("notice");
    notice.querySelector("span")!.textContent = text;
    notice.hidden = text === "";
    if (text !== "") announce(text);
  }
}
