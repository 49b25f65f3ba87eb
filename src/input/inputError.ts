/** Where in a text: lines and columns from 1, a column a UTF-16 unit, as editors count. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Something read from outside cannot be used: the message is one line, `name:line:column: what`, or
 * `name: what` where the place is not known. Control and direction characters in it are escaped, so
 * it is safe to print.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly source: string;
  /** The message without the name and the place. */
  readonly what: string;
  readonly place: TextPlace | undefined;
  /** What else is wrong, after it. */
  readonly more: readonly InputError[];

  constructor(
    source: string,
    what: string,
    place?: TextPlace | undefined,
    more: readonly InputError[] = [],
  ) {
    const said = printable(withoutMiddle(what));
    const name = printable(shortened(source, longest));
    super(place ? `${name}:${place.line}:${place.column}: ${said}` : `${name}: ${said}`);
    this.source = source;
    this.what = said;
    this.place = place;
    this.more = more;
  }
}

/** Several of one text as one, in the order of their places. */
export function firstOf(errors: readonly [InputError, ...InputError[]]): InputError {
  const [first, ...more] = [
    ...new Map(errors.map((error) => [error.message, error])).values(),
  ].sort(
    ({ place: a }, { place: b }) =>
      (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
  return new InputError(first!.source, first!.what, first!.place, more.slice(0, mostMore));
}

const mostMore = 20;

// A file may put a megabyte where a message repeats a word.
const longest = 1000;

/** A message that quotes what is too long to be read: what is wrong stands at its ends. */
const withoutMiddle = (what: string): string =>
  what.length > 600 ? `${what.slice(0, 300)} … ${what.slice(-250)}` : what;

/**
 * A text from outside as it is shown in a message: in quotes, at most 40 characters, nothing in it
 * taken for control.
 */
export function quoted(text: string): string {
  const most = mayBeSecret.test(text.slice(0, 200).trim()) ? 5 : 41;
  return printable(JSON.stringify(shortened(text, most)));
}

/**
 * One long word of letters and digits: the secret, where its file was given in place of another. It
 * belongs in no message.
 */
const mayBeSecret = /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w+/-]{32,}=*$/;

/** A text of at most so many characters; the last says that there are more. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/**
 * The text with every control, direction, invisible and line-breaking character, and every space
 * but U+0020, written as `\u…`.
 */
export function printable(text: string): string {
  return text.replace(/\p{C}|[^ \P{Z}]/gu, (character) => {
    const hex = character.codePointAt(0)!.toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  });
}
