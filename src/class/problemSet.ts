import * as z from "zod";
import { type YamlFile, yamlFile } from "../exercise/yamlFile.js";
import { quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import { languageNamed } from "../language/languages.js";
import { isTime, isZone, saysZone } from "./instant.js";
import { timeZoneSchema } from "./manifest.js";
import { overridesSchema, type Policy, policySchema } from "./policy.js";

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

const locale = z.strictObject({
  decimalComma: z
    .boolean()
    .optional()
    .describe(
      "Numbers are printed with a comma, and read with one; as in the language, if not said",
    ),
});

const hasComma = (
  { decimalComma }: z.output<typeof locale>,
  { policy }: { readonly policy: Policy },
): boolean => decimalComma ?? languageNamed(policy.language ?? "en").decimalComma;

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
    timeZone: timeZoneSchema.optional(),
    locale: locale.default({}),
    policy: policySchema
      .default({})
      .describe("What holds for all exercises that do not say otherwise"),
    exercises: z.array(exercise).min(1),
  })
  .transform(({ locale, ...set }) => ({ ...set, locale: { decimalComma: hasComma(locale, set) } }))
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
  refuseBadTimes(file);
  return file;
}

function refuseBadTimes({ value, error }: YamlFile<ProblemSet>): void {
  const { timeZone, policy, exercises } = value;
  if (timeZone !== undefined && !isZone(timeZone)) {
    const known = Intl.supportedValuesOf("timeZone");
    throw error(
      ["timeZone"],
      `timeZone: there is no time zone ${quoted(timeZone)}${didYouMean(timeZone, known)}`,
    );
  }
  const places: readonly (readonly [PropertyKey[], string | undefined])[] = [
    [["policy"], policy.deadline],
    ...exercises.map(({ deadline }, i): [PropertyKey[], string | undefined] => [
      ["exercises", i],
      deadline,
    ]),
  ];
  for (const [place, deadline] of places) {
    if (deadline === undefined) continue;
    if (!isTime(deadline))
      throw error(
        [...place, "deadline"],
        `deadline: expected a time such as 2027-03-05T23:59, got ${quoted(deadline)}`,
      );
    if (timeZone === undefined && !saysZone(deadline))
      throw error(
        [...place, "deadline"],
        "deadline: says no time zone, and the set has none: add timeZone, such as Europe/Berlin",
      );
  }
}
