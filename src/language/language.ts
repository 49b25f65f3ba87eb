import { languageCodes as codes, type englishTable } from "../generated/english.js";

/** The codes of all languages. */
export const languageCodes = codes;

/** The code of a language that there is: `en`, `de`. */
export type LanguageCode = (typeof languageCodes)[number];

type Sentences = (typeof englishTable)["sentences"];

/** What is said: a key of the tables of all languages. */
export type SentenceKey = keyof Sentences;

/** A sentence, or one for each plural category that its language has. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** What the file of a language says. */
export interface LanguageTable {
  readonly code: string;
  /** As its speakers call it. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  readonly decimalMark: "point" | "comma";
  readonly paper: "a4" | "letter";
  readonly sentenceSeparator: string;
  readonly listSeparator: string;
  readonly strongSeparator: string;
  /** Small numbers in words, from 0 on; all others are digits. */
  readonly numbers: readonly string[];
  readonly sentences: Readonly<Record<SentenceKey, Message>>;
  /** The texts of shipped exercises and misconceptions, by the English ones. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The names of the places in a text. */
type PlacesIn<Text> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? (Place extends `${infer Name}|${string}` ? Name : Place) | PlacesIn<Rest>
  : never;

/** The places of a sentence; one with plurals has a count, too. */
type PlacesOf<Of> = Of extends string
  ? PlacesIn<Of>
  : { [Category in keyof Of]: PlacesIn<Of[Category]> }[keyof Of] | "count";

/** What is put into the places of a sentence. */
type SentenceValues<Key extends SentenceKey> = Readonly<
  Record<PlacesOf<Sentences[Key]>, string | number> &
    (Sentences[Key] extends string ? unknown : { readonly count: number })
>;

/** What a sentence is given: nothing where it has no place. */
type Given<Key extends SentenceKey> = [PlacesOf<Sentences[Key]>] extends [never]
  ? []
  : [SentenceValues<Key>];

/** A sentence that has no place: a heading, a word. */
export type FixedKey = {
  [Key in SentenceKey]: Given<Key> extends [] ? Key : never;
}[SentenceKey];

/** A piece of a sentence: words, or the name of a place. */
export type SentencePiece = { readonly text: string } | { readonly place: string };

/** A language in which sheets and feedback are written. */
export class Language {
  readonly code: string;
  readonly name: string;
  readonly isRightToLeft: boolean;
  readonly decimalComma: boolean;
  readonly paper: "a4" | "letter";
  /** What its file says. */
  readonly table: LanguageTable;
  readonly #plurals: Intl.PluralRules;

  constructor(table: LanguageTable) {
    this.code = table.code;
    this.name = table.name;
    this.isRightToLeft = table.direction === "rtl";
    this.decimalComma = table.decimalMark === "comma";
    this.paper = table.paper;
    this.table = table;
    this.#plurals = new Intl.PluralRules(table.code);
  }

  /** The sentence of a key. */
  say<Key extends SentenceKey>(key: Key, ...[values]: Given<Key>): string {
    return this.sayWith(key, values ?? {});
  }

  /**
   * The same for a template, whose words nothing checks but a test. Throws a RangeError for a key
   * that there is not, or a place without a value.
   */
  sayWith(key: string, values: Readonly<Record<string, unknown>>): string {
    return this.pieces(key, values.count as number | undefined)
      .map((piece) => ("text" in piece ? piece.text : this.#valueAt(key, piece.place, values)))
      .join("");
  }

  /** A sentence in pieces, for what puts something else than text into its places. */
  pieces(key: string, count?: number): readonly SentencePiece[] {
    return this.#messageOf(key, count)
      .split(/\{([^{}]*)\}/)
      .map((piece, i) => (i % 2 === 0 ? { text: piece } : { place: piece }))
      .filter((piece) => !("text" in piece) || piece.text !== "");
  }

  /** A text of a shipped exercise in this language; any other text as it is. */
  textOf(english: string): string {
    const { texts = {} } = this.table;
    return Object.hasOwn(texts, english) ? texts[english]! : english;
  }

  /** Sentences one after the other. */
  text(sentences: readonly string[]): string {
    return sentences.join(this.table.sentenceSeparator);
  }

  /** Several things one after the other: `example 1, time 2`. */
  row(items: readonly string[]): string {
    return items.join(this.table.listSeparator);
  }

  /** Several things that have commas in them. */
  strongRow(items: readonly string[]): string {
    return items.join(this.table.strongSeparator);
  }

  /** Several formulas, in whose numbers may be commas. */
  rowOfFormulas(items: readonly string[]): string {
    return this.decimalComma ? this.strongRow(items) : this.row(items);
  }

  /** Several things as a part of a sentence: `the outputs, the times and the examples`. */
  listed(items: readonly string[]): string {
    return items.length > 1
      ? this.say("and", { before: this.row(items.slice(0, -1)), last: items.at(-1)! })
      : items.join();
  }

  /** With a capital at its beginning, where the language has any. */
  raised(text: string): string {
    return this.#formed(text, "raised");
  }

  /** A number in a text, with the decimal mark of the language. */
  number(value: number): string {
    return this.decimalComma ? String(value).replace(".", ",") : String(value);
  }

  #messageOf(key: string, count: number | undefined): string {
    const { sentences } = this.table;
    if (!Object.hasOwn(sentences, key)) throw new RangeError(`there is no sentence called ${key}`);
    const message = sentences[key as SentenceKey];
    if (typeof message === "string") return message;
    return message[this.#plurals.select(count ?? 0)] ?? message.other!;
  }

  #valueAt(key: string, place: string, values: Readonly<Record<string, unknown>>): string {
    const [name = "", ...forms] = place.split("|");
    const value = values[name];
    if (typeof value !== "string" && typeof value !== "number")
      throw new RangeError(`${this.code}: the sentence ${key} lacks a value for ${name}`);
    return forms.reduce<string>(
      (text, form) => this.#formed(text, form),
      typeof value === "number" ? this.number(value) : value,
    );
  }

  #formed(text: string, form: string): string {
    switch (form) {
      case "words":
        return this.table.numbers[Number(text)] ?? text;
      case "raised":
        return text.charAt(0).toLocaleUpperCase(this.code) + text.slice(1);
      case "lowered":
        return text.charAt(0).toLocaleLowerCase(this.code) + text.slice(1);
      case "small":
        return text.toLocaleLowerCase(this.code);
      default:
        throw new RangeError(`${this.code}: there is no form called ${form}`);
    }
  }
}
