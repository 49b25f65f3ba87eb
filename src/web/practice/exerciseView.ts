import type { Language } from "../../language/language.js";
import type { Problem } from "../../problem/problem.js";
import { labelsOf } from "../../render/blankLabels.js";
import type { BlankFeedback } from "../../render/feedback.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import type { Help } from "../../render/sheet.js";
import { spoken } from "../../render/spoken.js";
import type { Typeset } from "../../render/typeset.js";
import { type Answers, submissionText } from "../page/answers.js";
import { download } from "../page/download.js";
import { fitWidth } from "../page/fitWidth.js";
import { shownNumber } from "../page/pageLanguage.js";
import { type TypingStyle, writtenNumber } from "../page/typedNumber.js";
import { BesideView } from "./besideView.js";
import { BlankView, formatTrouble, type ShownFeedback, spokenFeedback } from "./blankView.js";
import { type FilledSheet, filledSheet, plantsIn, sheetAfter } from "./filledSheet.js";
import { type JudgedAnswers, judge, readAt } from "./judge.js";
import { helpLevels, isHelp, linkTo } from "./link.js";
import { type KeptWork, mergedWork, type Remembered, type VariantKey } from "./memory.js";
import { kindOfStep } from "./pageData.js";
import { practiceSheet } from "./practiceSheet.js";
import { markedIn, partsOf } from "./sheetParts.js";
import { SolutionPanel } from "./solutionPanel.js";
import { type HelpStep, helpSteps } from "./steps.js";
import { readTask, type Task, taskText } from "./task.js";
import { instruction, tasksOf } from "./taskWords.js";
import { Wayfinder } from "./wayfinder.js";

/** What the view of an exercise asks of the page around it. */
export interface PracticePage {
  readonly memory: Remembered;
  readonly style: TypingStyle;
  /** The day, counted from some day on: what is to be practised again depends on it. */
  readonly today: number;
  /** Tells what has happened, also to those who do not see it. */
  announce(text: string): void;
  /** What is filled in on the sheet. */
  readonly task: Task;
  /** Goes to another variant of the same exercise, with this filled in. */
  another(task: Task): void;
  /** What is said when everything is done, as HTML. */
  finished(): string;
  /** Whether results are kept back: help ends before them. */
  readonly withoutResults?: boolean;
  /** The sheet stands on the page anew. */
  drawn?(): void;
  /** The answers have been judged anew. */
  judged?(answers: Answers): void;
}

const layout = practiceLayout("practice-exercise");

/**
 * Shows one variant to be worked on, with the work that is kept of it. Called again, what it gives
 * shows what another tab has written since.
 */
export function showExercise(
  main: HTMLElement,
  problem: Problem,
  seed: string,
  page: PracticePage,
): () => void {
  const view = new ExerciseView(main, problem, seed, page);
  view.draw(page.memory.help());
  return () => view.follow();
}

/** A variant while it is worked on: from one answer to the next, it is judged and shown anew. */
class ExerciseView {
  readonly #main: HTMLElement;
  readonly #problem: Problem;
  readonly #page: PracticePage;
  readonly #variant: VariantKey;
  /** What each blank is called when it is spoken. */
  readonly #labels: ReadonlyMap<string, string>;
  readonly #solution: SolutionPanel;
  readonly #beside: BesideView;
  readonly #ways: Wayfinder;
  /** The ids of the blanks that the sheet is finished with. */
  readonly #needed: ReadonlySet<string>;
  /** The sheet as it was opened, and as it stands: other numbers follow once its error is found. */
  readonly #opened: FilledSheet;
  #sheet: FilledSheet;
  #blanks: ReadonlyMap<string, BlankView> = new Map();
  /** The blanks whose result has been told: a step that comes in between does not take it back. */
  readonly #told = new Set<string>();
  #work: KeptWork;
  /** The work as it was kept last: what differs from it in the store is another tab's. */
  #kept: KeptWork;
  #judged: JudgedAnswers;
  /** The blank that is being written in: it is judged when it is left. */
  #typing: string | undefined;

  constructor(main: HTMLElement, problem: Problem, seed: string, page: PracticePage) {
    const { exercise } = problem.prepared;
    this.#main = main;
    this.#problem = problem;
    this.#page = page;
    const task = taskText(page.task);
    this.#variant = {
      exercise: exercise.name,
      seed,
      variant: problem.variant,
      ...(task === undefined ? {} : { task }),
    };
    this.#labels = labelsOf(problem.prepared);
    this.#solution = new SolutionPanel(main, problem);
    this.#beside = new BesideView(main, problem);
    this.#ways = new Wayfinder(main, {
      reached: (id) => this.#beside.show(id, page.memory.help(), this.#answers),
      helpAsked: (id) => this.#blanks.has(id) && this.#askHelp(id),
      wrong: () => this.#wrong,
      announce: page.announce,
      language: this.#language,
    });
    this.#opened = filledSheet(problem, page.task);
    const { open, plant } = this.#opened;
    const marked = markedIn(problem.prepared.questions).map(({ id }) => id);
    this.#needed = new Set(marked.filter((id) => open.has(id) || id === plant?.id));
    this.#kept = page.memory.work(this.#variant);
    this.#work = { ...this.#kept, of: this.#needed.size };
    this.#sheet = sheetAfter(problem, this.#opened, this.#work);
    this.#judged = judge(problem, this.#answers, this.#work.writtenFrom, this.#sheet.open);
  }

  draw(help: Help): void {
    const { exercise, seed } = this.#variant;
    const { task } = this.#page;
    const parts = partsOf(this.#problem.prepared);
    this.#main.innerHTML = layout({
      ...practiceSheet(this.#problem, help, this.#sheet.filled, task.kind === "worked"),
      blanks: this.#needed.size,
      instruction: instruction(task, parts, !this.#hidesError, this.#language),
      hides: this.#hidesError,
      tasks: tasksOf(parts, task, plantsIn(this.#problem).length > 0, this.#language),
      student: this.#page.memory.student(),
      link: linkTo({ exercise, seed, task }),
      levels: Object.entries(helpLevels).map(([value, key]) => ({
        value,
        text: this.#language.say(key),
        chosen: value === help,
      })),
    });
    const elements = [...this.#main.querySelectorAll<HTMLElement>("[data-blank]")];
    this.#blanks = new Map(
      elements.map((element) => {
        const id = element.dataset.blank!;
        return [id, this.#blankView(id, element)];
      }),
    );
    for (const [id, blank] of this.#blanks) blank.fill(this.#work.answers[id] ?? "");
    for (const button of this.#filledIn)
      button.addEventListener("click", () => this.#name(button.dataset.filled!));
    this.#beside.draw();
    this.#listenToPage();
    this.#paint();
    this.#solution.restore();
    this.#page.drawn?.();
    fitWidth(this.#main, this.#language);
  }

  get #language(): Language {
    return this.#problem.prepared.language;
  }

  /** What stands in all blanks, whoever has written it. */
  get #answers(): Answers {
    return { ...this.#work.answers, ...this.#sheet.filled };
  }

  get #filledIn(): Iterable<HTMLElement> {
    return this.#main.querySelectorAll<HTMLElement>("[data-filled]");
  }

  // An error to be found.

  get #hidesError(): boolean {
    const { plant, open } = this.#sheet;
    return plant !== undefined && !open.has(plant.id);
  }

  /** Hears which of the numbers that are filled in is taken for the wrong one. */
  #name(id: string): void {
    const { plant } = this.#sheet;
    if (!plant || !this.#hidesError) return;
    this.#keep({ named: [...new Set([...this.#work.named, id])] });
    const label = this.#labels.get(id)!;
    if (id !== plant.id) {
      this.#paintFilledIn();
      const said = this.#language.say("rightlyWorked");
      this.#page.announce(this.#language.say("announceBlank", { blank: label, said }));
      return;
    }
    this.#judge();
    this.draw(this.#page.memory.help());
    this.#blanks.get(id)!.focus();
    const said = { blank: label, typed: shownNumber(plant.typed, this.#language) };
    this.#page.announce(this.#language.say("announceFound", said));
  }

  /** Says in which part the error is; asked again, shows the blank. */
  #showWhere(): void {
    const { id } = this.#sheet.plant!;
    const where = this.#main.querySelector("#where")!;
    if (where.textContent === "") {
      const part = partsOf(this.#problem.prepared).find(({ ids }) => ids.includes(id));
      const quoted = this.#language.say("quoted", { text: part?.title ?? "" });
      where.textContent = this.#language.say("announceWhere", { part: quoted });
      this.#page.announce(where.textContent);
    } else {
      this.#keep({ helped: { ...this.#work.helped, [id]: 1 } });
      this.#name(id);
    }
  }

  /** Shows what stands in the blanks that are filled in, and which of them were named in vain. */
  #paintFilledIn(): void {
    for (const button of this.#filledIn) {
      const id = button.dataset.filled!;
      const text = shownNumber(this.#sheet.filled[id]!, this.#language);
      // What is written anew is laid out anew: most of it stays as it is.
      if (button.textContent !== text) {
        button.textContent = text;
        button.setAttribute("aria-label", `${this.#labels.get(id)}: ${text}`);
      }
      const told = this.#work.named.includes(id) ? this.#language.say("rightlyWorked") : "";
      if (button.nextElementSibling!.textContent !== told)
        button.nextElementSibling!.textContent = told;
    }
  }

  // One blank.

  #blankView(id: string, element: HTMLElement): BlankView {
    return new BlankView(element, this.#labels.get(id)!, this.#language, {
      typed: (text) => this.#write(id, text),
      chosen: (word) => {
        this.#typing = id;
        this.#keep({ answers: { ...this.#work.answers, [id]: word } });
        this.#tell(id, undefined);
      },
      // What is left because the page shows something else now stays as it was typed.
      committed: () => this.#main.querySelector(".bar") && this.#commit(id),
      entered: () => {
        if (!this.#commit(id) || isRight(this.#feedbackOn(id))) this.#goOnFrom(id);
      },
      approached: () => this.#showHelp(id),
      helpAsked: () => this.#askHelp(id),
    });
  }

  #write(id: string, text: string): void {
    const trouble = formatTrouble(text, this.#page.style);
    if (trouble && !this.#blanks.get(id)!.isInvalid)
      this.#page.announce(`${this.#labels.get(id)}: ${trouble.said}`);
    this.#typing = id;
    this.#keep({ answers: { ...this.#work.answers, [id]: text } });
    this.#tell(id, trouble);
  }

  /**
   * Judges what is written in a blank; false where nothing has changed since it was judged last.
   */
  #commit(id: string): boolean {
    const typed = this.#writtenAt(id);
    this.#typing = undefined;
    if (this.#judged.submission.answers[id] === typed) {
      this.#paint();
      return false;
    }
    const before = this.#judged.feedback.blanks;
    const read = readAt(this.#problem, this.#answers, id);
    this.#keep({ writtenFrom: { ...this.#work.writtenFrom, [id]: read } });
    this.#judge();
    const { blanks } = this.#judged.feedback;
    this.#count(id);
    this.#keep({});
    this.#page.judged?.(this.#work.answers);
    this.#paint();
    const changed = blanks.filter(
      (blank, i) => blank.id !== id && blank.kind !== before[i]!.kind,
    ).length;
    this.#announceJudged(id, changed);
    return true;
  }

  /** What stands in a blank, as it is handed in: a calculation is worked out, and shown so. */
  #writtenAt(id: string): string {
    const typed = this.#work.answers[id] ?? "";
    if (this.#problem.key.get(id)?.kind !== "number") return typed;
    const written = writtenNumber(this.#problem.prepared, typed, this.#page.style);
    if (written !== typed) {
      this.#keep({ answers: { ...this.#work.answers, [id]: written } });
      this.#blanks.get(id)!.fill(written);
    }
    return written;
  }

  /** Counts a first try, unless help came before it. */
  #count(id: string): void {
    const { kind, hints } = this.#feedbackOn(id);
    const { tried, helped, solved } = this.#work;
    // What cannot be read is no attempt, and neither is an empty blank.
    if (kind === "unreadable" || kind === "blank" || tried.includes(id)) return;
    if (!helped[id] && !solved) {
      this.#page.memory.addTry({
        exercise: this.#variant.exercise,
        day: this.#page.today,
        kind: kindOfStep(this.#problem.prepared, id),
        isRight: isRight({ kind }),
        hints,
      });
    }
    this.#keep({ tried: [...tried, id] });
  }

  #announceJudged(id: string, changed: number): void {
    const language = this.#language;
    const feedback = this.#feedbackOn(id);
    this.#page.announce(
      language.text([
        language.say("announceBlank", {
          blank: this.#labels.get(id) ?? "",
          said: spokenFeedback(feedback, language),
        }),
        ...feedback.hints,
        ...(changed > 0 ? [language.say("announceJudged", { count: changed })] : []),
        ...(this.#isDone ? [language.say("announceDone")] : []),
      ]),
    );
  }

  #askHelp(id: string): void {
    const steps = this.#helpAt(id);
    const given = Math.min((this.#work.helped[id] ?? 0) + 1, steps.length);
    this.#keep({ helped: { ...this.#work.helped, [id]: given } });
    if (given === steps.length) this.#told.add(id);
    this.#showHelp(id);
    const { title, missing, lines } = steps[given - 1]!;
    const language = this.#language;
    const inWords = (math: Typeset): string => spoken(math, language);
    const said = lines.map(({ symbol, is }) =>
      language.say("announceEquals", { symbol: inWords(symbol), is: inWords(is) }),
    );
    this.#page.announce([`${title}:`, ...missing.map(inWords), ...said].join(" "));
  }

  #showHelp(id: string): void {
    const steps = this.#helpAt(id);
    const given = this.#told.has(id) ? steps.length : (this.#work.helped[id] ?? 0);
    this.#blanks.get(id)!.showHelp(steps, given, !this.#page.withoutResults);
  }

  #helpAt(id: string): readonly HelpStep[] {
    const { blanks } = this.#judged.feedback;
    const notRight = new Set(blanks.filter(({ kind }) => kind === "notRight").map(({ id }) => id));
    const steps = helpSteps(this.#problem, this.#judged.submission, id, notRight);
    return this.#page.withoutResults ? steps.slice(0, -1) : steps;
  }

  #tell(id: string, feedback: ShownFeedback | undefined): void {
    const { first, counts } = this.#judged.feedback;
    // The first mistake is worth pointing out where there are others, which may follow from it.
    this.#blanks.get(id)!.tell(feedback, id === first && (counts.notRight ?? 0) > 1);
  }

  #feedbackOn(id: string): BlankFeedback {
    return this.#judged.feedback.blanks.find((blank) => blank.id === id)!;
  }

  #goOnFrom(id: string): void {
    const ids = [...this.#blanks.keys()];
    this.#blanks.get(ids[ids.indexOf(id) + 1] ?? "")?.focus();
  }

  // The whole sheet.

  get #isDone(): boolean {
    return this.#work.done === this.#needed.size;
  }

  #paint(): void {
    // Another tab has found the error.
    if (this.#blanks.size !== this.#sheet.open.size) {
      this.draw(this.#page.memory.help());
      return;
    }
    const { blanks, summary } = this.#judged.feedback;
    for (const blank of blanks) {
      const { id } = blank;
      const isTyped = id === this.#typing;
      this.#tell(
        id,
        isTyped ? formatTrouble(this.#work.answers[id] ?? "", this.#page.style) : blank,
      );
      if (this.#work.helped[id]) this.#showHelp(id);
    }
    this.#paintFilledIn();
    this.#main.querySelector<HTMLElement>('[data-do="wrong"]')!.hidden = this.#wrong.length === 0;
    const done = this.#main.querySelector("#done");
    if (done) done.textContent = String(this.#work.done);
    this.#main.querySelector("#summary")!.textContent = this.#sheet.open.size > 0 ? summary : "";
    this.#main.querySelector("#finished")!.innerHTML = this.#isDone ? this.#page.finished() : "";
  }

  /** The blanks that are wrong or cannot be read. */
  get #wrong(): readonly string[] {
    return [...this.#blanks.keys()].filter((id) =>
      ["notRight", "unreadable"].includes(this.#feedbackOn(id).kind),
    );
  }

  #listenToPage(): void {
    this.#ways.listen();
    const actions: Readonly<Record<string, () => void>> = {
      another: () => this.#page.another(this.#page.task),
      where: () => this.#showWhere(),
      wrong: () => this.#ways.toWrong(),
      section: () => this.#ways.toSection(1),
      print: () => print(),
      save: () => this.#save(),
      again: () => this.#beginAgain(),
      solution: () => {
        this.#keep({ solved: true });
        this.#solution.toggle();
      },
    };
    for (const [what, act] of Object.entries(actions)) {
      for (const button of this.#main.querySelectorAll(`[data-do="${what}"]`))
        button.addEventListener("click", act);
    }
    const student = this.#main.querySelector<HTMLInputElement>("#student")!;
    student.addEventListener("input", () => this.#page.memory.keepStudent(student.value));
    const help = this.#main.querySelector<HTMLSelectElement>("#help")!;
    help.addEventListener("change", () => this.#chooseHelp(help.value));
    const task = this.#main.querySelector<HTMLSelectElement>("#task")!;
    task.addEventListener("change", () => this.#page.another(readTask(task.value)));
  }

  #beginAgain(): void {
    const { tried, helped } = this.#work;
    // What has been seen is not tried for the first time again.
    const seen = [...new Set([...tried, ...Object.keys(helped)])];
    this.#told.clear();
    this.#keep({ answers: {}, writtenFrom: {}, tried: seen, helped: {}, done: 0, named: [] });
    this.#judge();
    this.#page.judged?.({});
    this.draw(this.#page.memory.help());
    this.#page.announce(this.#language.say("announceEmpty"));
    this.#main.querySelector("h1")?.focus();
  }

  #chooseHelp(help: string): void {
    if (!isHelp(help)) return;
    this.#page.memory.keepHelp(help);
    this.draw(help);
    this.#main.querySelector<HTMLElement>("#help")?.focus();
    const said = this.#language.say(helpLevels[help]);
    this.#page.announce(this.#language.say("announceHelp", { help: said }));
  }

  #save(): void {
    const { exercise, variant } = this.#variant;
    const text = submissionText(this.#problem, this.#work.answers, this.#page.memory.student());
    // What was filled in for them is no work of theirs.
    const name = `${exercise}-${variant}.json`.replace(/[^\w.-]/g, "_");
    download(name, text, "application/json");
    this.#page.announce(this.#language.say("announceSaved", { name }));
  }

  #keep(change: Partial<KeptWork>): void {
    this.#work = { ...this.#work, ...change };
    this.#mergeOther();
    this.#page.memory.keepWork(this.#variant, this.#work);
    this.#kept = this.#work;
    this.#main.querySelector<HTMLElement>("#unkept")!.hidden = this.#page.memory.store.isKept;
  }

  /** Takes over what another tab has written since. */
  #mergeOther(): void {
    const { memory } = this.#page;
    const theirs = memory.store.isKept ? memory.work(this.#variant) : this.#kept;
    if (JSON.stringify(theirs) === JSON.stringify(this.#kept)) return;
    this.#work = mergedWork(this.#kept, this.#work, theirs);
    for (const [id, blank] of this.#blanks)
      if (id !== this.#typing) blank.fill(this.#work.answers[id] ?? "");
  }

  /** Shows what another tab has written since, judged. */
  follow(): void {
    this.#mergeOther();
    this.#kept = this.#page.memory.work(this.#variant);
    this.#judge();
    this.#paint();
  }

  #judge(): void {
    this.#sheet = sheetAfter(this.#problem, this.#opened, this.#work);
    const { open } = this.#sheet;
    this.#judged = judge(this.#problem, this.#answers, this.#work.writtenFrom, open);
    const { blanks } = this.#judged.feedback;
    const done = blanks.filter((one) => this.#needed.has(one.id) && isRight(one)).length;
    this.#work = { ...this.#work, done };
  }
}

const isRight = ({ kind }: Pick<BlankFeedback, "kind">): boolean =>
  kind === "right" || kind === "follows";
