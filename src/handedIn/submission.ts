import * as z from "zod";
import { longestName } from "../input/longestName.js";
import { jsonDocument } from "./jsonDocument.js";
import type { JsonLimits } from "./readJson.js";

/** What a student hands in: which problem, and what was typed in each blank, by the blank's id. */
export interface Submission {
  readonly schemaVersion: 1;
  readonly exercise: string;
  readonly exerciseVersion?: number;
  readonly seed?: string;
  readonly variant?: string;
  readonly student?: string;
  /** The code of the language that its worksheet was in, where it says one. */
  readonly language?: string;
  /** Without a prototype: an id such as `toString` finds nothing that the student did not write. */
  readonly answers: Readonly<Record<string, unknown>>;
}

const named = <T extends z.ZodType>(name: T): T =>
  name.refine(
    (text) => String(text).length <= longestName,
    `expected at most ${longestName} characters`,
  );

// Spreadsheets and forms write ids and seeds as numbers; only whole ones have a text of their own.
const label = named(z.union([z.string(), z.int()])).optional();

/**
 * The shape of a submission, for validating and for its JSON Schema. An answer may be anything: a
 * bad one costs its own blank only. Other keys are allowed and never looked at.
 */
export const submissionSchema = z.looseObject({
  schemaVersion: z.literal(1),
  exercise: named(z.string().min(1)),
  exerciseVersion: z.int().positive().optional(),
  seed: label,
  variant: label,
  student: label,
  language: label,
  answers: z.record(z.string(), z.unknown()),
});

/**
 * Reads a submission. A whole number as seed, variant or student becomes its text; an empty text is
 * left out. `name` is the file's, for messages. Throws an InputError with the line and column.
 */
export function readSubmission(
  json: Uint8Array | string,
  name: string,
  limits?: Partial<JsonLimits>,
): Submission {
  const { exercise, exerciseVersion, seed, variant, student, language, answers } = jsonDocument(
    submissionSchema,
    json,
    name,
    limits,
  );
  return {
    schemaVersion: 1,
    exercise,
    ...(exerciseVersion !== undefined && { exerciseVersion }),
    ...labelled("seed", seed),
    ...labelled("variant", variant),
    ...labelled("student", student),
    ...labelled("language", language),
    answers: Object.setPrototypeOf(answers, null),
  };
}

/**
 * What says whose a submission is, or of what: a text, and nothing where there is none or an empty
 * one.
 */
export function labelled<Key extends string>(
  key: Key,
  given: string | number | undefined,
): Partial<Record<Key, string>> {
  if (given === undefined || given === "") return {};
  return { [key]: String(given) } as Record<Key, string>;
}
