import { explanationText } from "../question/explanationText.js";

/** One marked script as a line of a report. */
export interface ScriptSummary {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  readonly score: number;
  readonly maxScore: number;
  /** What it earns in its set, and the most that it could. */
  readonly points?: number;
  readonly maxPoints?: number;
  /** How many blanks got which verdict; `wrong` with and without a named misconception. */
  readonly right: number;
  readonly follow: number;
  readonly imprecise: number;
  readonly wrong: number;
  readonly unreadable: number;
  readonly blank: number;
  /** The id of the first blank that is wrong by itself. */
  readonly firstError?: string;
  readonly firstErrorSymbol?: string;
  readonly diagnosis: readonly SummaryDiagnosis[];
  /** Whether it does not count for its student. */
  readonly isExcused?: boolean;
  /** Whether it is late, and what was decided of it. */
  readonly notes?: readonly string[];
}

/**
 * A misconception by its plain name, or several, those committed together in one list: each list
 * may be the cause.
 */
export interface SummaryDiagnosis {
  readonly explanations: readonly (readonly string[])[];
  readonly certainty: "shows" | "consistent";
  readonly hits: number;
  readonly opportunities: number;
  readonly contradictions: number;
}

/**
 * `shows: leaves the bias out (4 of 4)`: what a script shows, and at how many of the blanks where
 * it would.
 */
export const diagnosisText = ({
  explanations,
  certainty,
  hits,
  opportunities,
}: SummaryDiagnosis): string =>
  `${certainty === "shows" ? "shows" : "consistent with"}: ` +
  `${explanationText(explanations)} (${hits} of ${opportunities})`;
