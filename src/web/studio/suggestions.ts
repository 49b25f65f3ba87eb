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
}

/** A word to complete what is typed with. */
export interface WordSuggestion extends Word {
  readonly kind: "key" | "value";
  /** What is put there. */
  readonly insert: string;
}

/** What may stand at a place of an exercise; `ids` are those of the text as it was last right. */
export function suggestionsAt(
  place: YamlPlace,
  schema: SchemaPart,
  vocabulary: Vocabulary,
  ids: readonly string[],
): readonly WordSuggestion[] {
  const parts = schemasAt(schema, place.path);
  const keys =
    place.kind === "value" ? [] : keysOf(parts).filter(({ word }) => !place.taken.has(word));
  const values =
    place.kind === "key" ? [] : [...valuesOf(parts), ...vocabularyAt(place.path, vocabulary, ids)];
  return [
    ...keys.map((one) => ({ ...one, kind: "key" as const, insert: `${one.word}: ` })),
    ...values.map((one) => ({ ...one, kind: "value" as const, insert: one.word })),
  ];
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
  Record<string, (words: Vocabulary, ids: readonly string[]) => readonly Word[]>
> = {
  "network.layers.*.activation": ({ activations }) => activations,
  "ask.*": ({ roles }, ids) => [...roles, ...named(ids)],
  "ask.*.of.*": ({ roles }, ids) => [...roles, ...named(ids)],
  "malrules.*": ({ malrules }) => malrules,
  "inseparable.*.*": ({ malrules }) => malrules,
  "gradients.*": (_, ids) => named(ids),
  "mayBeZero.*": (_, ids) => named(ids),
  "quantities.*.derivative.of": (_, ids) => named(ids),
  "quantities.*.derivative.by": (_, ids) => named(ids),
};

const named = (ids: readonly string[]): readonly Word[] => ids.map((word) => ({ word }));

function vocabularyAt(
  path: YamlPlace["path"],
  vocabulary: Vocabulary,
  ids: readonly string[],
): readonly Word[] {
  const pattern = path.map((key) => (typeof key === "number" ? "*" : key)).join(".");
  return vocabularies[pattern]?.(vocabulary, ids) ?? [];
}
