import { InputError, quoted, type TextPlace } from "../input/inputError.js";
import { placeAt } from "../input/placeAt.js";
import { utf8Text } from "../input/utf8Text.js";

/**
 * Caps on untrusted JSON. Whoever reads a file compares its size with `bytes` before reading it.
 */
export interface JsonLimits {
  readonly bytes: number;
  readonly depth: number;
}

/** 8 MiB, 64 levels. */
export const jsonLimits: JsonLimits = { bytes: 8 * 1024 * 1024, depth: 64 };

/** JSON that cannot be read; the message is `line:column: what`. */
export class JsonError extends Error implements TextPlace {
  override readonly name = "JsonError";
  readonly line: number;
  readonly column: number;
  /** The message without the place. */
  readonly what: string;

  constructor(what: string, { line, column }: TextPlace) {
    super(`${line}:${column}: ${what}`);
    this.line = line;
    this.column = column;
    this.what = what;
  }
}

/**
 * The value of untrusted JSON in UTF-8, with or without a byte order mark. Throws a JsonError where
 * it is too large or too deep, is no JSON, has a key twice in one object, or a key that reaches for
 * prototypes.
 */
export function readJson(json: Uint8Array | string, limits: Partial<JsonLimits> = {}): unknown {
  const { bytes, depth } = { ...jsonLimits, ...limits };
  const text = textOf(json, bytes);
  const keys = keysIn(text, depth);
  if (keys === tooDeep) throw firstFault(text, depth);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw firstFault(text, depth);
  }
  // JSON.parse keeps one of two equal keys: a key was lost where the text has more of them than the
  // value.
  if (keysKept(value) !== keys) throw firstFault(text, depth);
  return value;
}

/**
 * Where the value at `path` starts in JSON that `readJson` accepts; where there is none, where the
 * innermost value on the way to it starts.
 */
export function placeOf(json: Uint8Array | string, path: readonly PropertyKey[]): TextPlace {
  const text = textOf(json, Number.POSITIVE_INFINITY);
  let start = 0;
  walk(text, Number.POSITIVE_INFINITY, (open, at) => {
    if (open.length <= path.length && open.every(({ key }, level) => key === path[level]))
      start = at;
  });
  return placeAt(text, start);
}

const start: TextPlace = { line: 1, column: 1 };

function textOf(json: Uint8Array | string, largest: number): string {
  if (json.length > largest) {
    throw new JsonError(`expected at most ${largest} bytes, got ${json.length}`, start);
  }
  if (typeof json === "string") return json.charCodeAt(0) === 0xfeff ? json.slice(1) : json;
  try {
    return utf8Text(json, "");
  } catch (error) {
    if (error instanceof InputError) throw new JsonError(error.what, error.place ?? start);
    throw error;
  }
}

const tooDeep = -1;

/**
 * How many keys a JSON text has, or `tooDeep`. One pass without a stack; what is no JSON is
 * JSON.parse's to refuse.
 */
function keysIn(text: string, deepest: number): number {
  const length = text.length;
  let keys = 0;
  let depth = 0;
  for (let at = 0; at < length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        for (at++; at < length; at++) {
          const code = text.charCodeAt(at);
          if (code === 0x22) break;
          if (code === 0x5c) at++; // a backslash hides the next character
        }
        break;
      case 0x3a: // :
        keys++;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > deepest) return tooDeep;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
  return keys;
}

/** How many keys a value of JSON has; not a number where one of them reaches for prototypes. */
function keysKept(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let kept = 0;
  if (Array.isArray(value)) {
    for (const item of value) kept += keysKept(item);
    return kept;
  }
  for (const key of Object.keys(value)) {
    if (key === "__proto__") return Number.NaN;
    const held = (value as Record<string, unknown>)[key];
    if (
      key === "constructor" &&
      typeof held === "object" &&
      held !== null &&
      Object.hasOwn(held, "prototype")
    ) {
      return Number.NaN;
    }
    kept += 1 + keysKept(held);
  }
  return kept;
}

/** What is wrong with a text that was refused: the first fault from its start. */
function firstFault(text: string, deepest: number): JsonError {
  try {
    walk(text, deepest, () => {});
  } catch (fault) {
    if (fault instanceof JsonError) return fault;
    throw fault;
  }
  return new JsonError("this is not JSON", start);
}

/**
 * An object or array that is being read: its keys with where they stand, and the key or index that
 * is being read.
 */
interface Open {
  readonly closes: "}" | "]";
  readonly keys: Map<string, number>;
  key: string | number;
}

/**
 * Goes through a text by the grammar of JSON (RFC 8259) and tells of every value where it starts
 * and what is open around it. Throws the first fault as a JsonError. Slower than JSON.parse: it
 * runs only where something is wrong.
 */
function walk(
  text: string,
  deepest: number,
  met: (open: readonly Open[], at: number) => void,
): void {
  const open: Open[] = [];
  let at = pastSpace(text, 0);
  if (at === text.length) throw fault(text, 0, "the file is empty");
  for (;;) {
    met(open, at);
    const first = text[at];
    if (first === "{" || first === "[") {
      if (open.length >= deepest) throw fault(text, at, `nested deeper than ${deepest} levels`);
      const opened: Open = { closes: first === "{" ? "}" : "]", keys: new Map(), key: 0 };
      open.push(opened);
      at = pastSpace(text, at + 1);
      if (text[at] !== opened.closes) {
        if (first === "{") at = pastKey(text, at, open);
        continue;
      }
    } else at = pastScalar(text, at);

    for (;;) {
      at = pastSpace(text, at);
      const inside = open.at(-1);
      if (inside === undefined) {
        if (at < text.length) throw unexpected(text, at, "the end of the file");
        return;
      }
      if (text[at] !== inside.closes) break;
      open.pop();
      at++;
    }
    const inside = open.at(-1)!;
    if (text[at] !== ",") throw unexpected(text, at, `"," or "${inside.closes}"`);
    at = pastSpace(text, at + 1);
    if (inside.closes === "}") at = pastKey(text, at, open);
    else inside.key = (inside.key as number) + 1;
  }
}

/** Reads a key and its colon; returns where its value starts. */
function pastKey(text: string, at: number, open: readonly Open[]): number {
  const inside = open.at(-1)!;
  if (text[at] !== '"') throw unexpected(text, at, "a key in double quotes");
  const end = pastString(text, at);
  const key: string = JSON.parse(text.slice(at, end));
  const earlier = inside.keys.get(key);
  if (earlier !== undefined) {
    const { line, column } = placeAt(text, earlier);
    throw fault(text, at, `duplicate key ${quoted(key)}, first at ${line}:${column}`);
  }
  if (key === "__proto__" || (key === "prototype" && open.at(-2)?.key === "constructor")) {
    throw fault(text, at, `the key ${quoted(key)} is not allowed here`);
  }
  inside.keys.set(key, at);
  inside.key = key;
  const colon = pastSpace(text, end);
  if (text[colon] !== ":") throw unexpected(text, colon, '":"');
  return pastSpace(text, colon + 1);
}

function pastScalar(text: string, at: number): number {
  if (text[at] === '"') return pastString(text, at);
  const word = wordAt(text, at);
  if (word === "true" || word === "false" || word === "null" || isJsonNumber(word))
    return at + word.length;
  throw unexpected(text, at, "a value");
}

function pastString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x0a || code === 0x0d)
      throw fault(text, at, 'expected a closing ", got the end of the line');
    if (code < 0x20)
      throw fault(text, at, `a control character: write \\u${code.toString(16).padStart(4, "0")}`);
    if (code === 0x5c) {
      const escaped = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
      escaped.lastIndex = at + 1;
      if (!escaped.test(text))
        throw unexpected(text, at + 1, "an escape such as \\n or \\u00e9 after \\");
      at = escaped.lastIndex - 1;
    }
  }
  throw unexpected(text, text.length, 'a closing "');
}

function pastSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
  return at;
}

/** What stands between here and the next space or punctuation of JSON. */
function wordAt(text: string, at: number): string {
  const word = /[^\s,:[\]{}"]+/y;
  word.lastIndex = at;
  return word.exec(text)?.[0] ?? "";
}

/** `-12.5e+3`, part by part: sign, whole, decimals, exponent. */
function isJsonNumber(word: string): boolean {
  let at = word[0] === "-" ? 1 : 0;
  const digits = () => {
    const from = at;
    while (isDigit(word.charCodeAt(at))) at++;
    return at - from;
  };
  const whole = digits();
  if (whole === 0 || (whole > 1 && word[at - whole] === "0")) return false;
  if (word[at] === ".") {
    at++;
    if (digits() === 0) return false;
  }
  if (word[at] === "e" || word[at] === "E") {
    at++;
    if (word[at] === "+" || word[at] === "-") at++;
    if (digits() === 0) return false;
  }
  return at === word.length;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function unexpected(text: string, at: number, expected: string): JsonError {
  const got = at >= text.length ? "the end of the file" : quoted(wordAt(text, at) || text[at]!);
  return fault(text, at, `expected ${expected}, got ${got}`);
}

function fault(text: string, at: number, what: string): JsonError {
  return new JsonError(what, placeAt(text, at));
}
