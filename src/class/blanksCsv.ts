import { type CsvStyle, csv } from "../export/csv.js";
import type { ClassReport, ExerciseReport } from "./classReport.js";
import type { ExerciseStatistics } from "./statistics.js";

/**
 * The statistics of every blank as CSV: a row a blank, and a row more for each variant that enough
 * students had. Shares are per cent, as Moodle writes them; what is not given is empty.
 */
export const blanksCsv = ({ exercises }: ClassReport, style?: CsvStyle): string =>
  csv(
    [
      "exercise",
      "variant",
      "blank",
      "points",
      "scripts",
      "facility",
      "facility_low",
      "facility_high",
      "discrimination",
      "effective_weight",
      "consistency_of_exercise",
    ],
    exercises.flatMap((exercise) => [
      ...rows(exercise, "", exercise.statistics),
      ...exercise.variants.flatMap(({ variant, statistics }) =>
        rows(exercise, variant, statistics),
      ),
    ]),
    style,
  );

const rows = (
  { prepared }: ExerciseReport,
  variant: string,
  { scripts, blanks, consistency }: ExerciseStatistics,
) =>
  prepared.questions.map(({ id, points }, i) => {
    const { facility, interval, discrimination, effectiveWeight } = blanks[i]!;
    return [
      prepared.exercise.name,
      variant,
      id,
      points,
      scripts,
      ...[
        facility,
        interval?.[0] ?? null,
        interval?.[1] ?? null,
        discrimination,
        effectiveWeight,
        consistency,
      ].map(percent),
    ];
  });

const percent = (share: number | null): number | string =>
  share === null ? "" : Number((share * 100).toFixed(2));
