import type { MarkedScript } from "../grade/markScript.js";
import { writtenIn } from "../grade/ownNumbers.js";
import { workThrough } from "../grade/work.js";
import type { Submission } from "../handedIn/submission.js";
import type { Prepared } from "../problem/prepare.js";
import type { Problem } from "../problem/problem.js";
import { effortOf } from "../question/effort.js";
import type { ClassSet } from "./classSet.js";
import { excusedBy, onlyByHand } from "./excused.js";
import {
  type ExerciseStatistics,
  exerciseStatistics,
  type Interval,
  leastGroup,
  mean,
  quantile,
  wilson,
} from "./statistics.js";
import { studentAndExercise } from "./studentAndExercise.js";

/** One script of a class, with what it earns in its set. */
export interface ClassScript {
  readonly script: MarkedScript;
  readonly submission: Submission;
  readonly prepared: Prepared;
  readonly worth?: { readonly points: number; readonly maxPoints: number };
  problem(): Problem;
}

/** What the report of a class keeps of one script: thousands of them are in memory together. */
export interface ClassRow {
  readonly student: string;
  readonly exercise: string;
  readonly variant: string;
  readonly prepared: Prepared;
  readonly points: number;
  /** Of the marks that the whole exercise is worth. */
  readonly share: number;
  /** Of each blank, in the order of the questions. */
  readonly marks: Float64Array;
  readonly diagnosis: MarkedScript["diagnosis"];
  readonly wrong: readonly WrongAnswer[];
}

/**
 * An answer that is wrong by itself: by a misconception, or by this multiple of what was right
 * there.
 */
interface WrongAnswer extends Pick<Cluster, "malrules" | "multiple"> {
  readonly id: string;
  readonly student: string;
}

/** One script as a row of the report of its class. */
export function classRow(set: ClassSet, one: ClassScript): ClassRow {
  const { script, prepared, worth } = one;
  const { student, exercise, variant, score, maxScore, blanks, diagnosis } = script;
  return {
    student,
    exercise,
    variant,
    prepared,
    points: worth?.points ?? 0,
    share: shareOf(score, maxScore),
    marks: Float64Array.from(blanks, ({ marks }) => marks),
    diagnosis,
    wrong: wrongAnswers(set, one),
  };
}

/** What a class made of a set. */
export interface ClassReport {
  readonly students: number;
  /** The shares of the points that those earned of whom anything was marked, sorted. */
  readonly scores: Scores;
  readonly exercises: readonly ExerciseReport[];
}

/** How scripts did: their shares of what could be earned, sorted. */
export interface Scores {
  readonly shares: readonly number[];
  /** Null where there are too few. */
  readonly mean: number | null;
  readonly quartiles: readonly [number, number, number] | null;
}

/** What a class made of one exercise. */
export interface ExerciseReport {
  readonly prepared: Prepared;
  readonly scores: Scores;
  readonly statistics: ExerciseStatistics;
  /** The same for each variant that enough students had. */
  readonly variants: readonly {
    readonly variant: string;
    readonly statistics: ExerciseStatistics;
  }[];
  readonly misconceptions: readonly ClassMisconception[];
  readonly clusters: readonly Cluster[];
  readonly fairness: readonly GroupComparison[];
  /** Ids of the students of whom nothing of it was marked. */
  readonly missing: readonly string[];
}

/** A misconception, or several that cannot be told apart, and whose scripts are of it. */
export interface ClassMisconception {
  readonly malrules: readonly string[];
  readonly shows: readonly string[];
  readonly consistent: readonly string[];
}

/**
 * Answers that are wrong in the same way: by a misconception, or by the same multiple of what was
 * right there.
 */
export interface Cluster {
  readonly malrules: readonly string[];
  /**
   * Of the right value, given what was written before, whatever the numbers of the variant; where
   * no misconception explains it.
   */
  readonly multiple?: number;
  /** Where enough students wrote it, and how many did. */
  readonly blanks: readonly { readonly id: string; readonly count: number }[];
  readonly students: readonly string[];
}

/** How groups of a class compare in one exercise. */
export interface GroupComparison {
  readonly by: string;
  readonly groups: readonly {
    readonly name: string;
    readonly scripts: number;
    readonly share: number | null;
    readonly interval: Interval | null;
  }[];
}

/** The fewest students that make a cluster of equal wrong answers. */
const leastCluster = 3;

/** Makes the report of a class from its scripts, one a student and exercise. */
export function classReport(set: ClassSet, scripts: readonly ClassRow[]): ClassReport {
  const { manifest, exercises, students } = set;
  const counting = new Set(exercises.map(({ name }) => name));
  const points = new Map<string, number>();
  const byHand = withoutScript(set, scripts);
  for (const { student, exercise, points: earned } of [...scripts, ...byHand])
    if (counting.has(exercise)) points.set(student, (points.get(student) ?? 0) + earned);
  const wholeOf = (student: string): number =>
    exercises.reduce(
      (sum, { name, points }) => (excusedBy(set, student, name) ? sum : sum + points),
      0,
    );
  const byExercise = groupedBy(scripts, ({ exercise }) => exercise);
  return {
    students: students.length,
    scores: scoresOf([...points].map(([student, got]) => shareOf(got, wholeOf(student)))),
    exercises: manifest.exercises.flatMap(({ name }) => {
      const own = byExercise.get(name) ?? [];
      const others = byHand.filter(({ exercise }) => exercise === name);
      const marked = new Set([...own, ...others].map(({ student }) => student));
      // Where it was changed after handing out, some were asked for other blanks.
      const sheets = groupedBy(own, ({ prepared }) =>
        prepared.questions.map(({ id }) => id).join(),
      );
      return [...sheets.values()].map((same, i) =>
        exerciseReport(set, name, same, marked, i === 0 ? others : []),
      );
    }),
  };
}

/** What somebody has by hand of whose work at an exercise there is no script. */
type ByHand = Pick<ClassRow, "student" | "exercise" | "points" | "share">;

const withoutScript = (set: ClassSet, scripts: readonly ClassRow[]): readonly ByHand[] =>
  onlyByHand(
    set,
    new Set(scripts.map(({ student, exercise }) => studentAndExercise(student, exercise))),
  ).map((one) => ({ ...one, share: shareOf(one.points, set.exercise(one.exercise).points) }));

function exerciseReport(
  set: ClassSet,
  name: string,
  scripts: readonly ClassRow[],
  marked: ReadonlySet<string>,
  byHand: readonly ByHand[],
): ExerciseReport {
  const { prepared } = scripts[0]!;
  const byNumbers = groupedBy(scripts, ({ variant }) =>
    JSON.stringify(set.variant(variant).givens),
  );
  return {
    prepared,
    scores: scoresOf([...scripts, ...byHand].map(({ share }) => share)),
    statistics: statisticsOf(scripts),
    variants: [...byNumbers.values()]
      .filter((group) => group.length >= leastGroup)
      .map((group) => ({ variant: group[0]!.variant, statistics: statisticsOf(group) })),
    misconceptions: misconceptionsOf(scripts),
    clusters: clustersOf(scripts),
    fairness: fairnessOf(set, scripts, [...byNumbers.values()]),
    missing: missingIn(set, name, marked),
  };
}

function missingIn(set: ClassSet, name: string, marked: ReadonlySet<string>): readonly string[] {
  const missing: string[] = [];
  for (const { exercise, student, refused } of set.variants) {
    const isTheirs = exercise === name && refused === undefined;
    if (isTheirs && !marked.has(student) && !excusedBy(set, student, name)) missing.push(student);
  }
  return missing;
}

const shareOf = (got: number, of: number): number => (of > 0 ? got / of : 0);

function scoresOf(values: readonly number[]): Scores {
  const shares = [...values].sort((a, b) => a - b);
  if (shares.length < leastGroup) return { shares, mean: null, quartiles: null };
  return {
    shares,
    mean: mean(shares),
    quartiles: [quantile(shares, 0.25), quantile(shares, 0.5), quantile(shares, 0.75)],
  };
}

const statisticsOf = (scripts: readonly ClassRow[]): ExerciseStatistics =>
  exerciseStatistics(
    scripts.map(({ marks }) => marks),
    scripts[0]!.prepared.questions.map(({ points }) => points),
  );

function misconceptionsOf(scripts: readonly ClassRow[]): readonly ClassMisconception[] {
  const found = new Map<
    string,
    { malrules: readonly string[]; shows: string[]; consistent: string[] }
  >();
  for (const { diagnosis, student } of scripts) {
    for (const { malrules, certainty } of diagnosis) {
      const entry = found.get(malrules.join()) ?? { malrules, shows: [], consistent: [] };
      entry[certainty].push(student);
      found.set(malrules.join(), entry);
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      b.shows.length - a.shows.length ||
      b.consistent.length - a.consistent.length ||
      (a.malrules.join() < b.malrules.join() ? -1 : 1),
  );
}

function clustersOf(scripts: readonly ClassRow[]): readonly Cluster[] {
  const kinds = groupedBy(
    scripts.flatMap(({ wrong }) => wrong),
    ({ malrules, multiple }) => JSON.stringify([malrules, multiple]),
  );
  return [...kinds.values()]
    .map((answers): Cluster => {
      const enough = [...groupedBy(answers, ({ id }) => id).values()].filter(
        ({ length }) => length >= leastCluster,
      );
      const { malrules, multiple } = answers[0]!;
      return {
        malrules,
        ...(multiple === undefined ? {} : { multiple }),
        blanks: enough.map((own) => ({ id: own[0]!.id, count: own.length })),
        students: [...new Set(enough.flat().map(({ student }) => student))].sort(),
      };
    })
    .filter(({ blanks }) => blanks.length > 0)
    .sort((a, b) => b.students.length - a.students.length);
}

function wrongAnswers(
  set: ClassSet,
  { script, submission, problem }: ClassScript,
): readonly WrongAnswer[] {
  const { student, blanks, exercise } = script;
  const wrong = blanks.filter(
    ({ verdict }) => verdict.kind === "wrong" || verdict.kind === "misconception",
  );
  if (wrong.length === 0) return [];
  const handedOut = problem();
  const { ids, slots } = handedOut.prepared.program;
  const written = writtenIn(handedOut, submission, set.marking(exercise));
  const work = workThrough(
    handedOut,
    ids.map((id) => written.get(id)),
  );
  return wrong.flatMap(({ id, verdict }): WrongAnswer[] => {
    if (verdict.kind === "misconception") return [{ id, malrules: verdict.malrules, student }];
    const [answer, right] = [written.get(id)?.value, work.wrong[slots.get(id)!]?.value];
    const multiple = Number(((answer ?? Number.NaN) / (right ?? Number.NaN)).toPrecision(2)) + 0;
    // What follows from an earlier error, and earns nothing for another reason, is no error of its
    // own.
    return Number.isFinite(multiple) && multiple !== 0 && multiple !== 1
      ? [{ id, malrules: [], multiple, student }]
      : [];
  });
}

/**
 * Whether some had it harder: with other numbers, more negative ones, more digits to multiply, in
 * another section.
 */
function fairnessOf(
  set: ClassSet,
  scripts: readonly ClassRow[],
  byNumbers: readonly (readonly ClassRow[])[],
): readonly GroupComparison[] {
  const effort = new Map(
    scripts.map((one) => [
      one,
      effortOf(Float64Array.from(Object.values(set.variant(one.variant).givens))),
    ]),
  );
  const sections = groupedBy(scripts, ({ student }) => set.student(student).section ?? "");
  const variants = byNumbers.filter(({ length }) => length >= leastGroup);
  return [
    { by: "variant", groups: variants.map((group) => groupOf([group[0]!.variant, group])) },
    {
      by: "negative numbers among the givens",
      groups: halves((one) => effort.get(one)!.negatives),
    },
    { by: "digits in the givens", groups: halves((one) => effort.get(one)!.digits) },
    { by: "section", groups: [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(groupOf) },
  ].filter(({ groups }) => groups.length > 1);

  // The median goes to the lower half, so that equal effort is never in both.
  function halves(measure: (one: ClassRow) => number) {
    const sorted = scripts.map(measure).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
    const lower = scripts.filter((one) => measure(one) <= median);
    const upper = scripts.filter((one) => measure(one) > median);
    return upper.length === 0
      ? []
      : [groupOf([`up to ${median}`, lower]), groupOf([`more than ${median}`, upper])];
  }
}

function groupOf([name, scripts]: readonly [
  string,
  readonly ClassRow[],
]): GroupComparison["groups"][number] {
  if (scripts.length < leastGroup)
    return { name, scripts: scripts.length, share: null, interval: null };
  const share = mean(scripts.map((one) => one.share));
  return { name, scripts: scripts.length, share, interval: wilson(share, scripts.length) };
}

function groupedBy<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}
