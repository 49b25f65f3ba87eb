import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
} from "yaml";

/** A word to be written into a YAML text, at its path. */
export interface WrittenEntry {
  /** Beyond the end of a list, it is put there. */
  readonly path: readonly (string | number)[];
  /** As YAML has it; empty to take the word away. */
  readonly value: string;
}

/**
 * A text with these entries written into it, one after the other; all else stays as it is, comments
 * too. A text that is no YAML is left alone, and so is what is there in another way than a form
 * would write it.
 */
export const withEntries = (text: string, entries: readonly WrittenEntry[]): string =>
  entries.reduce((now, { path, value }) => withEntry(now, path, value), text);

/** A text in which the word at the path stands for this value: for none, where it is empty. */
function withEntry(text: string, path: readonly (string | number)[], value: string): string {
  const document = parseDocument(text, { logLevel: "error" });
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  const node = path.length > 0 ? document.getIn(path, true) : undefined;
  if (isScalar(node) && node.range) {
    const pair = pairAt(document.contents, path);
    return value === "" && pair ? without(text, pair) : replaced(text, node.range, value);
  }
  if (value === "" || node !== undefined) return text;
  const [key, ...before] = [...path].reverse();
  return inserted(text, document.getIn(before.reverse(), true), before, entryOf(key!, value));
}

const entryOf = (key: string | number, value: string): string =>
  typeof key === "number" ? value : `${key}: ${value}`;

function pairAt(contents: unknown, path: readonly (string | number)[]): Pair | undefined {
  let node: unknown = contents;
  let pair: Pair | undefined;
  for (const part of path) {
    if (!isMap(node)) return undefined;
    pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
    node = pair?.value;
  }
  return pair;
}

const replaced = (text: string, [from, to]: readonly number[], by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** Without a word and what it stands for, and without the comma or the line that was its own. */
function without(text: string, { key, value }: Pair): string {
  const from = (key as Scalar).range![0];
  const to = isNode(value) && value.range ? value.range[1] : from;
  const line = text.lastIndexOf("\n", from - 1) + 1;
  const [rest] = /^[ \t]*(?:#.*)?(?:\r?\n|$)/.exec(text.slice(to)) ?? [];
  if (rest !== undefined && text.slice(line, from).trim() === "")
    return replaced(text, [line, to + rest.length], "");
  const [after] = /^\s*,\s*/.exec(text.slice(to)) ?? [];
  if (after !== undefined) return replaced(text, [from, to + after.length], "");
  const before = /,\s*$/.exec(text.slice(0, from))?.index ?? from;
  return replaced(text, [before, to], "");
}

/** With an entry at the end of a list or a map, which is begun where there is none. */
function inserted(
  text: string,
  into: unknown,
  path: readonly (string | number)[],
  entry: string,
): string {
  if (into === undefined) return begun(text, path, entry);
  if (isScalar(into) && into.value === null && into.range)
    return replaced(text, into.range, ` ${bracketed(entry)}`);
  if ((!isMap(into) && !isSeq(into)) || !into.range) return text;
  const { items, flow, range } = into;
  const last = items.at(-1);
  const lastNode = isPair(last) ? (isNode(last.value) ? last.value : last.key) : last;
  const end = isNode(lastNode) && lastNode.range ? lastNode.range[1] : undefined;
  if (flow && end !== undefined) return replaced(text, [end, end], `, ${entry}`);
  if (flow)
    return replaced(text, [range[0], range[1]], isMap(into) ? `{ ${entry} }` : `[${entry}]`);
  const first = isPair(items[0]) ? items[0].key : items[0];
  if (end === undefined || !isNode(first) || !first.range) return text;
  const column = first.range[0] - text.lastIndexOf("\n", first.range[0] - 1) - 1;
  const indent = isSeq(into) ? `${" ".repeat(Math.max(0, column - 2))}- ` : " ".repeat(column);
  const lineEnd = /\r?\n|$/.exec(text.slice(end))!.index + end;
  return replaced(text, [lineEnd, lineEnd], `\n${indent}${entry}`);
}

/** With what a path begins with at the end of the text, or in what there is of it. */
function begun(text: string, path: readonly (string | number)[], entry: string): string {
  const [key, ...more] = [...path].reverse();
  if (key === undefined) return text;
  const value = bracketed(entry);
  if (more.length > 0) return withEntry(text, [...path], value);
  return `${text}${/\n$|^$/.test(text) ? "" : "\n"}${key}: ${value}\n`;
}

const bracketed = (entry: string): string => (entry.includes(": ") ? `{ ${entry} }` : `[${entry}]`);
