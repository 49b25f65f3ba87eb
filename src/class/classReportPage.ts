import type { Prepared } from "../problem/prepare.js";
import { histogram, tenths } from "../render/plots/histogram.js";
import { barMark, intervalMark } from "../render/plots/inline.js";
import { symbolsFor } from "../render/symbols.js";
import type { Typeset } from "../render/typeset.js";
import type { ClassReport, ExerciseReport, GroupComparison, Scores } from "./classReport.js";
import type { ClassSet } from "./classSet.js";
import { type Decision, decisionText } from "./decision.js";
import { type Interval, leastGroup } from "./statistics.js";

/** The report of a class as its template lays it out. */
export interface ClassReportPage {
  readonly title: string;
  readonly course: string;
  readonly set: string;
  readonly least: number;
  /** What was handed in and could not be marked, each with its file and why. */
  readonly notMarked: readonly string[];
  /** What was decided after handing out, for whom, and how many scripts it touched. */
  readonly decided: readonly {
    readonly what: string;
    readonly whose: string;
    readonly scripts: number;
  }[];
  /** Scripts that are late, or of which nobody knows. */
  readonly late: readonly string[];
  readonly scores: ScoresSheet;
  readonly exercises: readonly ExerciseSheet[];
}

interface ScoresSheet {
  readonly marked: number;
  readonly of: number;
  readonly summary: readonly { readonly name: string; readonly value: string }[];
  readonly picture: string;
  readonly bins: readonly { readonly name: string; readonly count: number }[];
}

interface ExerciseSheet {
  readonly title: string;
  readonly name: string;
  readonly scores: ScoresSheet;
  readonly consistency: string;
  readonly sections: readonly { readonly title: string; readonly blanks: readonly BlankSheet[] }[];
  readonly misconceptions: readonly MisconceptionSheet[];
  readonly clusters: readonly ClusterSheet[];
  readonly fairness: readonly { readonly by: string; readonly groups: readonly GroupSheet[] }[];
  readonly missing: readonly CalledStudent[];
}

interface BlankSheet {
  readonly id: string;
  readonly symbol: Typeset;
  readonly facility: string;
  readonly interval: string;
  readonly picture: string;
  readonly discrimination: string;
  readonly weight: string;
}

interface MisconceptionSheet {
  readonly name: string;
  readonly shows: number;
  readonly consistent: number;
  readonly picture: string;
  readonly who: readonly CalledStudent[];
}

interface ClusterSheet {
  readonly what: string;
  readonly count: number;
  readonly blanks: readonly { readonly symbol: Typeset; readonly count: number }[];
  /** How many more blanks there are. */
  readonly more: number;
  readonly who: readonly CalledStudent[];
}

interface GroupSheet {
  readonly name: string;
  readonly scripts: number;
  readonly share: string;
  readonly interval: string;
  readonly picture: string;
}

/** The report of a class in words, numbers and pictures. */
export function classReportPage(
  set: ClassSet,
  report: ClassReport,
  failures: readonly { readonly message: string }[],
  { touched = new Map(), late = [], isAnonymous = false }: ClassReportNotes = {},
): ClassReportPage {
  const { manifest } = set;
  return {
    title: manifest.title,
    course: manifest.course,
    set: manifest.set,
    least: leastGroup,
    notMarked: failures.map(({ message }) => message),
    decided: set.decisions.map((decision) => ({
      what: decisionText(decision),
      whose: [decision.exercise, decision.variant, isAnonymous ? undefined : decision.student]
        .filter((one) => one !== undefined)
        .join(", "),
      scripts: touched.get(decision) ?? 0,
    })),
    late,
    scores: scoresSheet(report.scores, report.students, "all exercises together"),
    exercises: report.exercises.map((exercise) => {
      const { name } = exercise.prepared.exercise;
      return exerciseSheet(exercise, isAnonymous ? variantsIn(set, name) : namesIn(set));
    }),
  };
}

/** What there is to know of a run beside its numbers. */
export interface ClassReportNotes {
  /** How many scripts each decision touched. */
  readonly touched?: ReadonlyMap<Decision, number>;
  readonly late?: readonly string[];
  /** Whether students are called by their variants. */
  readonly isAnonymous?: boolean;
}

/** What a student is called, and the id beside it; those in brackets are less certain. */
interface CalledStudent {
  readonly name: string;
  readonly id?: string;
  readonly aside?: true;
}

/** What a student is called, given the id. */
type Called = (id: string) => CalledStudent;

const namesIn =
  (set: ClassSet): Called =>
  (id) => {
    const { name } = set.student(id);
    return name === undefined ? { name: id } : { name, id };
  };

function variantsIn(set: ClassSet, name: string): Called {
  const variants = new Map<string, string>();
  for (const { student, exercise, variant } of set.variants)
    if (exercise === name) variants.set(student, variant);
  return (id) => ({ name: variants.get(id) ?? "no variant" });
}

/** The most blanks that a row about several names. */
const mostBlanks = 6;

function exerciseSheet(report: ExerciseReport, called: Called): ExerciseSheet {
  const { prepared, scores, statistics, missing } = report;
  const most = Math.max(
    1,
    ...report.misconceptions.map(({ shows, consistent }) => shows.length + consistent.length),
  );
  const symbols = symbolsFor(prepared);
  const place = new Map(prepared.questions.map(({ id }, i) => [id, i]));
  const nameOf = malruleNames(prepared);
  return {
    title: prepared.exercise.title,
    name: prepared.exercise.name,
    scores: scoresSheet(scores, scores.shares.length + missing.length, prepared.exercise.title),
    consistency: percent(statistics.consistency),
    sections: prepared.sections.map(({ title, questions }) => ({
      title,
      blanks: questions.map(({ id }) => {
        const { facility, interval, discrimination, effectiveWeight } =
          statistics.blanks[place.get(id)!]!;
        return {
          id,
          symbol: symbols.of(id),
          facility: percent(facility),
          interval: intervalText(interval),
          picture: facility === null ? "" : intervalMark(facility, interval!),
          discrimination: percent(discrimination),
          weight: percent(effectiveWeight, 1),
        };
      }),
    })),
    misconceptions: report.misconceptions.map(({ malrules, shows, consistent }) => ({
      name: malrules.map(nameOf).join(", or "),
      shows: shows.length,
      consistent: consistent.length,
      picture: barMark(shows.length / most, consistent.length / most),
      who: [
        ...shows.map(called),
        ...consistent.map((id) => ({ ...called(id), aside: true as const })),
      ],
    })),
    clusters: report.clusters.map(({ blanks, malrules, multiple, students }) => ({
      what: malrules.length > 0 ? malrules.map(nameOf).join(", or ") : multipleText(multiple!),
      count: students.length,
      blanks: blanks
        .slice(0, mostBlanks)
        .map(({ id, count }) => ({ symbol: symbols.of(id), count })),
      more: Math.max(0, blanks.length - mostBlanks),
      who: students.map(called),
    })),
    fairness: report.fairness.map(({ by, groups }) => ({ by, groups: groups.map(groupSheet) })),
    missing: missing.map(called),
  };
}

const malruleNames = ({ marking }: Prepared): ((id: string) => string) => {
  const names = new Map(marking().malrules.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
};

function scoresSheet({ shares, mean, quartiles }: Scores, of: number, what: string): ScoresSheet {
  const [marked, [low, median, high]] = [shares.length, quartiles ?? [null, null, null]];
  if (marked < leastGroup) return { marked, of, summary: [], picture: "", bins: [] };
  const bins = tenths(shares).map((count, i) => ({ name: `${i * 10} to ${i * 10 + 10} %`, count }));
  const said = bins.map(({ name, count }) => `${name}: ${count}`).join("; ");
  return {
    marked,
    of,
    summary: [
      { name: "mean", value: percent(mean) },
      { name: "lower quartile", value: percent(low) },
      { name: "median", value: percent(median) },
      { name: "upper quartile", value: percent(high) },
    ],
    picture: histogram(
      shares,
      "students",
      `How many students have which share of the marks, ${what}. ${said}.`,
    ),
    bins,
  };
}

const groupSheet = ({
  name,
  scripts,
  share,
  interval,
}: GroupComparison["groups"][number]): GroupSheet => ({
  name: name || "none",
  scripts,
  share: share === null ? `fewer than ${leastGroup}` : percent(share),
  interval: intervalText(interval),
  picture: share === null ? "" : intervalMark(share, interval!),
});

function multipleText(multiple: number): string {
  if (multiple === -1) return "the other sign";
  return `${String(multiple).replace("-", "−")} times what was right`;
}

const percent = (share: number | null, decimals = 0): string =>
  share === null ? "–" : `${(share * 100).toFixed(decimals).replace("-", "−")} %`;

const intervalText = (interval: Interval | null): string =>
  interval === null
    ? "–"
    : `${(interval[0] * 100).toFixed(0)} to ${(interval[1] * 100).toFixed(0)} %`;
