import * as z from "zod";
import { exerciseWords, type Tolerance, toleranceSchema } from "../exercise/exercise.js";
import { type PaperChoice, paperWords } from "../exercise/paper.js";
import { type LanguageCode, languageCodes } from "../language/language.js";
import { type FeedbackLevel, feedbackLevels } from "../render/feedback.js";

const attempts = ["best", "last", "last-in-time"] as const;
const helps = ["none", "formulas", "guided"] as const;

/**
 * How the exercises of a set are printed, checked and marked. What it leaves out is as elsewhere.
 */
export const policySchema = z.strictObject({
  help: z
    .enum(helps)
    .optional()
    .describe("What worksheets tell: no formulas, one of each kind, or one a blank"),
  language: z
    .enum(languageCodes)
    .optional()
    .describe("What sheets, marked scripts and feedback are written in"),
  ...paperWords,
  tolerance: toleranceSchema.optional(),
  followThrough: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The share of its marks that an answer earns which follows from an earlier error"),
  imprecise: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The share of its marks that an answer earns which is right but has too few digits"),
  strictEvidence: z
    .boolean()
    .optional()
    .describe(
      "Whether even the only error of a script has to be explained before anything follows from it",
    ),
  misconceptions: z
    .union([z.enum(["all", "none"]), z.array(z.string())])
    .optional()
    .describe(
      "Which misconceptions variants are certified against and marking names: all, none, or " +
        "these ids",
    ),
  feedback: z
    .enum(feedbackLevels)
    .optional()
    .describe("What check tells: whether answers can be read, what is right, hints"),
  attempt: z
    .enum(attempts)
    .optional()
    .describe("Which of several submissions counts: the best, the last by name, the last in time"),
  deadline: z
    .string()
    .optional()
    .describe("2027-03-05T23:59, in the set's timeZone or with an offset; a day ends with the day"),
  late: z
    .union([
      z.enum(["flag", "refuse"]),
      z.strictObject({
        percentPerDay: z.number().min(0).max(100).describe("Of its points, for each day begun"),
      }),
    ])
    .optional()
    .describe("What becomes of a script after the deadline"),
});

/** What is asked of an exercise. */
export const askSchema = exerciseWords.ask.optional();

/** What one exercise of a set has otherwise than the set. */
export const overridesSchema = policySchema.extend({
  ask: askSchema.describe("What is asked, instead of what the exercise asks"),
});

export type Policy = z.output<typeof policySchema>;
export type Overrides = z.output<typeof overridesSchema>;

/** What of a policy is about an exercise itself, and not about when it is handed in. */
export function aboutExercise<T extends Partial<Record<"deadline" | "late" | "attempt", unknown>>>({
  deadline: _,
  late: __,
  attempt: ___,
  ...others
}: T): Omit<T, "deadline" | "late" | "attempt"> {
  return others;
}

/**
 * A policy with nothing left out but language, tolerance and paper, where the exercise's own hold.
 */
export interface WholePolicy extends PaperChoice {
  readonly help: (typeof helps)[number];
  readonly language: LanguageCode | undefined;
  readonly tolerance: Tolerance | undefined;
  readonly followThrough: number;
  readonly imprecise: number;
  readonly strictEvidence: boolean;
  readonly misconceptions: "all" | "none" | readonly string[];
  readonly feedback: FeedbackLevel;
  readonly attempt: (typeof attempts)[number];
  readonly deadline: string | undefined;
  readonly late: NonNullable<Policy["late"]>;
}

/**
 * What holds for an exercise of a set: its own overrides, before the policy of the set, before what
 * holds elsewhere.
 */
export function policyFor(policy: Policy, overrides: Overrides): WholePolicy {
  const of = <K extends keyof Policy>(key: K): Policy[K] => overrides[key] ?? policy[key];
  return {
    help: of("help") ?? "formulas",
    language: of("language"),
    paper: of("paper"),
    spacing: of("spacing"),
    working: of("working"),
    tolerance: of("tolerance"),
    followThrough: of("followThrough") ?? 1,
    imprecise: of("imprecise") ?? 0.5,
    strictEvidence: of("strictEvidence") ?? false,
    misconceptions: of("misconceptions") ?? "all",
    feedback: of("feedback") ?? "verdicts",
    attempt: of("attempt") ?? "best",
    deadline: of("deadline"),
    late: of("late") ?? "flag",
  };
}
