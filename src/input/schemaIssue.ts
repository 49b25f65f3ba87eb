import type { z } from "zod";
import { quoted } from "./inputError.js";
import { meantNumber } from "./meantNumber.js";
import { didYouMean } from "./nearest.js";

/** One thing wrong with a value, said in words, and where in the value it is. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Whether it is the last word of the path itself, and not what it stands for. */
  readonly isWord?: boolean;
}

/**
 * Checks a value against a schema: the parsed value, or all that is wrong with it, unknown words
 * first.
 */
export function parsed<T extends z.ZodType>(
  schema: T,
  value: unknown,
):
  | { ok: true; value: z.output<T> }
  | { ok: false; findings: readonly [SchemaIssue, ...SchemaIssue[]] } {
  // jitless: no code is made at run time, so that pages and processes that forbid it can validate
  // too.
  const result = schema.safeParse(value, { error: unknownWord, jitless: true });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, findings: findingsOf(result.error, value) };
}

// zod says which key is unknown; which were known only the schema can say, while the issue is being
// made.
const unknownWord: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== "unrecognized_keys") return undefined;
  const { shape = {} } = (issue.inst?._zod.def ?? {}) as { shape?: object };
  return issue.keys
    .map((key) => `unknown word${didYouMean(key, Object.keys(shape))}`)
    .join(separator);
};

// One issue has all unknown words of an object.
const separator = "\n";

/**
 * What a schema found wrong, as `layers[1].units: expected a whole number of at least 1, got 0`. A
 * word that is missing may be one that is misspelt, and that is said of the one that is there.
 */
function findingsOf(error: z.ZodError, value: unknown): readonly [SchemaIssue, ...SchemaIssue[]] {
  const all = unknownFirst(error.issues).flatMap((issue) => narrowed(issue, [], value));
  const misspelt = all.flatMap(
    ({ message }) => /\(did you mean (\w+)\?\)$/.exec(message)?.[1] ?? [],
  );
  const unknown = new Set(
    all.flatMap(({ path, isWord }) => (isWord ? pathText(path.slice(0, -1)) : [])),
  );
  // What an unknown word stands for may be all that an object lacks.
  const [first, ...more] = all.filter(({ path, message, isWord }) =>
    message === missing
      ? !misspelt.includes(String(path.at(-1)))
      : isWord || path.length === 0 || !unknown.has(pathText(path)),
  );
  const told = (issue: SchemaIssue): SchemaIssue => ({
    ...issue,
    message: issue.path.length > 0 ? `${pathText(issue.path)}: ${issue.message}` : issue.message,
  });
  return [told(first ?? all[0]!), ...more.map(told)];
}

const missing = "is missing";

/** What an issue says of the `whole` value, in our words; its path begins after `before`. */
function narrowed(
  issue: z.core.$ZodIssue,
  before: readonly PropertyKey[],
  whole: unknown,
): readonly SchemaIssue[] {
  const path = [...before, ...issue.path];
  const value = at(whole, path);
  const got = describe(value);
  switch (issue.code) {
    case "invalid_type":
      return [{ path, message: ofType(article(issue.expected), value) }];
    case "invalid_value": {
      const expected = listed(issue.values.map(String));
      return [{ path, message: `expected ${expected}, got ${got}${meant(value, issue.values)}` }];
    }
    case "unrecognized_keys": {
      const messages = issue.message.split(separator);
      return issue.keys.map((key, i) => ({
        path: [...path, key],
        message: messages[i] ?? issue.message,
        isWord: true,
      }));
    }
    case "too_small":
      return [{ path, message: `expected ${atLeast(issue)}, got ${got}` }];
    case "too_big":
      return [{ path, message: `expected at most ${issue.maximum}${atMost(issue, value, got)}` }];
    case "invalid_union":
      return ofUnion(issue, path, whole);
    default:
      return [{ path, message: `${issue.message}, got ${got}` }];
  }
}

function ofType(expected: string, value: unknown): string {
  if (value === undefined) return missing;
  return `expected ${expected}, got ${describe(value)}${meantNumber(value)}`;
}

// Of the alternatives, the one that fits the value best is the one that was meant: it knows most of
// its words, and got furthest into it.
function ofUnion(
  { errors }: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  whole: unknown,
): readonly SchemaIssue[] {
  const value = at(whole, path);
  const entered = errors.filter((issues) => issues.every((issue) => !isOfAnotherType(issue)));
  const [best] = entered.sort(
    (a, b) => unknownIn(a) - unknownIn(b) || depthOf(b) - depthOf(a) || a.length - b.length,
  );
  const isList = Array.isArray(value) || isRecord(value);
  const lacking = entered.map((issues) => issues.flatMap(({ path: [key] }) => key ?? []));
  if (isRecord(value) && Object.keys(value as object).length === 0 && lacking.length > 1) {
    const words = lacking.map((keys) => together(keys.map(String))).join(", or ");
    return [{ path, message: `expected ${words}, got nothing` }];
  }
  if (best && (isList || depthOf(best) > 0))
    return unknownFirst(best).flatMap((issue) => narrowed(issue, path, whole));
  const expected = errors.flat().flatMap((i) => {
    if (i.code === "invalid_type") return [article(i.expected)];
    return i.code === "invalid_value" ? i.values.map(String) : [];
  });
  const words = errors.flat().flatMap((i) => (i.code === "invalid_value" ? i.values : []));
  const hint = meant(value, words) || meantNumber(value);
  const message = `expected ${listed([...new Set(expected)])}, got ${describe(value)}${hint}`;
  return [{ path, message }];
}

const isOfAnotherType = ({ code, path }: z.core.$ZodIssue): boolean =>
  path.length === 0 && (code === "invalid_type" || code === "invalid_value");

const unknownIn = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, i) => sum + (i.code === "unrecognized_keys" ? i.keys.length : 0), 0);

const depthOf = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length));

// A word that is not known before one that is missing: the first is often the second, misspelt.
const unknownFirst = (issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] => [
  ...issues.filter(({ code }) => code === "unrecognized_keys"),
  ...issues.filter(({ code }) => code !== "unrecognized_keys"),
];

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

const together = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const listed = (words: readonly string[]): string =>
  words.length < 2
    ? (words[0] ?? "something else")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
