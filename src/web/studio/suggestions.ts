import type { YamlPlace } from "./yamlPlace.js";

/** A JSON Schema, as far as it is looked at. */
export interface SchemaPart {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly additionalProperties?: SchemaPart | boolean;
  readonly items?: SchemaPart | readonly SchemaPart[];
  readonly anyOf?: readonly SchemaPart[];
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, SchemaPart>>;
}

/** A word that may be written, and what it means. */
export interface Word {
  readonly word: string;
  readonly meaning?: string;
}

/** Words that a schema does not list, since they are ids or may be an exercise's own. */
export interface Vocabulary {
  readonly activations: readonly Word[];
  readonly roles: readonly Word[];
  readonly malrules: readonly Word[];
  /** What formulas may call. */
  readonly functions: readonly Word[];
}

/** A word to complete what is typed with. */
export interface WordSuggestion extends Word {
  readonly kind: "key" | "value";
  /** What is put there; a `$` with braces marks where one goes on, and where after it. */
  readonly insert: string;
}

/** The ids of an exercise: those that its text declares, and all others that it had when right. */
export interface KnownIds {
  readonly own: readonly string[];
  readonly others: readonly string[];
  /** Those of its own that are given, and are to be drawn. */
  readonly given: readonly string[];
}

/** What may stand at a place of an exercise. */
export function suggestionsAt(
  place: YamlPlace,
  schema: SchemaPart,
  vocabulary: Vocabulary,
  ids: KnownIds,
): readonly WordSuggestion[] {
  const parts = schemasAt(schema, place.path);
  const keys = place.kind === "value" ? [] : keysAt(place.path, parts, schema, ids);
  const known = vocabularyAt(place.path, vocabulary, ids);
  const explained = new Map(known.map((one) => [one.word, one]));
  const listed = valuesOf(parts).map((one) => explained.get(one.word) ?? one);
  const isListed = new Set(listed.map(({ word }) => word));
  const values =
    place.kind === "key" ? [] : [...listed, ...known.filter(({ word }) => !isListed.has(word))];
  return [
    ...keys.filter(({ word }) => !place.taken.has(word)),
    ...values.map((one) => ({ ...one, kind: "value" as const, insert: one.word })),
  ];
}

/** What may stand in a formula: ids, and functions with the bracket that follows them. */
export const formulaWords = (
  { functions }: Vocabulary,
  { own, others }: KnownIds,
): readonly WordSuggestion[] => [
  ...[...own, ...others].map((word) => ({ word, kind: "value" as const, insert: word })),
  ...functions.map((one) => ({ ...one, kind: "value" as const, insert: `${one.word}(\${})` })),
];

/** The ids that a text declares, right or not; `known` are those it had when it was last right. */
export function idsIn(text: string, known: readonly string[]): KnownIds {
  const entries = [...text.matchAll(/\bid: *([A-Za-z][\w.]*)([^\n}]*)/g)];
  const own = [...new Set(entries.map(([, id]) => id!))];
  const given = entries.filter(([, , rest]) => /\bgiven: *true/.test(rest!)).map(([, id]) => id!);
  return { own, given, others: known.filter((id) => !own.includes(id)) };
}

/** What is written of a word in a formula that ends there; undefined outside of formulas. */
export function formulaWordIn(lineBefore: string): string | undefined {
  const at = Math.max(lineBefore.lastIndexOf("formula:"), lineBefore.lastIndexOf(" is:"));
  if (at < 0) return undefined;
  const formula = lineBefore.slice(lineBefore.indexOf(":", at) + 1).trimStart();
  const quote = /^["']/.exec(formula)?.[0];
  const isOver = quote === undefined ? /["'{}[\],]/.test(formula) : formula.includes(quote, 1);
  return isOver ? undefined : /(?<![\w.])(?:[A-Za-z_][\w.]*)?$/.exec(formula)?.[0];
}

function keysAt(
  path: YamlPlace["path"],
  parts: readonly SchemaPart[],
  schema: SchemaPart,
  { given }: KnownIds,
): readonly WordSuggestion[] {
  if (path.length === 1 && path[0] === "draw")
    return given.map((word) => ({
      word,
      kind: "key",
      insert: `${word}: { from: \${1}, to: \${5}, step: \${1} }`,
      meaning: "Which values it may take: from, to and step, or oneOf: [1, 2, 3]",
    }));
  return keysOf(parts).map((one) => ({
    ...one,
    kind: "key",
    insert: `${one.word}: ${braced(schemasAt(schema, [...path, one.word]))}`,
  }));
}

/** The braces with all that an object needs, where that is a word or two and nothing deeper. */
function braced(parts: readonly SchemaPart[]): string {
  const [part, another] = parts.filter(({ type }) => type !== undefined);
  const { type, required = [], properties = {} } = part ?? {};
  const isFlat = required.every((key) => properties[key]?.type?.match(/string|number|integer/));
  if (another || type !== "object" || required.length === 0 || required.length > 3 || !isFlat)
    return "";
  return `{ ${required.map((key) => `${key}: \${}`).join(", ")} }`;
}

/** What the word at a path means; undefined where nothing says it. */
export function meaningAt(path: YamlPlace["path"], schema: SchemaPart): string | undefined {
  const [part] = schemasAt(schema, path, false);
  if (!part) return undefined;
  const choices = valuesOf(alternatives(part, schema)).map(({ word }) => word);
  const said = [
    part.description === undefined ? "" : `${part.description}.`,
    choices.length > 0 && choices.length <= 30 ? `One of: ${choices.join(", ")}.` : "",
    part.default === undefined || typeof part.default === "object"
      ? ""
      : `Where it is left out: ${JSON.stringify(part.default)}.`,
  ].filter(Boolean);
  return said.length > 0 ? said.join(" ") : undefined;
}

/** What a value at this path may be; with all alternatives, unless it is not `opened`. */
function schemasAt(
  schema: SchemaPart,
  path: YamlPlace["path"],
  opened = true,
): readonly SchemaPart[] {
  let parts = alternatives(schema, schema);
  for (const [i, key] of path.entries()) {
    const next = parts.flatMap((part) => below(part, key));
    const isLast = i === path.length - 1;
    parts = isLast && !opened ? next : next.flatMap((part) => alternatives(part, schema));
  }
  return parts;
}

function below(part: SchemaPart, key: string | number): readonly SchemaPart[] {
  if (typeof key === "number") {
    const { items } = part;
    if (items === undefined) return [];
    return Array.isArray(items) ? items.slice(key, key + 1) : [items as SchemaPart];
  }
  if (part.properties && Object.hasOwn(part.properties, key)) return [part.properties[key]!];
  return typeof part.additionalProperties === "object" ? [part.additionalProperties] : [];
}

function alternatives(part: SchemaPart, root: SchemaPart): readonly SchemaPart[] {
  const name = part.$ref?.replace("#/definitions/", "");
  const meant = name === undefined ? part : (root.definitions?.[name] ?? {});
  return [meant, ...(meant.anyOf ?? [])];
}

function keysOf(parts: readonly SchemaPart[]): readonly Word[] {
  const found = new Map<string, Word>();
  for (const { properties = {} } of parts)
    for (const [word, { description }] of Object.entries(properties))
      if (!found.has(word))
        found.set(word, { word, ...(description ? { meaning: description } : {}) });
  return [...found.values()];
}

const valuesOf = (parts: readonly SchemaPart[]): readonly Word[] =>
  parts.flatMap((part) => [
    ...(part.enum ?? []).map((value) => ({ word: String(value) })),
    ...(part.const === undefined ? [] : [{ word: String(part.const) }]),
    ...(part.type === "boolean" ? [{ word: "true" }, { word: "false" }] : []),
  ]);

/** Paths at which ids and names stand, and which; a list's numbers are `*`. */
const vocabularies: Readonly<
  Record<string, (words: Vocabulary, ids: KnownIds) => readonly Word[]>
> = {
  "network.layers.*.activation": ({ activations }) => activations,
  "ask.*": ({ roles }, ids) => [...named(ids.own), ...roles, ...named(ids.others)],
  "ask.*.of.*": ({ roles }, ids) => [...named(ids.own), ...roles, ...named(ids.others)],
  "quantities.*.role": ({ roles }) => roles.filter(({ word }) => word !== "secondPass"),
  "malrules.*": ({ malrules }) => malrules,
  "inseparable.*.*": ({ malrules }) => malrules,
  "gradients.*": (_, ids) => allNamed(ids),
  "mayBeZero.*": (_, ids) => allNamed(ids),
  "quantities.*.derivative.of": (_, ids) => allNamed(ids),
  "quantities.*.derivative.by": (_, ids) => allNamed(ids),
};

const named = (ids: readonly string[]): readonly Word[] => ids.map((word) => ({ word }));
const allNamed = ({ own, others }: KnownIds): readonly Word[] => named([...own, ...others]);

function vocabularyAt(
  path: YamlPlace["path"],
  vocabulary: Vocabulary,
  ids: KnownIds,
): readonly Word[] {
  const pattern = path.map((key) => (typeof key === "number" ? "*" : key)).join(".");
  return vocabularies[pattern]?.(vocabulary, ids) ?? [];
}
