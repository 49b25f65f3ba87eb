import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { indentedJson } from "../input/indentedJson.js";
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
const studentSchema = z.strictObject({
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

/** The most bytes of a manifest. */
export const mostManifestBytes = 256 * 1024 ** 2;

/**
 * The text of a manifest piece by piece, so that the variants of a large course are not all in
 * memory.
 */
export function* manifestText(
  manifest: Omit<Manifest, "variants">,
  variants: Iterable<ManifestVariant>,
): Generator<string> {
  const [head, end] = jsonText({ ...manifest, variants: [] }).split(/(?<=\[)(?=\]\n\}\n$)/) as [
    string,
    string,
  ];
  yield head;
  let isFirst = true;
  for (const variant of variants) {
    yield `${isFirst ? "" : ","}\n${indentedJson(variant).replace(/^/gm, "    ")}`;
    isFirst = false;
  }
  yield isFirst ? end : `\n  ${end}`;
}

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

interface ManifestMistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function* mistakesIn({
  exercises,
  editions = [],
  students,
  variants,
}: Manifest): Generator<ManifestMistake> {
  const [names, ids, handedOut] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const known = new Set<string>();
  for (const [index, { name }] of exercises.entries())
    yield* again(names, name, ["exercises", index, "name"]);
  for (const [index, { id }] of students.entries())
    yield* again(ids, id, ["students", index, "id"]);
  for (const [index, { id, exercise }] of editions.entries()) {
    yield* again(known, id, ["editions", index, "id"]);
    yield* unknown(names, exercise, ["editions", index, "exercise"], "the name of an exercise");
  }
  for (const [index, { variant, student, exercise, edition }] of variants.entries()) {
    yield* again(handedOut, variant, ["variants", index, "variant"]);
    yield* unknown(ids, student, ["variants", index, "student"], "the id of a student");
    yield* unknown(names, exercise, ["variants", index, "exercise"], "the name of an exercise");
    if (edition !== undefined)
      yield* unknown(known, edition, ["variants", index, "edition"], "the id of an edition");
  }
}

function* again(
  met: Set<string>,
  name: string,
  path: readonly PropertyKey[],
): Generator<ManifestMistake> {
  if (met.has(name)) yield { path, message: "expected one that is not there already" };
  met.add(name);
}

function* unknown(
  known: ReadonlySet<string>,
  name: string,
  path: readonly PropertyKey[],
  expected: string,
): Generator<ManifestMistake> {
  if (!known.has(name)) yield { path, message: `expected ${expected}` };
}
