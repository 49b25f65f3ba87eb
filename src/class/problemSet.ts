import * as z from "zod";
import { type YamlFile, yamlFile } from "../exercise/yamlFile.js";
import { localeSchema } from "./manifest.js";
import { overridesSchema, policySchema } from "./policy.js";

const exercise = overridesSchema.extend({
  exercise: z
    .string()
    .min(1)
    .describe("The name of an exercise, or the path of your own from this file"),
  points: z
    .number()
    .min(0)
    .optional()
    .describe("What it is worth in the set; the sum of its blanks' marks if left out"),
});

/** What an instructor says of a problem set. */
export const setSchema = z
  .strictObject({
    title: z.string().min(1).describe("Printed on every worksheet"),
    course: z
      .string()
      .min(1)
      .describe("Part of every seed: do not change it once variants are handed out"),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
        error: "expected lower-case letters, digits and hyphens",
      })
      .describe("Part of every seed, and the name of the set's folder"),
    locale: localeSchema.default({ decimalComma: false }),
    policy: policySchema
      .default({})
      .describe("What holds for all exercises that do not say otherwise"),
    exercises: z.array(exercise).min(1),
  })
  .describe("A problem set of handprop");

export type ProblemSet = z.output<typeof setSchema>;

/**
 * Reads a problem set from the text of its YAML file. Throws an InputError with the place of a
 * mistake.
 */
export function readSet(text: string, source: string): YamlFile<ProblemSet> {
  const file = yamlFile(setSchema, text, source);
  const met = new Set<string>();
  for (const [index, { exercise }] of file.value.exercises.entries()) {
    if (met.has(exercise))
      throw file.error(["exercises", index, "exercise"], `${exercise} is in the set already`);
    met.add(exercise);
  }
  return file;
}
