import { quantityOf } from "../graph/graph.js";
import type { Problem } from "../problem/problem.js";
import { titles } from "../question/question.js";
import { labelsOf } from "../render/blankLabels.js";
import type { BlankFeedback } from "../render/feedback.js";
import { practiceLayout } from "../render/practiceLayout.js";
import type { Help } from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import { BlankView, formatTrouble, type ShownFeedback, spokenFeedback } from "./blankView.js";
import { fitWidth } from "./fitWidth.js";
import { type JudgedAnswers, judge, readAt, submissionText } from "./judge.js";
import { helpLevels, isHelp, linkTo } from "./link.js";
import { type KeptWork, mergedWork, type Remembered, type VariantKey } from "./memory.js";
import { markedIn } from "./pageData.js";
import { practiceSheet } from "./practiceSheet.js";
import { SolutionPanel } from "./solutionPanel.js";
import { type HelpStep, helpSteps } from "./steps.js";
import { type TypingStyle, writtenNumber } from "./typedNumber.js";

/** What the view of an exercise asks of the page around it. */
export interface PracticePage {
  readonly memory: Remembered;
  readonly style: TypingStyle;
  /** Tells what has happened, also to those who do not see it. */
  announce(text: string): void;
  /** Goes to another variant of the same exercise. */
  another(): void;
  /** What is said when everything is done, as HTML. */
  finished(): string;
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
  /** The ids of the blanks that the sheet is finished with. */
  readonly #needed: ReadonlySet<string>;
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
    this.#variant = { exercise: exercise.name, seed, variant: problem.variant };
    this.#labels = labelsOf(problem.prepared);
    this.#solution = new SolutionPanel(main, problem);
    this.#needed = new Set(markedIn(problem.prepared.questions).map(({ id }) => id));
    this.#work = page.memory.work(this.#variant);
    this.#kept = this.#work;
    this.#judged = judge(problem, this.#work.answers, this.#work.writtenFrom);
  }

  draw(help: Help): void {
    const { exercise, seed } = this.#variant;
    this.#main.innerHTML = layout({
      ...practiceSheet(this.#problem, help),
      blanks: this.#needed.size,
      student: this.#page.memory.student(),
      link: linkTo({ exercise, seed }),
      levels: Object.entries(helpLevels).map(([value, text]) => ({
        value,
        text,
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
    this.#listenToPage();
    this.#paint();
    this.#solution.restore();
    fitWidth(this.#main);
  }

  // One blank.

  #blankView(id: string, element: HTMLElement): BlankView {
    return new BlankView(element, this.#labels.get(id)!, {
      typed: (text) => this.#write(id, text),
      chosen: (word) => {
        this.#typing = id;
        this.#keep({ answers: { ...this.#work.answers, [id]: word } });
        this.#tell(id, undefined);
      },
      committed: () => this.#commit(id),
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
    const { answers, writtenFrom } = this.#work;
    const read = readAt(this.#problem, answers, id);
    this.#keep({ writtenFrom: { ...writtenFrom, [id]: read } });
    this.#judge();
    const { blanks } = this.#judged.feedback;
    this.#count(id);
    this.#keep({});
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
        kind: titles[quantityOf(this.#problem.prepared.graph, id).role],
        isRight: isRight({ kind }),
        hints,
      });
    }
    this.#keep({ tried: [...tried, id] });
  }

  #announceJudged(id: string, changed: number): void {
    const feedback = this.#feedbackOn(id);
    this.#page.announce(
      [
        `${this.#labels.get(id)}: ${spokenFeedback(feedback)}.`,
        ...feedback.hints,
        ...(changed > 0
          ? [`${changed} other ${changed === 1 ? "answer is" : "answers are"} judged anew.`]
          : []),
        ...(this.#isDone ? ["All blanks are done."] : []),
      ].join(" "),
    );
  }

  #askHelp(id: string): void {
    const steps = this.#helpAt(id);
    const given = Math.min((this.#work.helped[id] ?? 0) + 1, steps.length);
    this.#keep({ helped: { ...this.#work.helped, [id]: given } });
    if (given === steps.length) this.#told.add(id);
    this.#showHelp(id);
    const { title, missing, lines } = steps[given - 1]!;
    const said = lines.map(({ symbol, is }) => `${spoken(symbol)} equals ${spoken(is)}.`);
    this.#page.announce([`${title}:`, ...missing.map(spoken), ...said].join(" "));
  }

  #showHelp(id: string): void {
    const steps = this.#helpAt(id);
    const given = this.#told.has(id) ? steps.length : (this.#work.helped[id] ?? 0);
    this.#blanks.get(id)!.showHelp(steps, given);
    fitWidth(this.#main);
  }

  #helpAt(id: string): readonly HelpStep[] {
    const { blanks } = this.#judged.feedback;
    const notRight = new Set(blanks.filter(({ kind }) => kind === "notRight").map(({ id }) => id));
    return helpSteps(this.#problem, this.#judged.submission, id, notRight);
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
    this.#main.querySelector("#done")!.textContent = String(this.#work.done);
    this.#main.querySelector("#summary")!.textContent = summary;
    this.#main.querySelector("#finished")!.innerHTML = this.#isDone ? this.#page.finished() : "";
  }

  #listenToPage(): void {
    const actions: Readonly<Record<string, () => void>> = {
      another: this.#page.another,
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
  }

  #beginAgain(): void {
    const { tried, helped } = this.#work;
    // What has been seen is not tried for the first time again.
    const seen = [...new Set([...tried, ...Object.keys(helped)])];
    this.#told.clear();
    this.#keep({ answers: {}, writtenFrom: {}, tried: seen, helped: {}, done: 0 });
    this.#judged = judge(this.#problem, {});
    this.draw(this.#page.memory.help());
    this.#page.announce("All blanks are empty again.");
    this.#main.querySelector("h1")?.focus();
  }

  #chooseHelp(help: string): void {
    if (!isHelp(help)) return;
    this.#page.memory.keepHelp(help);
    this.draw(help);
    this.#main.querySelector<HTMLElement>("#help")?.focus();
    this.#page.announce(`The sheet now has ${helpLevels[help]}.`);
  }

  #save(): void {
    const { exercise, variant } = this.#variant;
    const text = submissionText(this.#problem, this.#work.answers, this.#page.memory.student());
    const name = `${exercise}-${variant}.json`.replace(/[^\w.-]/g, "_");
    download(text, name);
    this.#page.announce(`Saved as ${name}.`);
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
    this.#judged = judge(this.#problem, this.#work.answers, this.#work.writtenFrom);
    const { blanks } = this.#judged.feedback;
    const done = blanks.filter((one) => this.#needed.has(one.id) && isRight(one)).length;
    this.#work = { ...this.#work, done };
  }
}

const isRight = ({ kind }: Pick<BlankFeedback, "kind">): boolean =>
  kind === "right" || kind === "follows";

function download(json: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
