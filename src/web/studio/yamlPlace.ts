/** Where in a YAML text something stands, or is about to: found in a text that is not yet right. */
export interface YamlPlace {
  /** The keys, and the numbers of entries of lists, that lead to it. */
  readonly path: readonly (string | number)[];
  /** Whether a key is written there, a value, or either: below a key, both may begin. */
  readonly kind: "key" | "value" | "either";
  /** What of the word is there already. */
  readonly word: string;
  /** The keys that stand beside it. */
  readonly taken: ReadonlySet<string>;
  /** Whether it is within braces or brackets. */
  readonly isInline: boolean;
}

/** The place at an offset of a text; undefined in a comment, in quotes or in a text of lines. */
export function yamlPlaceAt(text: string, offset: number): YamlPlace | undefined {
  const upTo = new YamlScan(text.slice(0, offset)).scan();
  const place = upTo.place;
  if (!place) return undefined;
  const taken = new YamlScan(text).scan().keysAt(place.path);
  return { ...place, taken };
}

/** A level of the text: a map or a list, by its indent or by a bracket. */
interface Level {
  readonly isList: boolean;
  readonly indent: number;
  /** The key or the number of the entry that it is at. */
  at: string | number;
  /** Whether what comes next, in braces, is a key. */
  wantsKey: boolean;
}

/** Goes through a text once, from its first character to its last, and knows where it is. */
class YamlScan {
  readonly #lines: readonly string[];
  readonly #block: Level[] = [];
  readonly #flow: Level[] = [];
  readonly #keys = new Map<string, Set<string>>();
  /** The indent that the lines of a text of lines have more than; undefined outside of one. */
  #textIndent: number | undefined;
  #word = "";
  #isHidden = false;
  #isAfterKey = false;
  #indent = 0;

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/);
  }

  scan(): this {
    for (const line of this.#lines) this.#line(line);
    return this;
  }

  keysAt(path: YamlPlace["path"]): ReadonlySet<string> {
    return this.#keys.get(JSON.stringify(path)) ?? new Set();
  }

  /** Where the text ends. */
  get place(): Omit<YamlPlace, "taken"> | undefined {
    if (this.#isHidden) return undefined;
    const word = this.#word;
    const inner = this.#flow.at(-1);
    if (inner) {
      const path = this.#path();
      return inner.wantsKey
        ? { path: path.slice(0, -1), kind: "key", word, isInline: true }
        : { path, kind: "value", word, isInline: true };
    }
    if (this.#isAfterKey) return { path: this.#path(), kind: "value", word, isInline: false };
    this.#close(this.#indent, false);
    const top = this.#block.at(-1);
    const isBeside = top && !top.isList && top.indent === this.#indent;
    return isBeside || !top
      ? { path: this.#path().slice(0, -1), kind: "key", word, isInline: false }
      : { path: this.#path(), kind: "either", word, isInline: false };
  }

  #path(): readonly (string | number)[] {
    return [...this.#block, ...this.#flow].map(({ at }) => at);
  }

  #line(line: string): void {
    this.#word = "";
    this.#isHidden = false;
    if (this.#flow.length > 0) this.#inline(line, 0);
    else this.#blockLine(line);
  }

  #blockLine(line: string): void {
    this.#isAfterKey = false;
    const indent = /^ */.exec(line)![0].length;
    this.#indent = indent;
    if (this.#textIndent !== undefined) {
      if (indent > this.#textIndent || line.trim() === "") {
        this.#isHidden = indent > this.#textIndent;
        return;
      }
      this.#textIndent = undefined;
    }
    if (line.trim() === "") return;
    this.#entry(line, indent);
  }

  /** What begins in a line at this column: an entry of a list, a key, or a value. */
  #entry(line: string, column: number): void {
    const rest = line.slice(column);
    const [dash] = /^-(?: +|$)/.exec(rest) ?? [];
    const [, name, colon] = keyPattern.exec(rest) ?? [];
    if (dash !== undefined) {
      this.#listed(column);
      this.#indent = column + Math.max(dash.length, 2);
      this.#entry(line, column + dash.length);
    } else if (name !== undefined) {
      this.#mapped(bare(name), column);
      this.#isAfterKey = true;
      this.#value(line, column + name.length + colon!.length);
    } else this.#value(line, column);
  }

  #listed(indent: number): void {
    this.#close(indent, true);
    const top = this.#block.at(-1);
    if (top?.isList && top.indent === indent) top.at = Number(top.at) + 1;
    else this.#block.push({ isList: true, indent, at: 0, wantsKey: false });
  }

  #mapped(key: string, indent: number): void {
    this.#close(indent, false);
    const top = this.#block.at(-1);
    if (top && !top.isList && top.indent === indent) top.at = key;
    else this.#block.push({ isList: false, indent, at: key, wantsKey: false });
    this.#note(key);
  }

  #value(line: string, column: number): void {
    const rest = line.slice(column);
    if (/^[|>][-+\d]*\s*$/.test(rest)) {
      this.#textIndent = this.#block.at(-1)?.indent ?? 0;
      return;
    }
    if (/^[[{]/.test(rest)) this.#inline(line, column);
    else this.#scalar(rest);
  }

  #scalar(rest: string): void {
    const isQuoted = /^["']/.test(rest);
    this.#isHidden = isQuoted || /(?:^|\s)#/.test(rest);
    this.#word = rest;
  }

  /** Within braces and brackets, which may go on over lines. */
  #inline(line: string, from: number): void {
    for (let i = from; i < line.length; i++) {
      const sign = line[i]!;
      const top = this.#flow.at(-1);
      if (sign === "{" || sign === "[") this.#open(sign === "[");
      else if (sign === "}" || sign === "]") {
        this.#flow.pop();
        this.#word = "";
        if (this.#flow.length === 0) this.#isHidden = true;
      } else if (top && sign === ",") this.#next(top);
      else if (top && sign === ":" && /^(?:\s|$)/.test(line.slice(i + 1))) this.#keyed(top);
      else if (sign === "#" && /^(?:|.*\s)$/.test(line.slice(0, i))) {
        this.#isHidden = true;
        return;
      } else if ((sign === '"' || sign === "'") && this.#word.trim() === "") {
        const end = endOfQuote(line, i);
        this.#word = line.slice(i, end);
        this.#isHidden = end > line.length;
        i = end - 1;
      } else this.#word += this.#word === "" && sign === " " ? "" : sign;
    }
  }

  #open(isList: boolean): void {
    this.#flow.push({ isList, indent: 0, at: isList ? 0 : "", wantsKey: !isList });
    this.#word = "";
  }

  #next(top: Level): void {
    if (top.isList) top.at = Number(top.at) + 1;
    else top.wantsKey = true;
    this.#word = "";
  }

  #keyed(top: Level): void {
    if (top.isList) return;
    top.at = bare(this.#word.trim());
    top.wantsKey = false;
    this.#note(top.at);
    this.#word = "";
  }

  /** The key of the innermost level stands there. */
  #note(key: string): void {
    const path = JSON.stringify(this.#path().slice(0, -1));
    this.#keys.set(path, (this.#keys.get(path) ?? new Set()).add(key));
  }

  /** Leaves the levels that a line of this indent is not in. */
  #close(indent: number, isEntry: boolean): void {
    for (;;) {
      const top = this.#block.at(-1);
      const isOver =
        top && (top.indent > indent || (top.isList && top.indent === indent && !isEntry));
      if (!isOver) return;
      this.#block.pop();
    }
  }
}

/** A word before a colon, and the colon with the spaces after it. */
const keyPattern = /^((?:"[^"]*"|'[^']*'|[^\s#,[\]{}"'&*!|>%@:-][^\s#:]*)) *(: +|:$)/;

const bare = (key: string): string => key.replace(/^(["'])(.*)\1$/, "$2");

/** Where a quoted text ends that begins here: after its line, where it does not end in it. */
function endOfQuote(line: string, from: number): number {
  const quote = line[from]!;
  for (let i = from + 1; i < line.length; i++) {
    if (line[i] === "\\" && quote === '"') i++;
    else if (line[i] === quote) return i + 1;
  }
  return line.length + 1;
}
