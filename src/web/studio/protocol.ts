/** What the page asks of its engine, and what comes back: both are copied between two threads. */

/** The tabs beside the text, each of which shows something that comes of it. */
export const tabNames = ["worksheet", "solution", "blanks", "certify", "answers", "audit"] as const;
/** One of these tabs. */
export type TabName = (typeof tabNames)[number];

/** What stands in a place of the text, to be put there instead. */
export interface Fix {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Something wrong with the text, and the part of it that is underlined. */
export interface TextMistake {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix?: Fix;
}

/** Which variant of an exercise is looked at. */
export interface Variant {
  readonly text: string;
  readonly seed: string;
}

/** What an exercise is, once its text can be read. */
export interface AboutExercise {
  readonly name: string;
  readonly title: string;
  readonly blanks: number;
  /** What may be asked or named in it. */
  readonly ids: readonly string[];
  readonly isPublished: boolean;
}

/** What comes of a text. */
export interface Looked {
  /** All that is wrong with it, in its order. */
  readonly mistakes: readonly TextMistake[];
  readonly about?: AboutExercise;
  /** Why it has no variant to show, where it can be read. */
  readonly trouble?: string;
  /** What the tab shows: a sheet as a document, or a part of the page. */
  readonly html?: string;
  /** How the pages of a sheet are set. */
  readonly pageStyle?: string;
}

/** Answers that are tried. */
export interface Tried extends Variant {
  readonly answers: Readonly<Record<string, string>>;
}

/** What marking says of one answer, to an instructor. */
export interface TriedBlank {
  readonly id: string;
  readonly kind: string;
  readonly said: string;
  readonly marks: number;
  readonly points: number;
}

/** What marking says of answers that are tried. */
export interface TriedScript {
  readonly blanks: readonly TriedBlank[];
  readonly summary: string;
}

/** Every question, what it is asked with, and what answers it. */
export interface Questions {
  readonly look: {
    readonly asked: Variant & { readonly tab: TabName };
    readonly answer: Looked;
  };
  readonly certify: {
    readonly asked: { readonly text: string; readonly seeds: number };
    readonly answer: { readonly html: string };
  };
  readonly mark: { readonly asked: Tried; readonly answer: TriedScript };
}
/** What is asked. */
export type QuestionName = keyof Questions;

/** A question, numbered so that its answer is known again. */
export interface AskedOfEngine<K extends QuestionName = QuestionName> {
  readonly number: number;
  readonly question: K;
  readonly asked: Questions[K]["asked"];
}

/** What the engine sends back: how far it is, what it found, or that it could not. */
export type Sent =
  | { readonly number: number; readonly kind: "progress"; readonly done: number }
  | { readonly number: number; readonly kind: "answer"; readonly answer: unknown }
  | { readonly number: number; readonly kind: "failed"; readonly message: string };

/** What the engine is told first. */
export interface EngineData {
  /** The misconceptions, as their file says them. */
  readonly malrules: unknown;
}
