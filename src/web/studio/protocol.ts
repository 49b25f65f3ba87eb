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

/** What a button says that does this. */
export const fixLabel = ({ from, to, insert }: Fix): string =>
  `${from === to ? "Add" : "Change to"} ${insert.trim()}`;

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
  /** Of a worked text: a field for each of its numbers, and what stands in it. */
  readonly fields?: string;
  readonly typed?: Readonly<Record<string, TypedField>>;
  /** How the pages of a sheet are set. */
  readonly pageStyle?: string;
}

/** What stands in a field of a worked text, and what is found of it. */
export interface TypedField {
  readonly value: string;
  readonly told?: "right" | "wrong" | "follows" | "open";
  /** Whether it is written otherwise than a form would: several numbers, as a list. */
  readonly isList?: true;
}

/** Answers that are tried. */
export interface Tried extends Variant {
  readonly answers: Readonly<Record<string, string>>;
}

/** Whose answers are filled in. */
export type FilledAs =
  | { readonly kind: "right" | "slip" }
  | { readonly kind: "misconception"; readonly id: string };

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

/** A number of a worked text, as a form writes it: without a value, it is not said. */
export interface TypedNumber {
  readonly kind: "given" | "printed";
  readonly id: string;
  readonly value: string;
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
  /** The answers of somebody of a kind. */
  readonly fill: {
    readonly asked: Variant & { readonly as: FilledAs };
    readonly answer: { readonly answers: Readonly<Record<string, string>> };
  };
  /** The text with these numbers of a worked text in it. */
  readonly write: {
    readonly asked: { readonly text: string; readonly numbers: readonly TypedNumber[] };
    readonly answer: { readonly text: string };
  };
  /** The text, certified against a misconception more. */
  readonly require: {
    readonly asked: { readonly text: string; readonly malrule: string };
    readonly answer: { readonly text: string };
  };
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
