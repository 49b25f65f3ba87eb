import { stateAfter } from "../graph/evaluate.js";
import { type Local, type Locals, localCarried, localValue } from "../graph/local.js";
import type { Malrule } from "../graph/rewrite.js";
import { type Rounding, unitOf } from "../graph/rounding.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Answer } from "../problem/key.js";
import { exactValue, type Problem } from "../problem/problem.js";
import type { MarkedQuestion } from "../question/marking.js";
import { judgeStep } from "./auditStep.js";
import { followThrough } from "./followThrough.js";
import { misconceptionsIn } from "./markScript.js";
import { type OtherCause, otherCauses } from "./otherCauses.js";
import { digitsAt, type PrintedAs, type PrintedText, roomAt, unitAt } from "./printedText.js";
import { type Work, type Written, workThrough } from "./work.js";

/** One printed number of a worked example, as judged. */
export interface Finding {
  readonly id: string;
  readonly printed: string;
  readonly exact: number;
  readonly verdict: "right" | "follows" | "mistake" | "unjudgeable" | "unreadable";
  /** For what follows: the ids of the mistakes before it. */
  readonly from: readonly string[];
  /** The misconceptions that give this number. */
  readonly malrules: readonly Malrule[];
  /** Where no misconception does: other formulas that give it. */
  readonly cause?: OtherCause;
  /** For a state after many rounds: the counts of rounds after which it is the state. */
  readonly rounds?: { readonly claimed: number; readonly first: number; readonly last: number };
}

/** The most rounds to look through for a state that is not where it is said to be. */
const mostRounds = 200_000;

/** A text with its numbers worked through. */
interface JudgedText extends PrintedText {
  readonly work: Work;
  readonly misconceptions: ReadonlyMap<number, readonly Malrule[]>;
  /** The ids of the mistakes from which each blank follows that is no mistake, by slot. */
  readonly following: ReadonlyMap<number, readonly string[]>;
  /** What nobody can judge at the digits printed before it. */
  readonly open: ReadonlySet<number>;
  /** What may be behind the mistakes that no misconception gives, by slot. */
  readonly causes: ReadonlyMap<number, OtherCause>;
}

/** The same while it is judged, one number after the other. */
interface Judging extends Omit<JudgedText, "causes"> {
  readonly following: Map<number, readonly string[]>;
  readonly open: Set<number>;
}

/**
 * Judges the printed numbers of a worked example at their own printed precision: right less than
 * one printed unit, rounded or cut off, from the exact value; or right by the step from the numbers
 * printed before it. `problem` asks for the printed quantities; `printedAs` says how numbers were
 * printed.
 */
export function audit(
  problem: Problem,
  printed: Readonly<Record<string, string>>,
  printedAs: PrintedAs,
): readonly Finding[] {
  const { program, questions } = problem.prepared;
  const written: (Written | undefined)[] = program.ids.map(() => undefined);
  for (const { id } of questions) {
    const reading = readNumber(bare(printed[id] ?? ""));
    if (reading.kind === "number") written[program.slots.get(id)!] = reading;
  }
  const judged = judge({ problem, written, printedAs });
  const fitting = fittingRounds(judged);
  return questions.map(({ id }) => findingAt(judged, id, printed[id] ?? "", fitting));
}

function judge(text: PrintedText): JudgedText {
  const { problem, written } = text;
  const answers = problem.prepared.program.ids.map((id, slot): Answer | undefined => {
    if (problem.answers[slot] === undefined) return undefined;
    const range = { tolerance: roomAt(text, slot), open: false };
    return { kind: "number", value: exactValue(problem, id), range, isExact: false };
  });
  const work = workThrough({ ...problem, answers }, written, {
    reach: (slot, locals, local, values) => reach(locals, local, values, digitsAt(text, slot)),
    carried: () => 0,
    allowed: (slot, _, bound) => roomAt(text, slot) + bound,
  });
  const marking = problem.prepared.marking();
  const wrong = marking.questions.filter(({ slot }) => work.wrong[slot] !== undefined);
  const misconceptions = misconceptionsIn(work, wrong);
  const following = new Map(
    [...followThrough(work, wrong, misconceptions, "none")].map(([slot, { from }]) => [slot, from]),
  );
  const judged = { ...text, work, misconceptions, following, open: new Set<number>() };
  for (const marked of wrong) judgeBySteps(judged, marked);
  const unexplained = wrong.filter(
    ({ slot }) => !following.has(slot) && !misconceptions.get(slot)?.length,
  );
  return { ...judged, causes: otherCauses(work, unexplained) };
}

// Where all that a number is computed from is right, the step alone decides. After a mistake, what
// a misconception gives is no consequence.
function judgeBySteps(judged: Judging, marked: MarkedQuestion): void {
  const { work, misconceptions, following, open } = judged;
  const { slot, right } = marked;
  const { ids } = judged.problem.prepared.program;
  const isRight = (operand: number): boolean => isRightSoFar(judged, operand);
  const whole = right.operands.every(isRight);
  if (!whole && (following.has(slot) || misconceptions.get(slot)?.length)) return;
  const verdict = judgeStep(judged, work, marked, { whole, isRight });
  if (verdict === "wrong") {
    following.delete(slot);
    return;
  }
  const wrong = right.operands.filter((operand) => work.wrong[operand] !== undefined);
  following.set(slot, whole ? [] : wrong.map((operand) => ids[operand]!));
  if (verdict === "unjudgeable") open.add(slot);
}

// A number that is not printed is as right as what it is computed from.
function isRightSoFar(judged: Judging, slot: number): boolean {
  const { problem, work, written } = judged;
  if (work.wrong[slot] !== undefined)
    return mistakesBehind(judged, problem.prepared.program.ids[slot]!).length === 0;
  if (written[slot] !== undefined) return true;
  const operands = problem.prepared.marking().bySlot[slot]?.right.operands ?? [];
  return operands.every((operand) => isRightSoFar(judged, operand));
}

function findingAt(judged: JudgedText, id: string, printed: string, fitting: Rounds): Finding {
  const { problem, written, work, following, misconceptions } = judged;
  const { program } = problem.prepared;
  const slot = program.slots.get(id)!;
  const finding = { id, printed, exact: exactValue(problem, id), from: [], malrules: [] };
  if (written[slot] === undefined) return { ...finding, verdict: "unreadable" };
  if (work.wrong[slot] === undefined) return { ...finding, verdict: "right" };
  if (judged.open.has(slot)) return { ...finding, verdict: "unjudgeable" };
  if (following.has(slot)) {
    // What follows from right numbers alone is right, however far rounding has taken it.
    const from = mistakesBehind(judged, id);
    return { ...finding, verdict: from.length > 0 ? "follows" : "right", from };
  }
  const recurrence = program.recurrences.find((r) => r.slot === slot)?.recurrence;
  if (recurrence && recurrence.below === undefined && fitting.first > 0) {
    return { ...finding, verdict: "mistake", rounds: { claimed: recurrence.rounds, ...fitting } };
  }
  const malrules = misconceptions.get(slot) ?? [];
  const cause = judged.causes.get(slot);
  return { ...finding, verdict: "mistake", malrules, ...(cause ? { cause } : {}) };
}

// What rounding or cutting off every result on the way changes, at the digits carried there.
function reach(locals: Locals, local: Local, values: Float64Array, rounding: Rounding): number {
  const ways = [Math.round, Math.trunc].map((whole) =>
    localCarried(locals, local, values, (value) => {
      const last = unitOf(rounding, value);
      return last === 0 ? 0 : whole(value / last + Math.sign(value) * 1e-6) * last;
    }),
  );
  const inFull = localValue(locals, local, values);
  return Math.max(...ways.map((way) => Math.abs(way - inFull)));
}

// What follows from something that follows goes back to the mistake at the beginning.
function mistakesBehind(judged: Omit<JudgedText, "causes">, id: string): readonly string[] {
  const from = judged.following.get(judged.problem.prepared.program.slots.get(id)!);
  return from ? [...new Set(from.flatMap((before) => mistakesBehind(judged, before)))] : [id];
}

interface Rounds {
  readonly first: number;
  readonly last: number;
}

// The counts of rounds after which every wrong state is printed as it is, rounded or cut off; 0
// where there are none.
function fittingRounds(judged: JudgedText): Rounds {
  const { problem, work, written } = judged;
  const { program } = problem.prepared;
  let [first, last] = [0, mostRounds];
  for (const { slot, recurrence } of program.recurrences) {
    if (work.wrong[slot] === undefined || recurrence.below !== undefined) continue;
    const { value } = written[slot]!;
    const fits: number[] = [];
    stateAfter(program, { ...recurrence, rounds: mostRounds }, problem.values, (round, state) => {
      const beyond = Math.sign(value) * (state - value);
      if (beyond >= -unitAt(judged, slot) / 2 && beyond < unitAt(judged, slot)) fits.push(round);
    });
    first = Math.max(first, fits[0] ?? mostRounds + 1);
    last = Math.min(last, fits.at(-1) ?? 0);
  }
  return first <= last ? { first, last } : { first: 0, last: 0 };
}

/** A printed number without the marks of an approximation: ≈ 0.25, 0.25… */
const bare = (printed: string): string =>
  printed
    .trim()
    .replace(/^[≈≃~=]/, "")
    .replace(/(?:…|\.{3})$/, "");
