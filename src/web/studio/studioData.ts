import type { SchemaPart, Vocabulary } from "./suggestions.js";

/** What the studio carries besides its programs. */
export interface StudioData {
  /** Texts to begin with: the exercises that come with handprop. */
  readonly examples: readonly ExampleText[];
  /** The text that it was made for. */
  readonly start?: ExampleText;
  /** The misconceptions, as their file says them. */
  readonly malrules: unknown;
  /** The JSON Schema of an exercise. */
  readonly schema: SchemaPart;
  readonly vocabulary: Vocabulary;
  readonly losses: readonly string[];
  /** How sheets are printed. */
  readonly sheetStyle: string;
  /** What is added where their language goes from right to left. */
  readonly rightToLeft: string;
}

/** A text to begin with. */
export interface ExampleText {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}
