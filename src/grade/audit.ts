import { stateAfter } from "../graph/evaluate.js";
import {
  boundAsWritten,
  type Local,
  type Locals,
  localCarried,
  localValue,
} from "../graph/local.js";
import type { BySlot } from "../graph/program.js";
import type { Malrule } from "../graph/rewrite.js";
import { type Rounding, unitOf } from "../graph/rounding.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Answer } from "../problem/key.js";
import { exactValue, type Problem } from "../problem/problem.js";
import type { MarkedQuestion } from "../question/marking.js";
import { followThrough } from "./followThrough.js";
import { misconceptionsIn } from "./markScript.js";
import { type Work, type Written, workThrough } from "./work.js";

/** One printed number of a worked example, as judged. */
export interface Finding {
  readonly id: string;
  readonly printed: string;
  readonly exact: number;
  readonly verdict: "right" | "follows" | "mistake" | "unreadable";
  /** For what follows: the ids of the mistakes before it. */
  readonly from: readonly string[];
  /** The misconceptions that give this number. */
  readonly malrules: readonly Malrule[];
  /** For a state after many rounds: the counts of rounds after which it is the state. */
  readonly rounds?: { readonly claimed: number; readonly first: number; readonly last: number };
}

const inFull: Rounding = { decimals: 12, truncation: false };

/** The most rounds to look through for a state that is not where it is said to be. */
const mostRounds = 200_000;

/** A text as it was printed: its numbers, and with how many digits they were carried. */
interface PrintedText {
  readonly problem: Problem;
  readonly written: BySlot<Written>;
  readonly printedAs: "rounded" | "exact";
}

/** A text with its numbers worked through. */
interface JudgedText extends PrintedText {
  readonly work: Work;
  readonly misconceptions: ReadonlyMap<number, readonly Malrule[]>;
  /** The ids of the mistakes from which each blank follows that is no mistake, by slot. */
  readonly following: ReadonlyMap<number, readonly string[]>;
}

/**
 * Judges the printed numbers of a worked example at their own printed precision: right less than
 * one printed unit, rounded or cut off, from the exact value; or no further from its formula on the
 * printed operands than carrying the printed digits can take it. `problem` asks for the printed
 * quantities; `printedAs` says whether numbers were rounded or printed in full.
 */
export function audit(
  problem: Problem,
  printed: Readonly<Record<string, string>>,
  printedAs: "rounded" | "exact",
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
    const range = { tolerance: room(text, slot), open: false };
    return { kind: "number", value: exactValue(problem, id), range, isExact: false };
  });
  const work = workThrough({ ...problem, answers }, written, {
    reach: (slot, locals, local, values) => reach(locals, local, values, digits(text, slot)),
    carried: () => 0,
    allowed: (slot, _, bound) => room(text, slot) + bound,
  });
  const marking = problem.prepared.marking();
  const wrong = marking.questions.filter(({ slot }) => work.wrong[slot] !== undefined);
  const misconceptions = misconceptionsIn(work, wrong);
  const following = new Map(
    [...followThrough(work, wrong, misconceptions, "none")].map(([slot, { from }]) => [slot, from]),
  );
  for (const marked of wrong) {
    const { slot } = marked;
    if (following.has(slot) || misconceptions.get(slot)?.length) continue;
    if (!isWithinCarrying(text, work, marked)) continue;
    const before = marked.right.operands.filter((operand) => work.wrong[operand] !== undefined);
    following.set(
      slot,
      before.map((operand) => problem.prepared.program.ids[operand]!),
    );
  }
  return { ...text, work, misconceptions, following };
}

// What people round here and cut off there may end anywhere within the derived bound. That is no
// mistake unless a misconception gives it. A text shows the order in which it computes.
function isWithinCarrying(text: PrintedText, work: Work, { slot, right }: MarkedQuestion): boolean {
  const rounding = carriedTo(text, slot, right);
  const bound = boundAsWritten(work.locals, right, work.values, work.bounds, rounding);
  const distance = Math.abs(text.written[slot]!.value - work.values[right.result]!);
  return distance <= Math.max(room(text, slot), bound);
}

// Numbers that are printed in more digits than what is made of them are not cut to fewer first.
function carriedTo(text: PrintedText, slot: number, { operands }: Local): Rounding {
  const own = digits(text, slot);
  if (own.decimals === undefined) return own;
  const printedDecimals = operands.map((operand) => text.written[operand]?.decimals ?? 0);
  return { ...own, decimals: Math.max(own.decimals, ...printedDecimals) };
}

function findingAt(judged: JudgedText, id: string, printed: string, fitting: Rounds): Finding {
  const { problem, written, work, following, misconceptions } = judged;
  const { program } = problem.prepared;
  const slot = program.slots.get(id)!;
  const finding = { id, printed, exact: exactValue(problem, id), from: [], malrules: [] };
  if (written[slot] === undefined) return { ...finding, verdict: "unreadable" };
  if (work.wrong[slot] === undefined) return { ...finding, verdict: "right" };
  if (following.has(slot)) {
    // What follows from right numbers alone is right, however far rounding has taken it.
    const from = mistakesBehind(judged, id);
    return { ...finding, verdict: from.length > 0 ? "follows" : "right", from };
  }
  const recurrence = program.recurrences.find((r) => r.slot === slot)?.recurrence;
  if (recurrence && recurrence.below === undefined && fitting.first > 0) {
    return { ...finding, verdict: "mistake", rounds: { claimed: recurrence.rounds, ...fitting } };
  }
  return { ...finding, verdict: "mistake", malrules: misconceptions.get(slot) ?? [] };
}

function unit({ written, printedAs }: PrintedText, slot: number): number {
  const reading = written[slot];
  if (!reading) return 0;
  return printedAs === "exact"
    ? Math.max(1e-12, 1e-9 * Math.abs(reading.value))
    : 10 ** -reading.decimals;
}

// What is cut off is less than one unit away: a 1 that should be a 0 is neither rounded nor cut
// off.
const room = (text: PrintedText, slot: number): number => unit(text, slot) * (1 - 1e-9);

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

// On the way to a number a text carries the digits it prints there; but nobody works with whole
// numbers only because what comes out is one.
function digits({ problem, written, printedAs }: PrintedText, slot: number): Rounding {
  const { rounding } = problem.prepared.exercise;
  if (printedAs === "exact") return inFull;
  if (rounding.significant !== undefined) return rounding;
  const decimals = written[slot]?.decimals ?? 0;
  return decimals === 0 ? inFull : { decimals, truncation: rounding.truncation };
}

// What follows from something that follows goes back to the mistake at the beginning.
function mistakesBehind(judged: JudgedText, id: string): readonly string[] {
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
      if (beyond >= -unit(judged, slot) / 2 && beyond < unit(judged, slot)) fits.push(round);
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
