import { announce } from "../page/announce.js";
import { download } from "../page/download.js";
import { afterPause, byId } from "../page/elements.js";
import { AuditView } from "./auditView.js";
import type { Drafts } from "./drafts.js";
import { showDrafts } from "./draftsView.js";
import { Editor } from "./editor.js";
import type { EngineLink } from "./engineLink.js";
import { takesFiles } from "./files.js";
import { linkWith, most, textIn } from "./link.js";
import { showMistakes } from "./mistakesView.js";
import { Notice } from "./notice.js";
import type { AboutExercise, Looked, TabName, TypedNumber, Variant } from "./protocol.js";
import { ResultView } from "./resultView.js";
import { SheetFrame } from "./sheetFrame.js";
import { nameOf } from "./startingText.js";
import { startView } from "./startView.js";
import type { StudioData } from "./studioData.js";
import { Tabs } from "./tabs.js";
import { TriesView } from "./triesView.js";

/** So many seeds are certified while one looks. */
const seeds = 50;

/** Milliseconds of rest after which something is done with what was typed. */
const rest = { look: 120, mark: 150, certify: 500, keep: 400 };

const tooLong =
  "This took more than twenty seconds, and was ended. Ask for less, or write a smaller network; " +
  "the text is as you left it.";

/** The page: the text, what comes of it, and what can be done with both. */
export class Studio {
  readonly #editor: Editor;
  readonly #result: ResultView;
  readonly #tabs: Tabs;
  readonly #tries: TriesView;
  readonly #audit: AuditView;
  readonly #drafts: Drafts;
  readonly #notice = new Notice();
  readonly #seed = byId<HTMLInputElement>("seed");
  readonly #look: () => void;
  readonly #keep: () => void;
  readonly #certify: () => void;
  /** What the text was when it was last right. */
  #about: AboutExercise | undefined;
  #draft = freshId();
  #opened = "";
  /** What was last seen of the draft in the store: another tab may write it too. */
  #kept: string | undefined;
  /** What was last saved as a file. */
  #saved: string | undefined;
  #isChanged = false;
  #certified = "";
  #isToldUnkept = false;

  constructor(
    readonly data: StudioData,
    readonly engine: EngineLink,
    drafts: Drafts,
    fonts: string,
  ) {
    this.#drafts = drafts;
    this.#look = afterPause(() => void this.look(), rest.look);
    this.#keep = afterPause(() => this.#keepDraft(), rest.keep);
    this.#certify = afterPause(() => void this.#certifyNow(), rest.certify);
    const { schema, vocabulary } = data;
    const words = { schema, vocabulary, ids: () => this.#about?.ids ?? [] };
    this.#editor = new Editor(byId("editor"), words, () => this.#changed());
    this.#tries = new TriesView(afterPause(() => void this.#mark(), rest.mark));
    const sheet = new SheetFrame(byId("sheet"), {
      sheet: `${fonts}\n${data.sheetStyle}`,
      rightToLeft: data.rightToLeft,
    });
    this.#audit = new AuditView((numbers) => this.#write(numbers));
    this.#result = new ResultView(sheet, this.#tries, this.#audit);
    this.#tabs = new Tabs(() => void this.look());
    this.#seed.value = "1";
    this.#seed.addEventListener("input", this.#look);
    startView(data, ({ text, isOwn, tab }) => {
      this.#openBeside(text, "A new exercise is begun.");
      if (isOwn) this.#keepAs(text);
      if (tab) this.#tabs.choose(tab);
    });
    takesFiles(
      (text) => this.#openBeside(text, "The file is open."),
      (why) => this.#notice.say(`The file is not opened: ${why}`),
    );
    document.addEventListener("click", ({ target }) => {
      const pressed = (target as Element).closest<HTMLElement>("[data-do]");
      const act = pressed?.dataset.do ?? "";
      if (Object.hasOwn(acts, act)) acts[act as keyof typeof acts](this, sheet, pressed!);
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key !== "s" && event.key !== "p") return;
      event.preventDefault();
      if (event.key === "s") this.save();
      // The frame by itself breaks into pages, which a page around it does not let it.
      else acts.print(this, sheet);
    });
    window.addEventListener("hashchange", async () => {
      const { said } = await this.followLink();
      if (said !== "") this.#notice.say(said);
    });
    // A tab that is hidden may be closed without a word.
    document.addEventListener("visibilitychange", () => this.#keepDraft());
    window.addEventListener("beforeunload", (event) => {
      this.#keepDraft();
      const isElsewhere = this.#drafts.isKept || this.#editor.text === this.#saved;
      if (this.#isChanged && !isElsewhere) event.preventDefault();
    });
  }

  /** Opens what the address carries; whether it carries anything, and why that is not opened. */
  async followLink(): Promise<{ readonly isOpen: boolean; readonly said: string }> {
    const { hash } = location;
    if (hash === "") return { isOpen: false, said: "" };
    history.replaceState(null, "", location.pathname);
    try {
      this.#openBeside(await textIn(hash), "The exercise of the link is open.");
      return { isOpen: true, said: "" };
    } catch (problem) {
      return { isOpen: false, said: `The link is not opened: ${(problem as Error).message}.` };
    }
  }

  /** Opens a text, and lets what is here be opened again. */
  #openBeside(text: string, said: string): void {
    const before = { text: this.#editor.text, draft: this.#draft };
    this.open(text);
    const isAnything = before.text.trim() !== "";
    this.#notice.say(said, isAnything ? () => this.open(before.text, "", before.draft) : undefined);
  }

  /** Opens a text as a draft of its own, once it is changed. */
  open(text: string, said = "", draft = freshId()): void {
    this.#keepDraft();
    this.#draft = draft;
    this.#kept = this.#drafts.text(draft);
    this.#opened = text;
    this.#isChanged = false;
    this.#about = undefined;
    this.#audit.forget();
    this.#editor.open(text);
    this.#notice.say(said);
    void this.look();
  }

  /**
   * Opens the text that was written last, of the text that the page was made for its draft; what is
   * `told` is said.
   */
  openLatest(told = ""): void {
    const { start, examples } = this.data;
    const id = start ? `start ${start.name}` : (this.#drafts.list[0]?.id ?? freshId());
    const draft = this.#drafts.text(id);
    const given = (start ?? examples[0]!).text;
    const isAnother = start !== undefined && draft !== undefined && draft !== given;
    const said = `Your draft of ${start?.name} is open. “New…” has it as it was.`;
    this.open(draft ?? given, told || (isAnother ? said : ""), id);
    // Who has written nothing here yet is asked what to begin with.
    if (!start && draft === undefined) byId<HTMLDialogElement>("new").showModal();
  }

  /** The variant that is looked at. */
  get #asked(): Variant {
    return { text: this.#editor.text, seed: this.#seed.value.trim() || "1" };
  }

  /** Shows what comes of the text as it stands. */
  async look(): Promise<void> {
    const { text } = this.#editor;
    const tab = this.#tabs.current;
    const working = setTimeout(() => this.#working("Working…"), 250);
    const outcome = await this.engine.ask("look", { ...this.#asked, tab });
    clearTimeout(working);
    if (outcome.kind === "dropped") return;
    if (outcome.kind === "answer") return this.#looked(tab, text, outcome.answer);
    this.#working("");
    this.#editor.show([]);
    this.#result.say(outcome.kind === "failed" ? outcome.message : tooLong, true);
  }

  #looked(tab: TabName, text: string, looked: Looked): void {
    if (looked.about) this.#about = looked.about;
    this.#editor.show(looked.mistakes);
    showMistakes(looked.mistakes, this.#editor);
    this.#result.show(tab, looked);
    const { about } = looked;
    byId("about").textContent = this.#about?.title ?? "";
    this.#working(standing(looked, this.#about !== undefined));
    if (tab === "answers" && looked.html !== undefined) void this.#mark();
    if (tab !== "certify" || text === this.#certified) return;
    if (about) {
      this.#result.certifying(0, seeds);
      this.#certify();
    } else this.#result.certified("");
  }

  async #certifyNow(): Promise<void> {
    const { text } = this.#editor;
    if (this.#tabs.current !== "certify") return;
    const outcome = await this.engine.ask("certify", { text, seeds }, (done) =>
      this.#result.certifying(done, seeds),
    );
    if (outcome.kind === "dropped") return;
    if (outcome.kind === "answer") {
      this.#result.certified(outcome.answer.html);
      this.#certified = text;
      announce(byId("certificate").querySelector(".verdict")?.textContent ?? "");
    } else this.#result.say(outcome.kind === "failed" ? outcome.message : tooLong, true);
  }

  async #mark(): Promise<void> {
    if (this.#tabs.current !== "answers") return;
    const outcome = await this.engine.ask("mark", { ...this.#asked, answers: this.#tries.answers });
    if (outcome.kind === "answer") this.#tries.show(outcome.answer);
  }

  /** Writes numbers of a worked text into the text; whether they are, and nothing changed since. */
  async #write(numbers: readonly TypedNumber[]): Promise<boolean> {
    const { text } = this.#editor;
    const outcome = await this.engine.ask("write", { text, numbers });
    if (outcome.kind === "failed") this.#notice.say(`This cannot be written: ${outcome.message}`);
    if (outcome.kind !== "answer") return outcome.kind === "failed";
    return this.#editor.become(text, outcome.answer.text);
  }

  /** Certifies against a misconception more. */
  async require(malrule: string): Promise<void> {
    const { text } = this.#editor;
    const outcome = await this.engine.ask("require", { text, malrule });
    if (outcome.kind === "answer") this.#editor.become(text, outcome.answer.text);
  }

  #changed(): void {
    this.#certified = "";
    this.#isChanged = true;
    this.#look();
    this.#keep();
  }

  #keepDraft(): void {
    const { text } = this.#editor;
    if (text === this.#opened || text.trim() === "") return;
    this.#keepAs(text);
  }

  #keepAs(text: string): void {
    this.#opened = text;
    const there = this.#drafts.text(this.#draft);
    if (there !== undefined && there !== this.#kept) {
      this.#draft = freshId();
      this.#notice.say(
        "Another tab has written this draft too: what is here is kept as a draft of its own.",
      );
    }
    const isShort = this.#drafts.keep({ id: this.#draft, title: titleIn(text), text });
    this.#kept = isShort ? text : there;
    if ((isShort && this.#drafts.isKept) || this.#isToldUnkept) return;
    this.#isToldUnkept = true;
    this.#notice.say(
      isShort
        ? "This browser has no room for drafts, or keeps nothing for pages like this one: save " +
            "your work as a file."
        : "This text is too long for a draft: save it as a file.",
    );
  }

  #working(text: string): void {
    byId("work").textContent = text;
  }

  save(): void {
    const { text } = this.#editor;
    const name = /^name: *([a-z0-9][a-z0-9-]{0,63}) *$/m.exec(text)?.[1] ?? nameOf(titleIn(text));
    download(`${name}.yaml`, text, "application/yaml");
    this.#saved = text;
    this.#notice.say(`Saved as ${name}.yaml.`);
  }

  async copyLink(): Promise<void> {
    const hash = await linkWith(this.#editor.text);
    if (hash.length > most.link)
      return this.#notice.say("This text is too long for a link: save it as a file.");
    history.replaceState(null, "", hash);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#notice.say("The link is copied: it carries the whole text.");
    } catch {
      this.#notice.say("The address of this page is now the link: it carries the whole text.");
    }
  }

  listDrafts(): void {
    this.#keepDraft();
    showDrafts(this.#drafts, {
      open: ({ id, text }) => this.open(text, "", id),
      removed: (draft) =>
        this.#notice.say(`Deleted “${draft.title}”.`, () => {
          this.#drafts.keep(draft);
          if (byId<HTMLDialogElement>("drafts").open) this.listDrafts();
        }),
    });
  }

  anotherVariant(): void {
    this.#seed.value = String(
      Number.isInteger(Number(this.#seed.value)) ? Number(this.#seed.value) + 1 : 1,
    );
    void this.look();
  }

  /** Fills in the answers of whoever is chosen. */
  async fill(): Promise<void> {
    const asked = { ...this.#asked, as: this.#tries.chosen };
    const outcome = await this.engine.ask("fill", asked);
    if (outcome.kind === "answer") this.#tries.fill(outcome.answer.answers);
    else if (outcome.kind === "failed") this.#notice.say(outcome.message);
  }

  clear(): void {
    this.#tries.clear();
  }
}

/** What the buttons of the page do. */
const acts = {
  new: () => byId<HTMLDialogElement>("new").showModal(),
  open: () => byId("file").click(),
  save: (studio: Studio) => studio.save(),
  link: (studio: Studio) => void studio.copyLink(),
  drafts: (studio: Studio) => studio.listDrafts(),
  // Where one stands below the other, the tabs may be far down.
  result: () => byId("panel").parentElement!.scrollIntoView(),
  another: (studio: Studio) => studio.anotherVariant(),
  print: (_: Studio, sheet: SheetFrame) => (byId("sheet").hidden ? window.print() : sheet.print()),
  again: (studio: Studio) => void studio.look(),
  require: (studio: Studio, _: SheetFrame, { dataset }: HTMLElement) =>
    void studio.require(dataset.id!),
  fill: (studio: Studio) => void studio.fill(),
  clear: (studio: Studio) => studio.clear(),
  close: (_: Studio, __: SheetFrame, pressed: HTMLElement) => pressed.closest("dialog")!.close(),
} as const satisfies Record<
  string,
  (studio: Studio, sheet: SheetFrame, pressed: HTMLElement) => void
>;

/** How it stands with a text; `wasRight`: what is shown is what was right before. */
function standing({ about, mistakes }: Looked, wasRight: boolean): string {
  if (about) return `${about.blanks} ${about.blanks === 1 ? "blank" : "blanks"}`;
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return wasRight ? `${count}: shown as it was before` : count;
}

/** What a text calls itself, read as far as a list of drafts needs it. */
function titleIn(text: string): string {
  const lines = text.split("\n");
  const said = ["title:", "name:"].flatMap((key) =>
    lines.filter((line) => line.startsWith(key)).map((line) => line.slice(key.length).trim()),
  );
  const [title = ""] = said.filter(Boolean);
  return title.replace(/^["']|["']$/g, "").slice(0, 200) || "Without a title";
}

const freshId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
