import { type Document, isMap, isNode, isPair, isScalar, isSeq } from "yaml";
import type { z } from "zod";
import { firstOf, InputError } from "../input/inputError.js";
import { placeAt } from "../input/placeAt.js";
import { parsed, type SchemaIssue } from "../input/schemaIssue.js";
import { backslashHint, YamlFault, yamlDocument } from "./yamlDocument.js";

/** What a YAML file says, and the means to say where in it something stands. */
export interface YamlFile<T> {
  readonly value: T;
  /** The error for something wrong at this place of the file. */
  error(path: readonly PropertyKey[], problem: string): InputError;
}

/**
 * Reads a YAML text against a schema; `value` is what it says, where that is known already, and
 * `elsewhere` the error for what has come into it from another file. Throws an InputError that
 * names the file, line and column of the first thing that is wrong, and all that is wrong after it.
 */
export function yamlFile<T extends z.ZodType>(
  schema: T,
  text: string,
  source: string,
  value: unknown = yamlValue(text, source),
  elsewhere: (issue: SchemaIssue) => InputError | undefined = () => undefined,
): YamlFile<z.output<T>> {
  const checked = parsed(schema, value);
  if (!checked.ok) {
    const [first, ...more] = checked.findings;
    throw firstOf([errorAt(first), ...more.map(errorAt)]);
  }
  return { value: checked.value, error: (path, message) => errorAt({ path, message }) };

  function errorAt(issue: SchemaIssue): InputError {
    const { path, message, isWord = false } = issue;
    const other = elsewhere(issue);
    if (other) return other;
    const document = documentIn(text, source);
    const offset = offsetOf(document, path, isWord);
    return new InputError(source, message + backslashHint(text, offset), placeAt(text, offset));
  }
}

/**
 * What a YAML text says, not yet held against a schema. In the maps at the paths in `verbatim`, and
 * in lists in them, numbers are kept as they are written: 0.50 is the text 0.50. A path leads into
 * every entry of a list. Throws an
 * InputError with the place of what is no YAML, or no data.
 */
export function yamlValue(
  text: string,
  source: string,
  verbatim: readonly (readonly string[])[] = [],
): unknown {
  const document = documentIn(text, source);
  for (const path of verbatim) for (const map of nodesAt(document.contents, path)) keepWritten(map);
  return document.toJS({ maxAliasCount: -1 });
}

function documentIn(text: string, source: string): Document {
  try {
    return yamlDocument(text);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const at = ({ what, offset }: YamlFault): InputError =>
      new InputError(source, what, placeAt(text, offset));
    throw firstOf([at(error), ...error.more.map(at)]);
  }
}

function nodesAt(node: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [node];
  if (isSeq(node)) return node.items.flatMap((item) => nodesAt(item, path));
  return isMap(node) ? nodesAt(node.get(key, true), rest) : [];
}

function keepWritten(map: unknown): void {
  const values = isMap(map) ? map.items.map(({ value }) => value) : [];
  for (const value of values.flatMap((one) => (isSeq(one) ? one.items : [one]))) {
    if (isScalar(value) && typeof value.value === "number" && value.source !== undefined)
      value.value = value.source;
  }
}

// The innermost node of the path that the file has; for a key that is itself wrong, the key.
function offsetOf(document: Document, path: readonly PropertyKey[], isWord: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [place, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (!pair || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      if (isWord && place === path.length - 1) return offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      // Of a list of entries, the entry: what it lacks is nowhere else.
      if (isMap(node) && node.range) offset = node.range[0];
    } else return offset;
    if (isNode(node) && !isMap(node) && node.range) offset = node.range[0];
  }
  return offset;
}
