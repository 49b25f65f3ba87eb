import { InputError, type TextPlace } from "../input/inputError.js";
import type { SchemaIssue } from "../input/schemaIssue.js";
import type { Language } from "../language/language.js";
import { placedIn } from "./declarationError.js";
import { type Exercise, exerciseSchema, type PrintedNumbers } from "./exercise.js";
import { ownNames, withoutNames } from "./withoutNames.js";
import { type YamlFile, yamlFile, yamlValue } from "./yamlFile.js";

/** An exercise, and the means to say where in its file something stands. */
export interface ExerciseFile extends Pick<YamlFile<Exercise>, "error"> {
  readonly exercise: Exercise;
  /** What its sheets are written in; English, if not said. */
  readonly language?: Language;
}

/** The numbers that a text prints, from a table beside its exercise. */
export interface PrintedTable {
  readonly source: string;
  /** By ids or the text's own names; a list where one has several rows. */
  readonly printed: PrintedNumbers;
  /** Where a number first stands. */
  placeOf(name: string): TextPlace | undefined;
}

/**
 * Reads an exercise from the text of its YAML file; `value` is what the text says, where that is
 * known already. The numbers of a table stand in the place of those that the text says are printed.
 * Throws an InputError that names the file, line and column of the first thing that is wrong.
 */
export function readExercise(
  text: string,
  source: string,
  value: unknown = exerciseValue(text, source),
  table?: PrintedTable,
): ExerciseFile {
  const whole = table ? withTable(value, table) : value;
  const file = yamlFile(exerciseSchema, text, source, whole, (issue) =>
    table ? errorIn(table, issue) : undefined,
  );
  const nameOf = ownNames(file.value);
  return {
    exercise: placedIn(file, () => withoutNames(file.value)),
    error: (path, problem) => file.error(asWritten(whole, path, nameOf), problem),
  };
}

/**
 * Where something stands in the file: values to draw may be those published, and an id may have the
 * text's own name.
 */
function asWritten(
  whole: unknown,
  path: readonly PropertyKey[],
  nameOf: (id: string) => string,
): readonly PropertyKey[] {
  const isPublished = path[0] === "draw" && isRecord(whole) && whole.draw === undefined;
  let part: unknown = whole;
  return (isPublished ? ["published", "given", ...path.slice(1)] : path).map((key) => {
    const isNamed = typeof key === "string" && isRecord(part) && !Object.hasOwn(part, key);
    const written = isNamed ? nameOf(key) : key;
    part = typeof part === "object" && part !== null ? Reflect.get(part, written) : undefined;
    return written;
  });
}

function withTable(value: unknown, { printed }: PrintedTable): unknown {
  if (!isRecord(value) || !isRecord(value.published)) return value;
  return { ...value, published: { ...value.published, printed } };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function errorIn({ source, placeOf }: PrintedTable, issue: SchemaIssue): InputError | undefined {
  const [published, printed, name] = issue.path;
  if (published !== "published" || printed !== "printed" || name === undefined) return undefined;
  return new InputError(source, issue.message, placeOf(String(name)));
}

/**
 * What the text of an exercise's file says, not yet checked. Throws an InputError with the place of
 * what is no YAML.
 */
export const exerciseValue = (text: string, source: string): unknown =>
  yamlValue(text, source, [
    ["published", "printed"],
    ["published", "parts", "printed"],
  ]);
