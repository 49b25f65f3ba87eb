import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { InputError } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";
import { overridesSchema, policySchema } from "./policy.js";

/** How numbers are written in a set. */
export const localeSchema = z.strictObject({
  decimalComma: z.boolean().default(false).describe("Numbers are printed with a comma, and read with one"),
});

/** Who a variant is for. */
export const studentSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  email: z.string().optional(),
  section: z.string().optional(),
});

const exercise = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  points: z.number().min(0).describe("What the whole exercise is worth in the set"),
  overrides: overridesSchema,
  text: z.string().describe("The exercise's YAML as it was"),
});

/** A student's variant of an exercise. */
export const variantSchema = z.strictObject({
  variant: z.string().describe("As it is printed on the sheet"),
  student: z.string(),
  exercise: z.string(),
  givens: z.record(z.string(), z.number()).describe("What was drawn, by the id of the quantity"),
});

/** Everything that marking a set needs: no seed, no secret, and nothing that is drawn or looked up again. */
export const manifestSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    course: z.string(),
    set: z.string(),
    title: z.string(),
    locale: localeSchema,
    policy: policySchema,
    exercises: z.array(exercise).min(1),
    malrules: z.string().describe("The misconceptions' YAML as it was"),
    students: z.array(studentSchema),
    variants: z.array(variantSchema),
  })
  .describe("The manifest of a class set of handprop");

export type Student = z.output<typeof studentSchema>;
export type ManifestExercise = z.output<typeof exercise>;
export type ManifestVariant = z.output<typeof variantSchema>;
export type Manifest = z.output<typeof manifestSchema>;

/** The text of a manifest piece by piece, so that the variants of a large course are not all in memory. */
export function* manifestText(
  manifest: Omit<Manifest, "variants">,
  variants: Iterable<ManifestVariant>,
): Generator<string> {
  const [head, end] = jsonText({ ...manifest, variants: [] }).split(/(?<=\[)(?=\]\n\}\n$)/) as [string, string];
  yield head;
  let isFirst = true;
  for (const variant of variants) {
    yield `${isFirst ? "" : ","}\n${JSON.stringify(variant, null, 2).replace(/^/gm, "    ")}`;
    isFirst = false;
  }
  yield isFirst ? end : `\n  ${end}`;
}

/** Reads `manifest.json`. `source` is its file's name, for messages. Throws an InputError for the first thing wrong. */
export function readManifest(json: string, source: string): Manifest {
  const checked = parsed(manifestSchema, jsonOf(json, source));
  if (!checked.ok) throw new InputError(source, checked.finding.message);
  return checked.value;
}

function jsonOf(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InputError(source, (error as Error).message);
  }
}
