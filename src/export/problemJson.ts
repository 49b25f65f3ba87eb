import * as z from "zod";
import { quantityOf, roles } from "../graph/graph.js";
import { indentedJson } from "../input/indentedJson.js";
import { type Language, languageCodes } from "../language/language.js";
import type { Answer } from "../problem/key.js";
import type { Problem } from "../problem/problem.js";

const identity = z.object({
  schemaVersion: z.literal(1),
  exercise: z.string(),
  exerciseVersion: z.int().min(1),
  seed: z.string().optional().describe("What the variant was drawn from; not told in a class"),
  variant: z.string(),
  language: z.enum(languageCodes).optional().describe("What it is written in, unless English"),
});

const rounding = z.object({
  decimals: z.int().optional(),
  significant: z.int().optional(),
  truncation: z.boolean(),
});

/** The shape of `problem.json`. */
export const problemSchema = identity
  .extend({
    title: z.string(),
    rounding,
    givens: z.array(
      z.object({ id: z.string(), role: z.enum(roles), symbol: z.string(), value: z.number() }),
    ),
    questions: z.array(
      z.object({
        id: z.string(),
        role: z.enum(roles),
        symbol: z.string(),
        points: z.number(),
        type: z.literal("choice").optional(),
        choices: z.array(z.string()).optional(),
      }),
    ),
  })
  .describe("A variant of an exercise of handprop: what is given and what is asked");

/** The shape of `key.json`. */
export const keySchema = identity
  .extend({
    answers: z.record(
      z.string(),
      z.union([
        z.object({ value: z.number(), tolerance: z.number() }),
        z.object({ value: z.string(), choices: z.array(z.string()) }),
      ]),
    ),
  })
  .describe("The key of a variant of an exercise of handprop");

const writtenIn = ({ code }: Language): { readonly language?: string } =>
  code === "en" ? {} : { language: code };

/** What identifies a variant in every document about it. */
function identityOf({ prepared: { exercise, language }, seed, variant }: Problem) {
  return {
    schemaVersion: 1,
    exercise: exercise.name,
    exerciseVersion: exercise.version,
    ...(seed === undefined ? {} : { seed }),
    variant,
    ...writtenIn(language),
  };
}

/** `problem.json`: givens and questions, and no answer. `symbol` writes a quantity as TeX. */
export function problemJson(problem: Problem, symbol: (id: string) => string): object {
  const { exercise, program, questions, graph } = problem.prepared;
  return {
    ...identityOf(problem),
    title: exercise.title,
    rounding: exercise.rounding,
    givens: program.ids.slice(0, program.givens).map((id, slot) => ({
      id,
      role: quantityOf(graph, id).role,
      symbol: symbol(id),
      value: problem.values[slot],
    })),
    questions: questions.map(({ id, role, points }) => ({
      id,
      role,
      symbol: symbol(id),
      points,
      ...choicesFor(problem.key.get(id)!),
    })),
  };
}

// How an answer is to be typed, where it is not a number.
function choicesFor(answer: Answer): object {
  return answer.kind === "choice" ? { type: "choice", choices: answer.words } : {};
}

/** `key.json`: the answer to every question, and how far from it an answer may be. */
export function keyJson(problem: Problem): object {
  return {
    ...identityOf(problem),
    answers: Object.fromEntries([...problem.key].map(([id, answer]) => [id, answerJson(answer)])),
  };
}

const answerJson = (answer: Answer): object =>
  answer.kind === "choice"
    ? { value: answer.word, choices: answer.words }
    : { value: significant(answer.value), tolerance: significant(answer.range.tolerance) };

/** `submission.json`: to be filled in. */
export function blankSubmission(problem: Problem): object {
  return {
    ...identityOf(problem),
    student: "",
    answers: Object.fromEntries(problem.prepared.questions.map(({ id }) => [id, ""])),
  };
}

/** What the hidden fields of a worksheet say: which variant it is, once it is filled in. */
export function aboutFilledIn({
  prepared: { exercise, language },
  seed,
  variant,
}: Problem): Readonly<Record<string, string>> {
  return {
    exercise: exercise.name,
    ...(seed === undefined ? {} : { seed }),
    variant,
    ...writtenIn(language),
  };
}

/** A document as it is written: the same bytes everywhere. */
export const jsonText = (document: object): string => `${indentedJson(document)}\n`;

// Engines may differ in the last bits of exp; twelve figures are the same everywhere.
const significant = (value: number): number => Number(value.toPrecision(12)) + 0;
