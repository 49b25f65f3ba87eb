import { type Formula, isOperation, operandsOf } from "../graph/formula.js";
import { type Local, localBound, localFormula } from "../graph/local.js";
import { operators } from "../graph/operators.js";
import { unitOf } from "../graph/rounding.js";
import { type Foreseen, foreseenIn } from "../problem/foreseen.js";
import type { Problem } from "../problem/problem.js";
import type { Question } from "../question/question.js";
import { localRoom } from "../question/tolerance.js";
import { closedTolerance } from "../question/within.js";

/**
 * How the blanks of a variant are marked where handprop itself is not at hand: as plain data, in an
 * order of computing. It knows less than `grade`: see `markByTable`.
 */
export type MarkingTable = readonly TableBlank[];

/** How one blank is marked. */
export type TableBlank =
  | (BlankOfTable & {
      readonly kind: "choice";
      readonly word: string;
      readonly words: readonly string[];
    })
  | NumberOfTable;

interface BlankOfTable {
  readonly id: string;
  readonly points: number;
}

/** A blank for a number. */
export interface NumberOfTable extends BlankOfTable {
  readonly kind: "number";
  readonly value: number;
  readonly tolerance: number;
  /** What it is on the student's own answers; absent where that cannot be said in a formula. */
  readonly follows?: {
    readonly formula: Formula;
    /** The blanks that it reads. */
    readonly reads: readonly string[];
    readonly tolerance: number;
    /** Whether it may be 0, as the right answer is: else that earns nothing. */
    readonly mayBeZero: boolean;
  };
  readonly foreseen: readonly Foreseen[];
  /** Whether 0 is wrong here: then what follows from it earns nothing. */
  readonly isZeroWrong: boolean;
}

/** So many parts a formula may have. */
const mostParts = 300;

/** The table of a variant. */
export function markingTable(problem: Problem): MarkingTable {
  const { program, questions } = problem.prepared;
  const foreseen = foreseenIn(problem);
  const slotOf = ({ id }: Question): number => program.slots.get(id)!;
  return [...questions]
    .sort((a, b) => slotOf(a) - slotOf(b))
    .map((question) => blankOf(problem, question, foreseen.get(question.id)!));
}

function blankOf(
  problem: Problem,
  { id, points }: Question,
  foreseen: readonly Foreseen[],
): TableBlank {
  const { prepared } = problem;
  const { program } = prepared;
  const key = problem.key.get(id)!;
  if (key.kind === "choice")
    return { kind: "choice", id, points, word: key.word, words: key.words };
  const { value } = key;
  const tolerance = closedTolerance(key.range);
  const right = prepared.marking().bySlot[program.slots.get(id)!]?.right;
  const follows = right && followsIn(problem, id, right);
  return {
    ...{ kind: "number", id, points, value, tolerance, foreseen },
    ...(follows ? { follows } : {}),
    isZeroWrong: Math.abs(value) > tolerance,
  };
}

function followsIn(problem: Problem, id: string, local: Local): NumberOfTable["follows"] {
  const { exercise, program, slots } = problem.prepared;
  const { locals } = problem.prepared.marking();
  const asked = new Set(slots);
  const named = (slot: number): Formula =>
    asked.has(slot) ? program.ids[slot]! : problem.values[slot]!;
  const formula = localFormula(locals, local, named, mostParts);
  const reads = formula === undefined ? [] : operandsOf(formula);
  if (formula === undefined || reads.length === 0) return undefined;
  const { values, bounds } = locals.scratch;
  values.set(problem.values.subarray(0, program.ids.length));
  bounds.fill(0);
  for (const read of local.operands) bounds[read] = unitOf(exercise.rounding, values[read]!);
  const bound = localBound(locals, local, values, bounds, exercise.rounding);
  const slot = program.slots.get(id)!;
  const value = values[local.result]!;
  const whole = program.whole[slot]!;
  const tolerance = localRoom(exercise.tolerance, exercise.rounding, value, bound, whole);
  if (!Number.isFinite(tolerance)) return undefined;
  return { formula, reads, tolerance, mayBeZero: Math.abs(value) <= tolerance };
}

/** What is written in each blank: a number, or a word; nothing where it is neither. */
export type TableAnswers = ReadonlyMap<string, number | string>;

/** What a blank earns by its table, and why. */
export interface TableMark {
  /** `empty`: it follows, and earns nothing, since what it follows from makes all easier. */
  readonly kind: "right" | "follows" | "empty" | "foreseen" | "wrong" | "blank";
  readonly marks: number;
}

/**
 * Marks answers by a table alone, as a platform does that has nothing else. An answer is right
 * within its tolerance, or follows from the answers that it reads and earns a share of its points.
 * What follows from a wrong 0, or comes to 0 where the right answer does not, earns nothing. Where
 * more than one wrong number is neither foreseen nor follows, nothing that follows earns anything.
 */
export function markByTable(
  table: MarkingTable,
  answers: TableAnswers,
  share = 1,
): ReadonlyMap<string, TableMark> {
  const kinds = new Map<string, TableMark["kind"]>();
  // What may be gone on with.
  const sound = new Set<string>();
  let errors = 0;
  for (const blank of table) {
    const kind = kindOf(blank, answers, sound);
    kinds.set(blank.id, kind);
    if (blank.kind === "number" && kind === "wrong") errors++;
    if (isSound(blank, kind, answers, sound)) sound.add(blank.id);
  }
  return new Map(
    table.map(({ id, points }) => {
      const kind = kinds.get(id)!;
      const earned = kind === "right" ? 1 : kind === "follows" && errors < 2 ? share : 0;
      return [id, { kind, marks: points * earned }];
    }),
  );
}

function kindOf(
  blank: TableBlank,
  answers: TableAnswers,
  sound: ReadonlySet<string>,
): TableMark["kind"] {
  const answer = answers.get(blank.id);
  if (answer === undefined) return "blank";
  if (blank.kind === "choice") return answer === blank.word ? "right" : "wrong";
  if (typeof answer === "string") return "wrong";
  const isWithin = (value: number, tolerance: number): boolean =>
    Math.abs(answer - value) <= tolerance + 1e-14 * Math.max(Math.abs(value), 1);
  if (isWithin(blank.value, blank.tolerance)) return "right";
  const { follows } = blank;
  if (follows?.reads.every((id) => answers.has(id))) {
    const value = evaluated(follows.formula, answers);
    const earns =
      (follows.mayBeZero || Math.abs(value) > follows.tolerance) &&
      follows.reads.every((id) => sound.has(id));
    if (isWithin(value, follows.tolerance)) return earns ? "follows" : "empty";
  }
  return blank.foreseen.some(({ value, bound }) => isWithin(value, bound)) ? "foreseen" : "wrong";
}

/** Whether what follows from an answer may earn something. */
function isSound(
  blank: TableBlank,
  kind: TableMark["kind"],
  answers: TableAnswers,
  sound: ReadonlySet<string>,
): boolean {
  if (kind === "right" || kind === "follows") return true;
  if (blank.kind === "choice" || kind === "blank") return false;
  if (kind === "empty") return blank.follows!.reads.every((id) => sound.has(id));
  return !(blank.isZeroWrong && answers.get(blank.id) === 0);
}

function evaluated(formula: Formula, answers: TableAnswers): number {
  if (typeof formula === "number") return formula;
  if (!isOperation(formula)) return Number(answers.get(formula));
  const [a = 0, b = 0] = formula.args.map((arg) => evaluated(arg, answers));
  return operators[formula.op].of(a, b);
}
