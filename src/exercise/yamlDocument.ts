import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  Lexer,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { quoted } from "../input/inputError.js";

/** A YAML text that is refused, and the offset of what is wrong in it. */
export class YamlFault extends Error {
  override readonly name = "YamlFault";
  constructor(
    readonly what: string,
    readonly offset: number,
    /** What else is wrong. */
    readonly more: readonly YamlFault[] = [],
  ) {
    super(what);
  }
}

/**
 * What is accepted of a YAML text. An exercise takes a few thousand characters, and one or two
 * levels.
 */
const most = { characters: 250_000, words: 60_000, depth: 24, columns: 100, values: 60_000 };

/**
 * The one document of a YAML 1.2 text, small and shallow enough to be gone through, with only such
 * keys, tags and characters as data has. Throws a YamlFault for the first thing that is wrong.
 */
export function yamlDocument(text: string): Document {
  if (text.length > most.characters) {
    throw new YamlFault(`expected at most ${most.characters} characters, got ${text.length}`, 0);
  }
  refuseDeep(text);
  const document = parseDocument(text, { uniqueKeys: false, stringKeys: true, logLevel: "error" });
  const [problem, ...more] = firstOfLines([...document.errors, ...document.warnings], text).map(
    (error) => new YamlFault(wordsFor(error, text), placeIn(error, text)),
  );
  if (problem) throw new YamlFault(problem.what, problem.offset, more);
  const { version } = document.directives?.yaml ?? {};
  if (version !== undefined && version !== "1.2")
    throw new YamlFault(`expected YAML 1.2, got ${version}`, 0);
  refuseOdd(document);
  return document;
}

// What is wrong in a line makes the parser stumble over the rest of it, and where a bracket is not
// closed, over all that follows.
function firstOfLines(errors: readonly YAMLError[], text: string): readonly YAMLError[] {
  const lines = new Map<number, YAMLError>();
  for (const [i, error] of errors.entries()) {
    const line = text.lastIndexOf("\n", error.pos[0] - 1);
    if (!lines.has(line) && (i === 0 || error.code !== "UNEXPECTED_TOKEN")) lines.set(line, error);
  }
  return [...lines.values()];
}

// The parser recurses and looks back: a text of nothing but brackets ends the process. What it is
// made of is counted first.
function refuseDeep(text: string): void {
  let offset = 0;
  let words = 0;
  let open = 0;
  let inLine = 0;
  let isLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (++words > most.words) throw new YamlFault("is too large: it has too many words", offset);
    if (token === "[" || token === "{") open++;
    else if (token === "]" || token === "}") open = Math.max(0, open - 1);
    else if (token === "\n" || token === "\r\n") inLine = 0;
    else if (open === 0 && nests.has(token[0]!)) inLine++;
    if (open > most.depth || inLine > most.depth) throw tooDeep(offset);
    if (isLineStart && /^ +$/.test(token) && token.length > most.columns) throw tooDeep(offset);
    isLineStart = token === "\n" || token === "\r\n";
    // The lexer's own marks stand for nothing in the text.
    if (!marks.has(token)) offset += token.length;
  }
}

/** What may open a level within a line. */
const nests = new Set(["-", "?", ":", "&", "!", "*"]);
const marks = new Set(["\u0002", "\u0018", "\u001f"]);

const tooDeep = (offset: number): YamlFault => new YamlFault("is nested too deeply", offset);

// The parser allows what data has no need of: the same part many times over, or in itself; keys
// that are lists; tags.
function refuseOdd({ contents }: Document): void {
  sizeOf(contents, 0, new Map());
}

/** How many values a node stands for, aliases resolved; `sizes` are those of the anchors before. */
function sizeOf(node: unknown, depth: number, sizes: Map<string, number>): number {
  if (!isNode(node)) return 1;
  const offset = node.range?.[0] ?? 0;
  if (depth > most.depth) throw tooDeep(offset);
  if (isAlias(node)) {
    const size = sizes.get(node.source);
    if (size === undefined)
      throw new YamlFault(
        `*${node.source}: there is no &${node.source} before it; ` +
          "a text that begins with * stands in quotes",
        offset,
      );
    if (!Number.isFinite(size))
      throw new YamlFault(`*${node.source} stands for a part that it is in itself`, offset);
    return size;
  }
  if (node.tag !== undefined && !knownTags.has(node.tag)) {
    throw new YamlFault(`unknown tag ${quoted(node.tag)}: expected data without tags`, offset);
  }
  if (node.anchor !== undefined) sizes.set(node.anchor, Number.POSITIVE_INFINITY);
  const size = isScalar(node)
    ? scalarSize(node, offset)
    : partsSize(node as YAMLMap | YAMLSeq, depth, sizes);
  if (size > most.values) throw new YamlFault(`stands for more than ${most.values} values`, offset);
  if (node.anchor !== undefined) sizes.set(node.anchor, size);
  return size;
}

function partsSize(node: YAMLMap | YAMLSeq, depth: number, sizes: Map<string, number>): number {
  if (!isMap(node))
    return node.items.reduce<number>((sum, item) => sum + sizeOf(item, depth + 1, sizes), 1);
  const keys = new Set<string>();
  const pairs = node.items as Pair<Node, Node | null>[];
  for (const [i, pair] of pairs.entries()) if (node.flow) refuseBare(pair, pairs[i - 1]);
  return (node.items as Pair<Node, Node>[]).reduce<number>((sum, { key, value }) => {
    const offset = key?.range?.[0] ?? 0;
    const name = keyOf(key, offset);
    if (keys.has(name)) throw new YamlFault(`duplicate key ${quoted(name)}`, offset);
    keys.add(name);
    return sum + scalarSize({ value: name }, offset) + sizeOf(value, depth + 1, sizes);
  }, 1);
}

/** The word before a colon. */
function keyOf(key: Node, offset: number): string {
  const name = isScalar(key) ? String(key.value) : undefined;
  if (name === undefined || key.tag !== undefined)
    throw new YamlFault("expected a word before the colon", offset);
  if (name === "__proto__")
    throw new YamlFault(`the key ${quoted(name)} is not allowed here`, offset);
  if (name === "<<")
    throw new YamlFault("<< takes over nothing here: write out what is meant", offset);
  return name;
}

// A comma parts what stands in braces, also a number or a formula that has one.
function refuseBare(
  pair: Pair<Node, Node | null>,
  before: Pair<Node, Node | null> | undefined,
): void {
  if (pair.value !== null) return;
  const offset = pair.key.range?.[0] ?? 0;
  const word = isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : "";
  const whole = isScalar(before?.value) ? String(before.value.source) : "";
  const number = /^-?\d+$/.test(whole) && /^\d+$/.test(word) ? `${whole}.${word}` : undefined;
  throw new YamlFault(
    number === undefined
      ? `${quoted(word)} has no colon: a text with a comma stands in quotes`
      : `${quoted(word)} has no colon: a number has a decimal point (did you mean ${number}?)`,
    offset,
  );
}

function scalarSize(
  { value, type }: { readonly value: unknown; readonly type?: unknown },
  offset: number,
): number {
  const [odd] = (typeof value === "string" && unprintable.exec(value)) || [];
  if (odd === undefined) return 1;
  const hint = type === "QUOTE_DOUBLE" && escaped.has(odd) ? `: ${inSingleQuotes}` : "";
  throw new YamlFault(
    `a text has the character ${codeOf(odd)}, which cannot be printed${hint}`,
    offset,
  );
}

/** What `\a`, `\b`, `\e`, `\f`, `\r` and `\v` stand for in double quotes. */
const escaped = new Set("\u0007\b\u001b\f\v");

const inSingleQuotes =
  "in double quotes a backslash and a letter are another character; " +
  "a text with backslashes stands in single quotes";

/** What to say further of a text at this offset, where a backslash may have changed it. */
export function backslashHint(text: string, offset: number): string {
  const [inQuotes = ""] = /^"(?:[^"\\\n]|\\.)*"/.exec(text.slice(offset, offset + 500)) ?? [];
  return /\\[nrt][a-z]/.test(inQuotes) ? `: ${inSingleQuotes}` : "";
}

// Controls besides tab and line breaks, halves of characters, what is no character, and what turns
// the direction of what follows.
const unprintable =
  /[^\P{Cc}\t\n\r]|\p{Cs}|\p{Noncharacter_Code_Point}|[\u202a-\u202e\u2066-\u2069\ufeff]/u;

const codeOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

const knownTags = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** Where a text in quotes that does not end begins; else where the parser noticed. */
function placeIn({ code, message, pos: [offset] }: YAMLError, text: string): number {
  const [, quote] = (code === "MISSING_CHAR" && /closing (["'])quote/.exec(message)) || [];
  return quote === undefined ? offset : text.lastIndexOf(quote, offset - 1);
}

function wordsFor({ code, message, pos: [offset] }: YAMLError, text: string): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const line = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  if (line.replace(/"[^"]*"|'[^']*'/g, "").includes("\u00a0"))
    return "has a space that is none in YAML, the no-break space U+00A0: expected a plain one";
  if (code === "MISSING_CHAR" && /closing ["']quote/.test(message))
    return "a text in quotes does not end";
  if (
    /^(TAB_AS_INDENT|UNEXPECTED_TOKEN)$/.test(code) &&
    /^ *\t/.test(text.slice(lineStart, offset + 1))
  )
    return "has a tab before this: expected spaces";
  return words[code] ?? message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
}

/** Where the parser's own words would say nothing to an instructor. */
const words: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  BAD_DQ_ESCAPE: `no such character: ${inSingleQuotes}`,
  BAD_INDENT: "does not begin below the word that it stands beside",
  BAD_SCALAR_START: "a text that begins with this stands in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "has a second colon in one line, or words of one entry that do not begin below each other: " +
    "a text with a colon stands in quotes",
  DUPLICATE_KEY: "duplicate key",
  IMPOSSIBLE: "is no YAML",
  MULTILINE_IMPLICIT_KEY: "has no colon: expected a word, a colon, and what it is",
  MULTIPLE_DOCS: "expected one document, got another from here",
  NON_STRING_KEY: "expected a word before the colon",
  RESOURCE_EXHAUSTION: "is nested too deeply",
  TAB_AS_INDENT: "has a tab before this: expected spaces",
  UNEXPECTED_TOKEN:
    "is no YAML: something before this is missing, or a text with brackets is not in quotes",
};
