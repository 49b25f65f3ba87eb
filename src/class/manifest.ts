import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { indentedJson } from "../input/indentedJson.js";
import { TextIndex } from "../input/textIndex.js";
import { askSchema, overridesSchema, policySchema } from "./policy.js";

/** How numbers are written in a set. */
export const localeSchema = z.strictObject({
  decimalComma: z
    .boolean()
    .default(false)
    .describe("Numbers are printed with a comma, and read with one"),
});

/** Where times are that do not say so themselves. */
export const timeZoneSchema = z
  .string()
  .min(1)
  .describe("Of deadlines, and of times that exports do not say it of: Europe/Berlin");

/** Who a variant is for. */
export const studentSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  email: z.string().optional(),
  section: z.string().optional(),
  left: z.literal(true).optional().describe("Not on the roster any more"),
});

const exercise = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  points: z.number().min(0).describe("What the whole exercise is worth in the set"),
  overrides: overridesSchema,
  text: z.string().describe("The exercise's YAML as it was"),
  withdrawn: z.literal(true).optional().describe("Not in the set any more"),
});

/** An exercise as some have it, who were handed it out before it was changed. */
export const editionSchema = z.strictObject({
  id: z.string(),
  exercise: z.string(),
  version: z.int().min(1),
  ask: askSchema.describe("What the set asked then, instead of what the exercise asks"),
  text: z.string().describe("The exercise's YAML as it was then"),
});

/** A student's variant of an exercise. */
export const variantSchema = z.strictObject({
  variant: z.string().describe("As it is printed on the sheet"),
  student: z.string(),
  exercise: z.string(),
  givens: z.record(z.string(), z.number()).describe("What was drawn, by the id of the quantity"),
  edition: z.string().optional().describe("Where it is of the exercise as it was, its edition"),
  refused: z
    .string()
    .optional()
    .describe("Why it is not marked: the student was given another in its place"),
});

/**
 * Everything that marking a set needs: no seed, no secret, and nothing that is drawn or looked up
 * again.
 */
export const manifestSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    course: z.string(),
    set: z.string(),
    title: z.string(),
    from: z
      .string()
      .optional()
      .describe("The folder of the set's file, from this file: amendments.yaml lies there"),
    timeZone: timeZoneSchema.optional(),
    locale: localeSchema,
    policy: policySchema,
    exercises: z.array(exercise).min(1),
    editions: z.array(editionSchema).optional(),
    malrules: z.string().describe("The misconceptions' YAML as it was"),
    students: z.array(studentSchema),
    variants: z.array(variantSchema),
  })
  .describe("The manifest of a class set of handprop");

export type Student = z.output<typeof studentSchema>;
export type ManifestExercise = z.output<typeof exercise>;
export type Edition = z.output<typeof editionSchema>;
export type ManifestVariant = z.output<typeof variantSchema>;
export type Manifest = z.output<typeof manifestSchema>;

/** The variants of a manifest in its order, in memory or in its file. */
export interface Variants extends Iterable<ManifestVariant> {
  readonly length: number;
  at(place: number): ManifestVariant | undefined;
}

/** A manifest whose variants may be in its file alone: there may be a million. */
export interface ListedManifest extends Omit<Manifest, "variants"> {
  readonly variants: Variants;
}

/** The most bytes of a manifest that is read as one text. */
export const mostManifestBytes = 256 * 1024 ** 2;

/**
 * The text of a manifest piece by piece, so that the students and variants of a large course are
 * not all in memory.
 */
export function* manifestText(
  {
    students,
    ...head
  }: Omit<Manifest, "students" | "variants"> & {
    readonly students: Iterable<Student>;
  },
  variants: Iterable<ManifestVariant>,
): Generator<string> {
  const [before, between, end] = jsonText({ ...head, students: [], variants: [] }).split(
    // Within a text, a quotation mark has a backslash before it.
    /(?<=^ {2}"(?:students|variants)": \[)/m,
  ) as [string, string, string];
  yield before;
  yield* entriesText(students);
  yield between;
  yield* entriesText(variants);
  yield end;
}

/** The entries of a list in a manifest, and the line end after them. */
function* entriesText(entries: Iterable<object>): Generator<string> {
  let text = "";
  let isFirst = true;
  for (const entry of entries) {
    text += `${isFirst ? "" : ","}\n${indentedJson(entry).replace(/^/gm, "    ")}`;
    isFirst = false;
    if (text.length < atOnce) continue;
    yield text;
    text = "";
  }
  if (!isFirst) yield `${text}\n  `;
}

/** So many characters are written at once. */
const atOnce = 64 * 1024;

/**
 * Reads `manifest.json`. `source` is its file's name, for messages. Throws an InputError for the
 * first thing wrong.
 */
export const readManifest = (json: Uint8Array | string, source: string): Manifest =>
  jsonDocument(wholeManifest, json, source, { bytes: mostManifestBytes });

// What a shape cannot say: everything is there once, and every variant is of somebody's and of some
// exercise.
const wholeManifest = manifestSchema.superRefine((manifest, context) => {
  for (const { path, message } of mistakesIn(manifest))
    context.addIssue({ code: "custom", message, path: [...path] });
});

/** What is wrong with a manifest that has the shape of one. */
interface ManifestMistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * All that is wrong with a manifest that has the shape of one; `read` are its variants as they are
 * read from a file.
 */
export function* mistakesIn(
  { exercises, editions = [], students, variants }: ListedManifest,
  read: Iterable<ManifestVariant> = variants,
): Generator<ManifestMistake> {
  const [names, known] = [new Set<string>(), new Set<string>()];
  const ids = new TextIndex((place) => students[place]!.id);
  const handedOut = new TextIndex((place) => variants.at(place)!.variant);
  for (const [index, { name }] of exercises.entries()) {
    if (names.has(name)) yield again(["exercises", index, "name"]);
    names.add(name);
  }
  for (const [index, { id }] of students.entries()) {
    if (ids.has(id)) yield again(["students", index, "id"]);
    ids.set(id, index);
  }
  for (const [index, { id, exercise }] of editions.entries()) {
    if (known.has(id)) yield again(["editions", index, "id"]);
    known.add(id);
    if (!names.has(exercise)) yield unknown(["editions", index, "exercise"], anExercise);
  }
  let index = 0;
  for (const { variant, student, exercise, edition } of read) {
    if (handedOut.has(variant)) yield again(["variants", index, "variant"]);
    handedOut.set(variant, index);
    if (!ids.has(student)) yield unknown(["variants", index, "student"], "the id of a student");
    if (!names.has(exercise)) yield unknown(["variants", index, "exercise"], anExercise);
    if (edition !== undefined && !known.has(edition))
      yield unknown(["variants", index, "edition"], "the id of an edition");
    index++;
  }
}

const anExercise = "the name of an exercise";

const again = (path: readonly PropertyKey[]): ManifestMistake => ({
  path,
  message: "expected one that is not there already",
});

const unknown = (path: readonly PropertyKey[], expected: string): ManifestMistake => ({
  path,
  message: `expected ${expected}`,
});
