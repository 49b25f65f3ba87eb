import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Scalar,
  visit,
} from "yaml";
import type { z } from "zod";
import { InputError, type Place, quoted } from "../input/inputError.js";
import { type Finding, parsed } from "../input/schemaIssue.js";

/** The most characters of a file, ten times as many as the longest has, and the most levels. */
const longest = 200_000;
const deepest = 64;

/** What a YAML file says, and the means to say where in it something stands. */
export interface YamlFile<T> {
  readonly value: T;
  /** The error for something wrong at this place of the file. */
  error(path: readonly PropertyKey[], problem: string): InputError;
}

/**
 * Reads a YAML text against a schema. In the maps at the paths in `verbatim`, numbers are kept as they are written: 0.50
 * is the text 0.50. Throws an InputError that names the file, line and column of the first thing that is wrong.
 */
export function yamlFile<T extends z.ZodType>(
  schema: T,
  text: string,
  source: string,
  verbatim: readonly (readonly string[])[] = [],
): YamlFile<z.output<T>> {
  if (text.length > longest) throw new InputError(source, `expected at most ${longest} characters, got ${text.length}`);
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) throw new InputError(source, `nested deeper than ${deepest} levels`, placeAt(deep));
  // Left to the parser, each key would be compared with each.
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)];
  const document = documents[0]!;
  // What it warns of are tags, such as those that other programs run.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new InputError(source, firstLine(problem.message), placeAt(problem.pos[0]));
  if (documents[1]) throw new InputError(source, "expected one document, got several", placeAt(documents[1].range[0]));
  const twice = keyTwice(document);
  if (twice)
    throw new InputError(source, `the key ${quoted(String(twice.value))} is there twice`, placeAt(twice.range![0]));
  for (const path of verbatim) keepWritten(document.getIn(path));
  const checked = parsed(schema, plainValue(document));
  if (!checked.ok) throw errorAt(checked.finding);
  return { value: checked.value, error: (path, message) => errorAt({ path, message }) };

  function errorAt({ path, message }: Finding): InputError {
    return new InputError(source, message, placeAt(offsetOf(document, path)));
  }
  function placeAt(offset: number): Place {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
  function plainValue(from: Document): unknown {
    try {
      return from.toJS({ maxAliasCount: 100 });
    } catch {
      throw new InputError(source, "has aliases (*) of aliases that unfold to too much: write out what is meant");
    }
  }
}

/** Where something lies too deep in what was parsed; everything after this goes as deep as the file does. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    const parts = "items" in token ? token.items.flatMap(({ key, value }) => [key, value]) : [];
    if (token.type === "document") parts.push(token.value);
    for (const part of parts) if (part) open.push({ token: part, depth: depth + 1 });
  }
  return undefined;
}

/** A key that stands in its map already. */
function keyTwice(document: Document): Scalar | undefined {
  let twice: Scalar | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(String(key.value))) {
          twice = key;
          return visit.BREAK;
        }
        keys.add(String(key.value));
      }
      return undefined;
    },
  });
  return twice;
}

function keepWritten(map: unknown): void {
  for (const { value } of isMap(map) ? map.items : []) {
    if (isScalar(value) && typeof value.value === "number" && value.source !== undefined) value.value = value.source;
  }
}

// The innermost node of the path that the file has; for a key that is itself wrong, the key.
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (!pair || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
    } else return offset;
    if (isNode(node) && !isMap(node) && node.range) offset = node.range[0];
  }
  return offset;
}

const firstLine = (text: string): string => text.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
