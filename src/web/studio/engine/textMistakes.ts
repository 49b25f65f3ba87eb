import type { InputError } from "../../../input/inputError.js";
import { nearest } from "../../../input/nearest.js";
import type { Fix, TextMistake } from "../protocol.js";

/** What a reader found wrong with a text, each with the part of the text that is meant. */
export function textMistakes(text: string, error: InputError): readonly TextMistake[] {
  const starts = lineStarts(text);
  return [error, ...error.more].map(({ what, place = { line: 1, column: 1 } }) => {
    const start = starts[Math.min(place.line, starts.length) - 1]!;
    const from = Math.min(start + place.column - 1, text.length);
    const to = endOfWord(text, from);
    const fix = fixFor(text, from, to, what);
    return { from, to, ...place, message: what, ...(fix ? { fix } : {}) };
  });
}

/** The offsets at which lines start: lines end at LF, CR LF or CR. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length)];
}

/** Where the word, the quoted text or the sign ends that begins here. */
function endOfWord(text: string, from: number): number {
  const rest = text.slice(from, from + 300);
  const [word] = /^(?:"(?:[^"\\\n\r]|\\.)*"|'[^'\n\r]*'|[^\s,[\]{}:#]+)/.exec(rest) ?? [];
  return Math.min(text.length, from + (word?.length ?? 1));
}

/**
 * What to put in the place of a word that a message has a nearer one for; undefined where it names
 * none, or it is not plain which word is meant.
 */
function fixFor(text: string, from: number, to: number, message: string): Fix | undefined {
  if (message.endsWith("a text with a comma stands in quotes")) return quotesFix(text, from);
  if (message.endsWith("a text with a colon stands in quotes")) return colonFix(text, from);
  const [, undrawn] = /^no values for (\w+)/.exec(message) ?? [];
  if (undrawn !== undefined) return drawFix(text, from, undrawn);
  const [, insert] = /\(did you mean (-?[\w.]+)\?\)/.exec(message) ?? [];
  if (insert === undefined) return undefined;
  const word = text.slice(from, to);
  const bare = word.replace(/^(["'])(.*)\1$/, "$2");
  const isNumber = /^-?[\d.]+$/.test(insert);
  if (isNumber) return numberFix(text, from, to, insert);
  // A word processor has put quotes of its own around it.
  if (/^[“„‘‚«]?[\w.-]+[”“’‘»]?$/.test(bare)) return { from, to, insert };
  // Of a formula, the word that is most like it.
  const words = [...word.matchAll(/[A-Za-z_][\w.]*/g)];
  const wrong = nearest(
    insert,
    words.map(([one]) => one),
  );
  const places = words.filter(([one]) => one === wrong && one !== insert);
  if (places.length !== 1) return undefined;
  const at = from + places[0]!.index;
  return { from: at, to: at + wrong!.length, insert };
}

// Of f(x, y) in braces, what stands after the comma was taken for a word of its own.
function quotesFix(text: string, from: number): Fix | undefined {
  const line = text.lastIndexOf("\n", from - 1) + 1;
  const value = text.slice(Math.max(line, text.lastIndexOf(": ", from) + 2), from).trimStart();
  const [rest] = /^[^:"'{}[\]\n\r]*\)/.exec(text.slice(from)) ?? [];
  if (value === "" || /[:"'{}[\]]/.test(value) || rest === undefined) return undefined;
  const whole = value + rest;
  const isClosed = whole.split("(").length === whole.split(")").length;
  const start = from - value.length;
  return isClosed ? { from: start, to: from + rest.length, insert: `"${whole}"` } : undefined;
}

/** Of a line such as `title: Week 3: sums`, what stands after its first colon. */
function colonFix(text: string, from: number): Fix | undefined {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const [line] = /^[^\r\n]*/.exec(text.slice(start))!;
  const [key] = /^ *(?:- )?[\w-]+: +/.exec(line) ?? [];
  const value = key === undefined ? "" : line.slice(key.length).trimEnd();
  if (!value.includes(": ") || /["'{}[\]#]/.test(value)) return undefined;
  const at = start + key!.length;
  return { from: at, to: at + value.length, insert: `"${value}"` };
}

/** The first of what lacks values is given some, below what `draw` begins with. */
function drawFix(text: string, from: number, id: string): Fix | undefined {
  const [head] = /^draw:[ \t]*(?:#[^\n\r]*)?(?:\r\n|\n|\r)/.exec(text.slice(from)) ?? [];
  if (head === undefined) return undefined;
  const at = from + head.length;
  const [indent = "  "] = /^ +(?=\S)/.exec(text.slice(at)) ?? [];
  const end = head.endsWith("\r\n") ? "\r\n" : "\n";
  return { from: at, to: at, insert: `${indent}${id}: { from: 1, to: 5, step: 1 }${end}` };
}

// In braces, a comma ends a word: of 0,5 each half is one.
function numberFix(text: string, from: number, to: number, insert: string): Fix {
  const isQuoted = text[from] === '"' || text[from] === "'";
  let start = from;
  while (!isQuoted && start > from - 40 && isOfNumber(text[start - 1])) start--;
  let end = to;
  while (!isQuoted && end < to + 40 && isOfNumber(text[end])) end++;
  // What is after the last digit separates this number from the next.
  while (end > to && text[end - 1] === ",") end--;
  return { from: start, to: end, insert };
}

const isOfNumber = (sign: string | undefined): boolean =>
  sign !== undefined && /[\w.,/−–-]/.test(sign);
