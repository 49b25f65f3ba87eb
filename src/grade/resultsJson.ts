import * as z from "zod";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { indentedJson } from "../input/indentedJson.js";
import { tidyMarks } from "../question/tidyMarks.js";
import type { MarkedBlank, MarkedScript, MarkingPolicy } from "./markScript.js";

/** What of a policy is recorded with the results, so that they can be had again. */
export type RecordedPolicy = Pick<MarkingPolicy, "followThrough" | "imprecise" | "strictEvidence">;

/** The results of a grading run, as `grade --report json` writes them. */
export function resultsJson(scripts: readonly MarkedScript[], policy: RecordedPolicy = {}): object {
  return {
    schemaVersion: 1,
    ...(Object.keys(policy).length > 0 ? { policy } : {}),
    results: scripts.map(resultOf),
  };
}

/** One script's result. Warnings are sorted: the order of a submission's keys changes nothing. */
export function resultOf(script: MarkedScript): Result {
  const { blanks, diagnosis, firstError, warnings } = script;
  return {
    ...totalsOf(script),
    blanks: Object.fromEntries(blanks.map((blank) => [blank.id, blankResult(blank)])),
    diagnosis: diagnosis.map(({ malrules, explanations, ...evidence }) => ({
      malrule: malrules[0]!,
      malrules: [...malrules],
      ...how(explanations),
      ...evidence,
    })),
    ...(firstError === undefined ? {} : { firstError }),
    ...(warnings.length > 0 ? { warnings: [...warnings].sort() } : {}),
  };
}

/** Whose script it is, and what it has. */
export const totalsOf = ({ student, exercise, variant, score, maxScore }: MarkedScript) => ({
  student,
  exercise,
  variant,
  score: tidyMarks(score),
  maxScore: tidyMarks(maxScore),
});

/** One entry of a results file: a script's result, or what was not marked and why. */
export type ResultsEntry = { readonly result: object } | { readonly error: ResultsError };

/** What was not marked, where that is, and why. */
export interface ResultsError {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/**
 * The text of a results file, script by script: the same as of `resultsJson`, never whole in
 * memory. Errors come last, by the names of their files: whoever marked them, in whatever order.
 */
export async function* resultsJsonText(
  entries: AsyncIterable<ResultsEntry>,
  policy: RecordedPolicy,
): AsyncGenerator<string> {
  yield '{\n  "schemaVersion": 1,\n';
  if (Object.keys(policy).length > 0) yield `  "policy": ${indented(policy)},\n`;
  yield '  "results": [';
  const errors: ResultsError[] = [];
  let separator = "";
  for await (const entry of entries) {
    if ("error" in entry) {
      errors.push(entry.error);
      continue;
    }
    yield `${separator}\n    ${indented(entry.result, 4)}`;
    separator = ",";
  }
  yield separator === "" ? "]" : "\n  ]";
  errors.sort(byPlace);
  yield errors.length > 0 ? `,\n  "errors": ${indented(errors)}\n}\n` : "\n}\n";
}

const byPlace = (one: ResultsError, other: ResultsError): number =>
  byText(one.file, other.file) ||
  (one.line ?? 0) - (other.line ?? 0) ||
  (one.column ?? 0) - (other.column ?? 0) ||
  byText(one.message, other.message);

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const indented = (value: object, by = 2): string =>
  indentedJson(value).replaceAll("\n", `\n${" ".repeat(by)}`);

const blankResult = ({ verdict, marks }: MarkedBlank): BlankResult => ({
  verdict: verdict.kind,
  marks: tidyMarks(marks),
  malrules: verdict.kind === "misconception" ? [...verdict.malrules] : [],
  ...(verdict.kind === "misconception" ? how(verdict.explanations) : {}),
  ...(verdict.kind === "followsThrough" || (verdict.kind === "imprecise" && verdict.from.length > 0)
    ? { from: [...verdict.from] }
    : {}),
  ...(verdict.kind === "unreadable" ? { why: verdict.why } : {}),
});

/** Which of several malrules were committed together, and which tie; nothing where there is one. */
const how = (explanations: readonly (readonly string[])[]): { explanations?: string[][] } =>
  explanations.flat().length > 1 ? { explanations: explanations.map((ids) => [...ids]) } : {};

const explanationsSchema = z
  .array(z.array(z.string()))
  .describe(
    "The malrules, those committed together in one list; each list may be the cause. Only " +
      "where there are several",
  );

const blankResultSchema = z.looseObject({
  verdict: z.enum([
    "correct",
    "followsThrough",
    "imprecise",
    "misconception",
    "wrong",
    "unreadable",
    "blank",
  ]),
  marks: z.number(),
  malrules: z.array(z.string()),
  explanations: explanationsSchema.optional(),
  from: z.array(z.string()).optional(),
  why: z.string().optional(),
});

const resultSchema = z.looseObject({
  student: z.string(),
  exercise: z.string(),
  variant: z.string(),
  score: z.number(),
  maxScore: z.number(),
  points: z.number().optional().describe("What it earns in its set"),
  maxPoints: z.number().optional(),
  blanks: z.record(z.string(), blankResultSchema),
  diagnosis: z.array(
    z.looseObject({
      malrule: z.string(),
      malrules: z.array(z.string()),
      explanations: explanationsSchema.optional(),
      certainty: z.enum(["shows", "consistent"]),
      hits: z.int(),
      opportunities: z.int(),
      contradictions: z.int(),
    }),
  ),
  firstError: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  handedIn: z
    .string()
    .nullable()
    .optional()
    .describe("Where there is a deadline: when, in UTC; null where nothing says so"),
  late: z
    .looseObject({ days: z.int(), share: z.number() })
    .optional()
    .describe("How many days late have begun, and the share of its points that it keeps"),
  excused: z.boolean().optional().describe("It does not count"),
  decisions: z.array(z.string()).optional().describe("What was decided of it after handing out"),
});

/** What is recorded of a policy. */
export const recordedPolicySchema = z.looseObject({
  followThrough: z.number().min(0).max(1).optional(),
  imprecise: z.number().min(0).max(1).optional(),
  strictEvidence: z.boolean().optional(),
});

/** A policy that was read. */
export const policyRead = ({
  followThrough,
  imprecise,
  strictEvidence,
}: z.output<typeof recordedPolicySchema>): RecordedPolicy => ({
  ...(followThrough === undefined ? {} : { followThrough }),
  ...(imprecise === undefined ? {} : { imprecise }),
  ...(strictEvidence === undefined ? {} : { strictEvidence }),
});

/** The shape of a results file, for reading one and for its JSON Schema. */
export const resultsSchema = z.looseObject({
  schemaVersion: z.literal(1),
  policy: recordedPolicySchema.optional(),
  results: z.array(resultSchema),
  errors: z
    .array(z.looseObject({ file: z.string(), message: z.string() }))
    .optional()
    .describe("What was not marked, and why"),
});

/** One blank of a result: its verdict, its marks, and the misconceptions behind it. */
export type BlankResult = z.output<typeof blankResultSchema>;
/** One script in a results file. */
export type Result = z.output<typeof resultSchema>;

/** The most bytes of a results file: thousands of scripts. */
export const mostResultBytes = 256 * 1024 * 1024;

/** Reads a results file. Throws an InputError with the line and column. */
export function readResults(
  json: Uint8Array | string,
  name: string,
): { readonly policy: RecordedPolicy; readonly results: readonly Result[] } {
  const { policy = {}, results } = jsonDocument(resultsSchema, json, name, {
    bytes: mostResultBytes,
  });
  return { policy: policyRead(policy), results };
}
