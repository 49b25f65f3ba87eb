import { randomFor } from "../../draw/random.js";
import { carriedExercise } from "../../exercise/carried.js";
import type { Exercise } from "../../exercise/exercise.js";
import { inLanguage } from "../../exercise/inLanguage.js";
import { type MarkedScript, type MarkingPolicy, markScript } from "../../grade/markScript.js";
import type { Malrule } from "../../graph/rewrite.js";
import { readNumber } from "../../handedIn/readNumber.js";
import { readSubmission } from "../../handedIn/submission.js";
import { english } from "../../language/english.js";
import { type Prepared, prepare } from "../../problem/prepare.js";
import type { Problem } from "../../problem/problem.js";
import type { Help } from "../../render/sheet.js";
import { type Answers, submissionText } from "../page/answers.js";
import type { Platform } from "./platform.js";
import { type BlankOrder, readState, type SheetState, stateText } from "./state.js";

/** What a page is told that stands in a learning platform. */
export interface CourseData {
  readonly title: string;
  /** What variants are drawn from, with the student's id. */
  readonly salt: string;
  /** Whether results and worked solutions are kept back, and nobody gets a second sheet. */
  readonly isHomework: boolean;
  readonly exercises: readonly CourseExercise[];
}

/** An exercise as a set has it. */
export interface CourseExercise {
  readonly name: string;
  readonly points: number;
  readonly help: Help;
  readonly marking: MarkingPolicy;
  /** What the set has otherwise than the exercise's file. */
  readonly instead: SetChanges;
  /** The ids of the misconceptions that are named. */
  readonly malrules: readonly string[];
}

/** What of an exercise a set may have otherwise. */
export type SetChanges = Pick<
  Exercise,
  "ask" | "tolerance" | "malrules" | "misconceptions" | "pictures"
>;

/** An exercise of a package made ready from what its file says. */
export function courseExercise(
  said: unknown,
  { name, instead, malrules }: CourseExercise,
  rules: readonly Malrule[],
  language = english,
): Prepared {
  const { exercise, error } = carriedExercise(said, name);
  return prepare(
    inLanguage({ exercise: { ...exercise, ...instead }, error }, language),
    rules.filter(({ id }) => malrules.includes(id)),
  );
}

// Without letters and digits that look alike.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** What a student's variants are drawn from, the same on every machine: ten letters. */
export function seedOf(salt: string, student: string): string {
  const random = randomFor(salt, 1, student)("course");
  return Array.from({ length: 10 }, () => letters[Math.floor(random() * letters.length)]).join("");
}

/** What a sheet of an exercise earns: the share, as `grade` marks its submission. */
export function markSheet(
  problem: Problem,
  answers: Answers,
  marking: MarkingPolicy,
): MarkedScript {
  const submission = readSubmission(submissionText(problem, answers, ""), "submission.json");
  return markScript(problem, submission, marking);
}

const empty: SheetState = { before: 0, best: 0, share: undefined, answers: {} };

/** A student's work in a package: what is kept of it, and what the platform is told. */
export class Course {
  readonly #data: CourseData;
  readonly #platform: Platform | undefined;
  readonly #order: BlankOrder;
  readonly #names: ReadonlyMap<string, string>;
  readonly #who: string;
  readonly #sheets: Map<string, SheetState>;
  /** What was typed in each blank when the platform was told last, and where that stands there. */
  readonly #told = new Map<string, string>();
  readonly #places = new Map<string, number>();
  #isKept = true;

  /** `prepared` are the exercises, by name; `fresh` is for a student that nobody knows. */
  constructor(
    data: CourseData,
    prepared: ReadonlyMap<string, Prepared>,
    platform: Platform | undefined,
    fresh: string,
  ) {
    this.#data = data;
    this.#platform = platform;
    // Answers to another version of an exercise mean nothing.
    this.#names = new Map(
      [...prepared].map(([name, { exercise }]) => [name, `${name}@${exercise.version}`]),
    );
    this.#order = new Map(
      [...prepared].map(([name, { questions }]) => [
        this.#names.get(name)!,
        questions.map(({ id }) => id),
      ]),
    );
    const state = readState(platform?.state ?? "", this.#order);
    this.#who = state?.who ?? seedOf(data.salt, platform?.student || fresh);
    this.#sheets = new Map(state?.sheets);
    for (const name of prepared.keys())
      for (const [id, typed] of Object.entries(this.answers(name)))
        this.#told.set(`${name}.${id}`, typed.trim());
  }

  /** Whether all that was typed is kept by the platform. */
  get isKept(): boolean {
    return this.#isKept && this.#platform?.isCounted === true;
  }

  /** The seed of the sheet of an exercise that the student is at. */
  seed(name: string): string {
    const { before } = this.#sheet(name);
    return before === 0 ? this.#who : `${this.#who}-${before}`;
  }

  answers(name: string): Answers {
    return this.#sheet(name).answers;
  }

  /** What an exercise has earned so far, of 1; undefined where nothing is answered yet. */
  share(name: string): number | undefined {
    const { best, share } = this.#sheet(name);
    return share === undefined && best === 0 ? undefined : Math.max(best, share ?? 0);
  }

  /** Keeps what is typed, judged or not. */
  typed(name: string, answers: Answers): void {
    this.#change(name, { answers });
  }

  /** Marks a sheet and tells the platform. An empty one says nothing: it has been begun anew. */
  judged(problem: Problem, answers: Answers): void {
    const { name } = problem.prepared.exercise;
    if (Object.values(answers).every((answer) => answer.trim() === "")) {
      this.#giveUp(name, 0);
      return;
    }
    const entry = this.#data.exercises.find((exercise) => exercise.name === name)!;
    const marked = markSheet(problem, answers, entry.marking);
    const share = marked.maxScore > 0 ? marked.score / marked.maxScore : 0;
    this.#change(name, { answers, share });
    this.#report(name, marked, answers);
  }

  /** Another sheet of the same exercise: what was earned is not lost. */
  another(name: string): void {
    this.#giveUp(name, 1);
  }

  #giveUp(name: string, sheets: number): void {
    const before = this.#sheet(name).before + sheets;
    this.#change(name, { before, best: this.share(name) ?? 0, share: undefined, answers: {} });
  }

  #change(name: string, change: Partial<SheetState>): void {
    this.#sheets.set(this.#names.get(name)!, { ...this.#sheet(name), ...change });
    this.#keep();
  }

  #sheet(name: string): SheetState {
    return this.#sheets.get(this.#names.get(name)!) ?? empty;
  }

  #keep(): void {
    const platform = this.#platform;
    if (!platform?.isCounted) return;
    const text = stateText({ who: this.#who, sheets: this.#sheets }, this.#order);
    this.#isKept = text.length <= platform.mostState;
    // What is too long would be cut: what was kept last is worth more.
    if (this.#isKept) platform.keep(text);
  }

  #report(name: string, { blanks }: MarkedScript, answers: Answers): void {
    const platform = this.#platform;
    if (!platform?.isCounted) return;
    for (const { id, marks, points } of blanks) {
      const typed = answers[id]?.trim() ?? "";
      const key = `${name}.${id}`;
      if (typed === "" || this.#told.get(key) === typed) continue;
      const place = this.#places.get(key) ?? platform.answers + this.#places.size;
      this.#places.set(key, place);
      this.#told.set(key, typed);
      const reading = readNumber(typed);
      platform.answer(place, {
        id: key,
        typed,
        number: reading.kind === "number" ? reading.value : undefined,
        share: points > 0 ? marks / points : 0,
      });
    }
    platform.score(this.#total);
    platform.status(this.#total > 1 - 1e-9);
  }

  /** The share of all exercises together, each by its points. */
  get #total(): number {
    const { exercises } = this.#data;
    const all = exercises.reduce((sum, { points }) => sum + points, 0);
    const got = exercises.reduce(
      (sum, { name, points }) => sum + points * (this.share(name) ?? 0),
      0,
    );
    return all > 0 ? got / all : 0;
  }
}
