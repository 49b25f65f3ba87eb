import type { z } from "zod";
import { quoted } from "./inputError.js";
import { didYouMean } from "./nearest.js";

/** One thing wrong with a value, said in words, and where in the value it is. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Checks a value against a schema: the parsed value, or the first thing that is wrong with it. */
export function parsed<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { ok: true; value: z.output<T> } | { ok: false; finding: SchemaIssue } {
  // jitless: no code is made at run time, so that pages and processes that forbid it can validate
  // too.
  const result = schema.safeParse(value, { error: unknownWord, jitless: true });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, finding: findingOf(result.error, value) };
}

// zod says which key is unknown; which were known only the schema can say, while the issue is being
// made.
const unknownWord: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== "unrecognized_keys") return undefined;
  const { shape = {} } = (issue.inst?._zod.def ?? {}) as { shape?: object };
  return `unknown word${didYouMean(issue.keys[0] ?? "", Object.keys(shape))}`;
};

/**
 * The first thing that a schema found wrong, as `layers[1].units: expected a whole number of at
 * least 1, got 0`.
 */
function findingOf(error: z.ZodError, value: unknown): SchemaIssue {
  const { path, message } = narrowed(first(error.issues), [], value);
  return { path, message: path.length > 0 ? `${pathText(path)}: ${message}` : message };
}

/** What an issue says of the `whole` value, in our words; its path begins after `before`. */
function narrowed(
  issue: z.core.$ZodIssue,
  before: readonly PropertyKey[],
  whole: unknown,
): SchemaIssue {
  const path = [...before, ...issue.path];
  const value = at(whole, path);
  const got = describe(value);
  switch (issue.code) {
    case "invalid_type":
      return {
        path,
        message:
          got === "nothing" ? "is missing" : `expected ${article(issue.expected)}, got ${got}`,
      };
    case "invalid_value":
      return {
        path,
        message:
          `expected ${listed(issue.values.map(String))}, ` +
          `got ${got}${meant(value, issue.values)}`,
      };
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      return { path: [...path, key], message: issue.message };
    }
    case "too_small":
      return { path, message: `expected ${atLeast(issue)}, got ${got}` };
    case "too_big":
      return { path, message: `expected at most ${issue.maximum}${atMost(issue, value, got)}` };
    case "invalid_union":
      return ofUnion(issue, path, whole);
    default:
      return { path, message: `${issue.message}, got ${got}` };
  }
}

// Of the alternatives, the one that got furthest into the value is the one that was meant.
function ofUnion(
  { errors }: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  whole: unknown,
): SchemaIssue {
  const value = at(whole, path);
  const inner = errors.flatMap((issues) => issues.slice(0, 1)).filter((i) => i.path.length > 0);
  const deeper = inner.sort((a, b) => b.path.length - a.path.length)[0];
  const unknown = errors.flat().find((i) => i.code === "unrecognized_keys");
  if (unknown && isRecord(value)) return narrowed(unknown, path, whole);
  if (deeper) return narrowed(deeper, path, whole);
  const expected = errors.flat().flatMap((i) => {
    if (i.code === "invalid_type") return [article(i.expected)];
    return i.code === "invalid_value" ? i.values.map(String) : [];
  });
  const message = `expected ${listed([...new Set(expected)])}, got ${describe(value)}`;
  return { path, message };
}

// A word that is not known before one that is missing: the first is often the second, misspelt.
const first = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue =>
  issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;

/** `layers[1].units` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number"
        ? `${text}[${part}]`
        : text
          ? `${text}.${keyText(part)}`
          : keyText(part),
    "",
  );

// A key is any text of the file.
const keyText = (key: PropertyKey): string =>
  String(key).length > 60 ? quoted(String(key)) : String(key);

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((v, part) => (v as Record<PropertyKey, unknown> | undefined)?.[part], value);

function meant(word: unknown, values: readonly unknown[]): string {
  const words = values.filter((value) => typeof value === "string");
  return typeof word === "string" ? didYouMean(word, words) : "";
}

function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === "int" || origin === "number")
    return `a number ${inclusive ? "of at least" : "greater than"} ${minimum}`;
  return minimum === 1
    ? `${article(origin)} that is not empty`
    : `${article(origin)} of at least ${minimum}`;
}

function atMost({ origin }: z.core.$ZodIssueTooBig, value: unknown, got: string): string {
  if (origin === "string") return ` characters, got ${String(value).length}`;
  if (Array.isArray(value))
    return ` ${value.length === 1 ? "entry" : "entries"}, got ${value.length}`;
  return `, got ${got}`;
}

const isRecord = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? quoted(value) : String(value);
}

const articles: Record<string, string> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
const article = (type: string): string => articles[type] ?? type;

const listed = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? "something else")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
