import * as z from "zod";
import { problemSchema } from "../export/problemJson.js";
import { feedbackLevels } from "../render/feedback.js";
import type { SetExercise } from "./assignment.js";
import { localeSchema } from "./manifest.js";
import { aboutExercise, overridesSchema } from "./policy.js";
import type { ProblemSet } from "./problemSet.js";

/** What `problem.json` says besides where it belongs to a class: how it is checked, and no seed. */
export const classProblemSchema = problemSchema.extend({
  course: z.string().optional(),
  set: z.string().optional(),
  locale: localeSchema.optional(),
  feedback: z.enum(feedbackLevels).optional().describe("What check may tell"),
  overrides: overridesSchema.optional().describe("What the set has otherwise than the exercise"),
});

export type ClassProblem = z.output<typeof classProblemSchema>;

/** `problem.json` of an exercise of a set. */
export function classProblemJson(
  problem: object,
  { course, name, locale, policy }: ProblemSet,
  { overrides, policy: { feedback } }: SetExercise,
): object {
  return {
    ...problem,
    course,
    set: name,
    locale,
    feedback,
    overrides: aboutExercise({ ...policy, ...overrides }),
  };
}
