import { english } from "../language/english.js";
import type { FixedKey, Language } from "../language/language.js";

/**
 * What a blank holds, read as a number. `decimals` and `significant` count the places and figures
 * as written: `6.2E-1` has 2 decimals, `0.3775` has 4 and 4 figures, `0.00` has 1. `text` is what
 * was typed, without the space around it. `why` is a sentence for the student; it never repeats
 * what was typed.
 */
export type Reading =
  | {
      readonly kind: "number";
      readonly value: number;
      readonly decimals: number;
      readonly significant: number;
      readonly text: string;
    }
  | { readonly kind: "blank" }
  | { readonly kind: "unreadable"; readonly why: string };

type Read = Extract<Reading, { kind: "number" }>;

/** What a plain decimal is, to be written over by the next one. */
export interface Decimal {
  value: number;
  decimals: number;
  significant: number;
}

/** A decimal to read into. */
export const decimalToRead = (): Decimal => ({
  // What is made for a whole number would be made anew for a fraction.
  value: Number.NaN,
  decimals: 0,
  significant: 0,
});

/** How numbers are written in a class set. */
export interface NumberStyle {
  /** A comma is read as the decimal mark, too. */
  readonly decimalComma?: boolean;
  /** `1/3` is read: a whole number over a whole number. */
  readonly fractions?: boolean;
  /** What a student is told in why something is no number; English, if not said. */
  readonly language?: Language;
}

/**
 * Reads one blank, whatever JSON holds there; never throws. The policies, the same everywhere:
 *
 * - Only the digits 0 to 9 are read: full-width, Arabic and other digits are unreadable, and `why`
 * asks for 0 to 9.
 * - `-`, the minus signs of keyboards and word processors (U+2212, the en dash, the hyphens U+2010
 * to U+2012, the small, full-width, raised and heavy ones) are a minus; the em dash is not.
 * - A point is always a decimal point; a comma is a decimal mark only with `decimalComma`.
 * Thousands are never separated, so `1.234` is below two everywhere, and a comma and a point in one
 * number are unreadable.
 * - White space and invisible characters are trimmed at the ends, and white space is allowed after
 * a sign and around `×`, `e`, `^` and `/`; anywhere else they make a number unreadable.
 * - `6.2×10^-1` may be written with `×`, `x`, `*`, `·` or `⋅`, and with `^`, `**` or superscripts;
 * what is raised may stand in parentheses.
 * - `=` or `≈` before a number, a full stop after it where it is no decimal point, and the
 * apostrophe with which spreadsheets keep texts are passed over.
 * - A fraction is exact: it counts as written to 15 decimals and 15 figures.
 * - What is too small for a double is 0, and zero has no sign; what is too large is unreadable.
 * - More than 64 characters are unreadable.
 * - No answer at all, `null`, `""` and white space are blank; whatever else is neither text nor a
 * number is unreadable.
 */
export function readNumber(typed: unknown, style: NumberStyle = {}): Reading {
  if (typeof typed === "string") return plainDecimal(typed) ?? readTrimmed(trimmed(typed), style);
  if (typeof typed === "number") return readJsonNumber(typed, style);
  if (typed === undefined || typed === null) return { kind: "blank" };
  return unreadable(notANumber(typed), style);
}

/** Whether this is a number where a comma is the decimal mark, and none where it is not. */
export const needsDecimalComma = (typed: unknown): boolean =>
  typeof typed === "string" &&
  typed.includes(",") &&
  readNumber(typed).kind === "unreadable" &&
  readNumber(typed, { decimalComma: true }).kind === "number";

const longest = 64;
const minus = 0x2d;
const typographicMinus = 0x2212;
const plus = 0x2b;
const zero = 0x30;
const point = 0x2e - zero;

// 10^22 is the last power of ten that is exact in a double.
const exactPowers = Array.from({ length: 23 }, (_, decimals) => Number(`1e${decimals}`));

function plainDecimal(text: string): Read | undefined {
  return readDecimal(text, lastRead) ? { kind: "number", ...lastRead, text } : undefined;
}

const lastRead = decimalToRead();

/**
 * Reads `-0.3775`, `−0.3775`, `+.6`, `12`, `5.`: nearly every answer, in one pass that makes
 * nothing anew. False for any other text, which may be a number all the same.
 */
export function readDecimal(text: string, into: Decimal): boolean {
  const length = text.length;
  if (length > longest) return false;
  const sign = text.charCodeAt(0);
  const isNegative = sign === minus || sign === typographicMinus;
  let at = isNegative || sign === plus ? 1 : 0;
  let digits = 0;
  let significant = 0;
  let whole = 0;
  let mark = -1;
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
      if (whole > 0) significant++;
    } else if (digit === point && mark < 0) mark = at;
    else return false;
  }
  if (digits === 0) return false;
  const decimals = mark < 0 ? 0 : length - 1 - mark;
  // Up to 15 figures over an exact power of ten, a division rounds once, as Number does (Clinger
  // 1990, the fast case).
  const size =
    significant <= 15 && decimals <= 22
      ? whole / exactPowers[decimals]!
      : Number(isNegative ? text.slice(1) : text);
  into.value = isNegative && size > 0 ? -size : size;
  into.decimals = decimals;
  into.significant = significant || 1;
  return true;
}

function readJsonNumber(number: number, style: NumberStyle): Reading {
  // JSON has no NaN or Infinity: an infinite number is what JSON.parse makes of 1e999.
  if (Math.abs(number) === Number.POSITIVE_INFINITY) return unreadable("readTooLarge", style);
  const text = String(number);
  return plainDecimal(text) ?? readTrimmed(text, style);
}

function readTrimmed(text: string, style: NumberStyle): Reading {
  if (text === "") return { kind: "blank" };
  if (text.length > longest)
    return unreadableFor(languageOf(style).say("readTooLong", { most: longest }));
  const plain = alone(inAscii(text));
  const read = readPlain(plain, style) ?? readPlain(withoutFullStop(plain), style);
  if (typeof read === "string") return unreadable(read, style);
  if (read === undefined) return whyNot(text, style);
  if (!Number.isFinite(read.value)) return unreadable("readTooLarge", style);
  return { ...read, text };
}

const readPlain = (text: string, style: NumberStyle): Read | FixedKey | undefined =>
  text.includes("/") ? readFraction(text, style) : readScientific(text, style);

/** A whole number over a whole number; a sentence where it is understood but not accepted. */
function readFraction(text: string, style: NumberStyle): Read | FixedKey | undefined {
  const [over, under, ...more] = text.split("/");
  const numerator = plainDecimal(unspaced(over!));
  const denominator = plainDecimal(under!.trim());
  if (!numerator || !denominator || more.length > 0) return undefined;
  if (!isWhole(numerator.text) || !isDigits(denominator.text)) return undefined;
  if (!style.fractions) return "readFraction";
  if (denominator.value === 0) return "readUnderLine";
  return {
    ...numerator,
    value: numerator.value / denominator.value,
    decimals: 15,
    significant: 15,
  };
}

/** A decimal, alone or times a power of ten. */
function readScientific(text: string, style: NumberStyle): Read | undefined {
  const { mantissa, exponent } = powerSplit(text);
  const written = style.decimalComma ? mantissa.replace(",", ".") : mantissa;
  const decimal = plainDecimal(written);
  if (!decimal || exponent === undefined) return decimal;
  if (!isWhole(exponent)) return undefined;
  const value = Number(`${decimal.text}e${exponent}`) + 0; // -0 + 0 is 0
  // Past 400 decimals every double is 0; without the cap 1e-999999999 would claim a thousand
  // million places.
  const decimals = Math.min(400, Math.max(0, decimal.decimals - Number(exponent)));
  return { ...decimal, value, decimals };
}

/** `6.2e-1` or `6.2*10^-1` as its two parts; without an exponent, the whole. */
function powerSplit(text: string): { mantissa: string; exponent?: string } {
  const times = text.search(/[*xX]/);
  if (times >= 0) {
    const [base, exponent, ...more] = text
      .slice(times + 1)
      .replace("**", "^")
      .split("^");
    if (base?.trim() !== "10" || exponent === undefined || more.length > 0)
      return { mantissa: text };
    return { mantissa: unspaced(text.slice(0, times)), exponent: unspaced(exponent) };
  }
  const e = text.search(/[eE]/);
  return e < 0
    ? { mantissa: unspaced(text) }
    : { mantissa: unspaced(text.slice(0, e)), exponent: unspaced(text.slice(e + 1)) };
}

/** Without the space around it and after its sign: `- 0.5` is one number. */
function unspaced(text: string): string {
  const kept = text.trim();
  return kept.startsWith("-") || kept.startsWith("+") ? kept[0] + kept.slice(1).trimStart() : kept;
}

function isWhole(text: string): boolean {
  return isDigits(text.startsWith("-") || text.startsWith("+") ? text.slice(1) : text);
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Without what stands around a number and is no part of it. */
function alone(text: string): string {
  const [, kept = text] = /^['‘’](.*?)['’]?$/.exec(text) ?? [];
  return kept.trimStart().replace(/^[=≈]/, "").trim();
}

// After a comma it could be the decimal mark of a number with marks for thousands.
const withoutFullStop = (text: string): string =>
  text.endsWith(".") && !text.includes(",") ? text.slice(0, -1) : text;

/** Minus signs, multiplication signs and superscripts as a keyboard has them. */
function inAscii(text: string): string {
  return text
    .replace(/[‐‑‒–−﹣－˗➖]/g, "-")
    .replace(/[﹢＋]/g, "+")
    .replace(/[×·⋅]/g, "*")
    .replace(/[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/, (raised) => `^${raised.replace(/./g, lowered)}`)
    .replace(/(\^|\*\*)\s?\(([^()]*)\)/, "$1$2");
}

function lowered(raised: string): string {
  if (raised === "⁻") return "-";
  if (raised === "⁺") return "+";
  return String(superscripts.indexOf(raised));
}

/**
 * Without white space and invisible characters (zero-width, direction marks, byte order mark) at
 * its ends.
 */
function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isUnseen(text.charCodeAt(from))) from++;
  while (to > from && isUnseen(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isUnseen(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return isInvisible(code) || String.fromCharCode(code).trim() === "";
}

function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    code === 0x61c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff
  );
}

/** The most helpful thing to say about a text that is no number. */
function whyNot(text: string, style: NumberStyle): Reading {
  const invisible = [...text].find((character) => isInvisible(character.charCodeAt(0)));
  if (invisible === undefined) return unreadable(mistakeIn(text, style), style);
  const code = invisible.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return unreadableFor(languageOf(style).say("readInvisible", { code: `U+${code}` }));
}

function mistakeIn(text: string, style: NumberStyle): FixedKey {
  if (/^[+-]?(?:nan|inf|infinity|∞)$/i.test(text)) return "readInfinity";
  if (/^[+-]?0[xob]/i.test(text)) return "readInDecimal";
  if (/[^\P{Nd}0-9]/u.test(text)) return "readDigits";
  if (/[0-9.,]\s+[-+0-9.,]/.test(text)) return "readTwoNumbers";
  if (text.includes(",") && text.includes(".")) return "readTwoMarks";
  if (text.includes(",") && !style.decimalComma) return "readPoint";
  if (/\p{L}/u.test(text)) return "readLetters";
  if (/[.,][0-9]*[.,]/.test(text)) return "readManyMarks";
  return "readNothing";
}

function notANumber(typed: unknown): FixedKey {
  if (Array.isArray(typed)) return "readNoList";
  if (typeof typed === "boolean") return "readNoTruth";
  return "readNoObject";
}

const languageOf = ({ language = english }: NumberStyle): Language => language;

const unreadable = (key: FixedKey, style: NumberStyle): Reading =>
  unreadableFor(languageOf(style).say(key));

const unreadableFor = (why: string): Reading => ({ kind: "unreadable", why });
