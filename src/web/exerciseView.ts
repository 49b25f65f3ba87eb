import { quantityOf } from "../graph/graph.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Problem } from "../problem/problem.js";
import { titles } from "../question/question.js";
import type { BlankFeedback } from "../render/feedback.js";
import { practiceLayout } from "../render/practiceLayout.js";
import { type Help, solution } from "../render/sheet.js";
import { spoken } from "../render/spoken.js";
import { fitWidth } from "./fitWidth.js";
import { type Judged, judge, submissionText } from "./judge.js";
import { helpLevels, isHelp, linkTo } from "./link.js";
import type { Place, Remembered, Work } from "./memory.js";
import { labelsOf, practiceSheet } from "./practiceSheet.js";
import { helpSteps } from "./steps.js";

/** What the view of an exercise asks of the page around it. */
export interface Surroundings {
  readonly memory: Remembered;
  /** Tells what has happened, also to those who do not see it. */
  announce(text: string): void;
  /** Goes to another variant of the same exercise. */
  another(): void;
  /** What is said when everything is done, as HTML. */
  finished(): string;
}

const page = practiceLayout("practice-exercise");
const toldLayout = practiceLayout("practice-told");
const helpLayout = practiceLayout("practice-help");
const solutionLayout = practiceLayout("practice-solution");

const isTouched = matchMedia("(pointer: coarse)").matches;

/** Shows one variant to be worked on, with the work that is kept of it. */
export function showExercise(
  main: HTMLElement,
  problem: Problem,
  seed: string,
  around: Surroundings,
): void {
  const { memory, announce } = around;
  const { prepared } = problem;
  const { name } = prepared.exercise;
  const place: Place = { exercise: name, seed, variant: problem.variant };
  const labels = labelsOf(prepared);
  let work: Work = memory.work(place);
  let isSolutionShown = false;
  let state: Judged = judge(problem, work.answers);
  let answers = new Map<string, HTMLElement>();
  /** What stands beside each blank: most of it stays as it is from one answer to the next. */
  const painted = new WeakMap<HTMLElement, string>();
  /** The blank that is being written in: it is judged when it is left. */
  let typing: string | undefined;
  draw(memory.help());

  function draw(help: Help): void {
    main.innerHTML = page({
      ...practiceSheet(problem, help),
      blanks: prepared.questions.length,
      student: memory.student(),
      link: linkTo({ exercise: name, seed }),
      levels: Object.entries(helpLevels).map(([value, text]) => ({
        value,
        text,
        chosen: value === help,
      })),
    });
    answers = new Map(
      [...main.querySelectorAll<HTMLElement>("[data-blank]")].map((answer) => [
        answer.dataset.blank!,
        answer,
      ]),
    );
    for (const [id, answer] of answers) {
      fill(answer, work.answers[id] ?? "");
      listen(id, answer);
    }
    listenToPage();
    paint();
    if (isSolutionShown) showSolution();
    fitWidth(main);
  }

  // One blank.

  function listen(id: string, answer: HTMLElement): void {
    const field = answer.querySelector<HTMLInputElement>('input[type="text"]');
    field?.addEventListener("input", () => write(id, field));
    if (field && isTouched) listenToTouch(id, answer, field);
    // Not on change, which browsers do not tell of what a script has put in.
    field?.addEventListener("blur", () => commit(id));
    field?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (!commit(id) || isRight(blankOf(id))) next(answer)?.focus();
    });
    // Arrow keys choose on their way through the words: only a pointer or Enter, or leaving, means
    // it.
    const choices = answer.querySelector<HTMLElement>('[role="radiogroup"]');
    let byPointer = false;
    choices?.addEventListener("pointerdown", () => {
      byPointer = true;
    });
    choices?.addEventListener("keydown", ({ key }) => {
      byPointer = false;
      if (key === "Enter") commit(id);
    });
    choices?.addEventListener("change", ({ target }) => {
      typing = id;
      keep({ answers: { ...work.answers, [id]: (target as HTMLInputElement).value } });
      tell(id, undefined);
      if (byPointer) commit(id);
    });
    choices?.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && choices.contains(relatedTarget))) commit(id);
    });
    // What the button offers first is worked out where it is about to be seen.
    answer.addEventListener("focusin", () => showHelp(id), { once: true });
    answer.querySelector('[data-do="help"]')?.addEventListener("click", () => askHelp(id));
  }

  function write(id: string, field: HTMLInputElement): void {
    const trouble = formatTrouble(field.value);
    if (trouble && !field.hasAttribute("aria-invalid"))
      announce(`${labels.get(id)}: ${trouble.said}`);
    typing = id;
    keep({ answers: { ...work.answers, [id]: field.value } });
    tell(id, trouble);
  }

  // The keys for digits on a phone may have no minus, and a comma for the point.
  function listenToTouch(id: string, answer: HTMLElement, field: HTMLInputElement): void {
    field.inputMode = "decimal";
    field.addEventListener("beforeinput", (event) => {
      if (event.data !== ",") return;
      event.preventDefault();
      field.setRangeText(".", field.selectionStart!, field.selectionEnd!, "end");
      write(id, field);
    });
    const sign = answer.querySelector('[data-do="sign"]')!;
    // The field keeps the focus, and its keys stay where they are.
    sign.addEventListener("mousedown", (event) => event.preventDefault());
    sign.addEventListener("click", () => {
      field.focus();
      field.value = /^[-−]/.test(field.value) ? field.value.slice(1) : `-${field.value}`;
      write(id, field);
    });
  }

  /**
   * Judges what is written in a blank; false where nothing has changed since it was judged last.
   */
  function commit(id: string): boolean {
    const typed = work.answers[id] ?? "";
    typing = undefined;
    if (state.submission.answers[id] === typed) {
      paint();
      return false;
    }
    const before = state.feedback.blanks;
    state = judge(problem, work.answers);
    const told = blankOf(id);
    // What cannot be read is no attempt, and neither is an empty blank.
    const isAttempt = told.kind !== "unreadable" && told.kind !== "blank";
    if (isAttempt && !work.tried.includes(id)) {
      const kind = titles[quantityOf(prepared.graph, id).role];
      if (!work.helped[id] && !work.solved) {
        memory.addAttempt({ kind, isRight: isRight(told), hints: told.hints });
      }
      keep({ tried: [...work.tried, id] });
    }
    keep({ done: state.feedback.blanks.filter(isRight).length });
    paint();
    const changed = state.feedback.blanks.filter(
      (blank, i) => blank.id !== id && blank.kind !== before[i]!.kind,
    ).length;
    announce(
      [
        `${labels.get(id)}: ${saidOf(told)}.`,
        ...told.hints,
        ...(changed > 0
          ? [`${changed} other ${changed === 1 ? "answer is" : "answers are"} judged anew.`]
          : []),
        ...(work.done === answers.size ? ["All blanks are done."] : []),
      ].join(" "),
    );
    return true;
  }

  function askHelp(id: string): void {
    const steps = helpSteps(problem, state.submission, id);
    const given = Math.min((work.helped[id] ?? 0) + 1, steps.length);
    keep({ helped: { ...work.helped, [id]: given } });
    showHelp(id);
    const step = steps[given - 1]!;
    const said = step.lines.map(({ symbol, is }) => `${spoken(symbol)} equals ${spoken(is)}.`);
    announce([`${step.title}:`, ...step.missing.map(spoken), ...said].join(" "));
  }

  function showHelp(id: string): void {
    const given = work.helped[id] ?? 0;
    const answer = answers.get(id)!;
    const steps = helpSteps(problem, state.submission, id);
    answer.classList.toggle("helped", given > 0);
    answer.querySelector(".steps-of-help")!.innerHTML = helpLayout({
      steps: steps.slice(0, given),
    });
    const button = answer.querySelector<HTMLButtonElement>('[data-do="help"]')!;
    const word = given >= steps.length - 1 ? "Show the result" : given > 0 ? "Next hint" : "Hint";
    button.textContent = word;
    button.setAttribute("aria-label", `${word} for ${labels.get(id)}`);
    // A button that has the focus and disappears would lose it to the top of the page.
    if (given >= steps.length && document.activeElement === button)
      answer.querySelector("input")!.focus();
    button.hidden = given >= steps.length;
    fitWidth(main);
  }

  function tell(id: string, told: Told | undefined): void {
    const answer = answers.get(id)!;
    const field = answer.querySelector<HTMLElement>('input[type="text"], [role="radiogroup"]')!;
    const words = answer.querySelector<HTMLElement>(".told")!;
    const kind = told && told.kind !== "blank" ? told.kind : undefined;
    if (kind) answer.dataset.told = kind;
    else delete answer.dataset.told;
    if (kind === "unreadable") field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    // The first mistake is worth pointing out where there are others, which may follow from it.
    const lookFirst = id === state.feedback.first && (state.feedback.counts.notRight ?? 0) > 1;
    const html = told && kind ? toldLayout({ ...told, lookFirst }) : "";
    if (painted.get(words) !== html) words.innerHTML = html;
    painted.set(words, html);
    words.classList.toggle("unseen", kind === "right");
  }

  // The whole sheet.

  function paint(): void {
    for (const blank of state.feedback.blanks) {
      tell(blank.id, blank.id === typing ? formatTrouble(work.answers[blank.id] ?? "") : blank);
      if (work.helped[blank.id]) showHelp(blank.id);
    }
    main.querySelector("#done")!.textContent = String(work.done);
    main.querySelector("#summary")!.textContent = state.feedback.summary;
    main.querySelector("#finished")!.innerHTML =
      work.done === answers.size ? around.finished() : "";
  }

  function listenToPage(): void {
    const on = (what: string, act: () => void) => {
      for (const button of main.querySelectorAll(`[data-do="${what}"]`))
        button.addEventListener("click", act);
    };
    on("another", around.another);
    on("print", () => print());
    on("save", save);
    on("again", () => {
      // What has been seen is not tried for the first time again.
      const tried = [...new Set([...work.tried, ...Object.keys(work.helped)])];
      keep({ answers: {}, tried, helped: {}, done: 0 });
      state = judge(problem, work.answers);
      draw(memory.help());
      announce("All blanks are empty again.");
      main.querySelector("h1")?.focus();
    });
    on("solution", () => {
      keep({ solved: true });
      isSolutionShown = !isSolutionShown;
      if (isSolutionShown) {
        showSolution();
        main.querySelector<HTMLElement>("#solution h2")?.focus();
      } else hideSolution();
    });
    const student = main.querySelector<HTMLInputElement>("#student")!;
    student.addEventListener("input", () => memory.keepStudent(student.value));
    const help = main.querySelector<HTMLSelectElement>("#help")!;
    help.addEventListener("change", () => {
      if (!isHelp(help.value)) return;
      memory.keepHelp(help.value);
      draw(help.value);
      main.querySelector<HTMLElement>("#help")?.focus();
      announce(`The sheet now has ${helpLevels[help.value]}.`);
    });
  }

  function showSolution(): void {
    const section = main.querySelector<HTMLElement>("#solution")!;
    section.innerHTML = solutionLayout(solution(problem));
    section.hidden = false;
    fitWidth(main);
    setSolutionButton("Hide the solution", "true");
  }

  function hideSolution(): void {
    main.querySelector<HTMLElement>("#solution")!.hidden = true;
    setSolutionButton("Worked solution", "false");
  }

  function setSolutionButton(text: string, expanded: "true" | "false"): void {
    const button = main.querySelector('[data-do="solution"]')!;
    button.textContent = text;
    button.setAttribute("aria-expanded", expanded);
  }

  function save(): void {
    const file = new Blob([submissionText(problem, work.answers, memory.student())], {
      type: "application/json",
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${name}-${problem.variant}.json`.replace(/[^\w.-]/g, "_");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    announce(`Saved as ${link.download}.`);
  }

  function keep(change: Partial<Work>): void {
    work = { ...work, ...change };
    memory.keepWork(place, work);
  }

  function blankOf(id: string): BlankFeedback {
    return state.feedback.blanks.find((blank) => blank.id === id)!;
  }

  function next(answer: HTMLElement): HTMLElement | null | undefined {
    const all = [...answers.values()];
    return all[all.indexOf(answer) + 1]?.querySelector<HTMLElement>("input");
  }
}

type Told = Pick<BlankFeedback, "kind" | "said" | "from" | "hints">;

const isRight = ({ kind }: BlankFeedback): boolean => kind === "right" || kind === "follows";

const saidOf = ({ said, from }: Told): string =>
  [said, from.map(({ symbol }) => spoken(symbol)).join(", ")].join(" ").trim();

/**
 * What stands in the way of reading a text as a number, where nothing that may still be typed could
 * help.
 */
function formatTrouble(text: string): Told | undefined {
  const reading = readNumber(text);
  if (reading.kind !== "unreadable") return undefined;
  const isBegun = ["1", "0^1", "10^1", "^1"].some(
    (rest) => readNumber(text + rest).kind === "number",
  );
  return isBegun ? undefined : { kind: "unreadable", said: reading.why, from: [], hints: [] };
}

function fill(answer: HTMLElement, typed: string): void {
  for (const field of answer.querySelectorAll("input")) {
    if (field.type === "radio") field.checked = field.value === typed;
    else field.value = typed;
  }
}
