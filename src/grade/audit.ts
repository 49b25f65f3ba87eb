import type { PrintedNumbers } from "../exercise/exercise.js";
import { evaluate, stateAfter } from "../graph/evaluate.js";
import { type Local, type Locals, localCarried, localValue } from "../graph/local.js";
import type { Malrule } from "../graph/rewrite.js";
import { lastPlace, placeNeeded, type Rounding, unitOf } from "../graph/rounding.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Answer } from "../problem/key.js";
import { exactValue, type Problem } from "../problem/problem.js";
import type { MarkedQuestion } from "../question/marking.js";
import { judgeStep } from "./auditStep.js";
import { Misconceptions } from "./diagnose.js";
import { followThrough } from "./followThrough.js";
import { type Misprint, mayBeMisprint, misprintIn } from "./misprint.js";
import { chanceOfAny, type OtherCause, otherCauses } from "./otherCauses.js";
import {
  digitsAt,
  type PrintedAs,
  type PrintedText,
  printedText,
  roomAt,
  unitAt,
} from "./printedText.js";
import { estimate, type Work, type Written, workThrough, wrongIn } from "./work.js";

/** One printed number of a worked example, as judged. */
export interface Finding {
  readonly id: string;
  /** Which of its values it is, counted from 1, where the text prints it more than once. */
  readonly printing?: number;
  readonly printed: string;
  readonly exact: number;
  readonly verdict: (typeof verdicts)[number];
  /** For what cannot be read: why, a sentence or more. */
  readonly why?: string;
  /** For what follows: the ids of the mistakes before it. */
  readonly from: readonly string[];
  /** The misconceptions that give this number. */
  readonly malrules: readonly Malrule[];
  /** Where so coarse a number would fit one of the misconceptions by chance, too. */
  readonly byChance?: true;
  /** Where no misconception does: other formulas that give it. */
  readonly cause?: OtherCause;
  /** Where nothing else is behind it: what a printer may have done to the right number. */
  readonly misprint?: Misprint;
  /** For a state after many rounds: the counts of rounds after which it is the state. */
  readonly rounds?: { readonly claimed: number; readonly first: number; readonly last: number };
}

/** The most rounds to look through for a state that is not where it is said to be. */
const mostRounds = 200_000;

/** A text with its numbers worked through. */
interface JudgedText extends PrintedText {
  readonly work: Work;
  readonly misconceptions: Misconceptions;
  /** The mistakes whose misconceptions may fit by chance, by slot. */
  readonly doubtful: ReadonlySet<number>;
  /** The ids of the mistakes from which each blank follows that is no mistake, by slot. */
  readonly following: ReadonlyMap<number, readonly string[]>;
  /** What nobody can judge at the digits printed before it. */
  readonly open: ReadonlySet<number>;
  /** What may be behind the mistakes that no misconception gives, by slot. */
  readonly causes: ReadonlyMap<number, OtherCause>;
}

/** The same while it is judged, one number after the other. */
interface Judging extends Omit<JudgedText, "causes" | "doubtful"> {
  readonly following: Map<number, readonly string[]>;
  readonly open: Set<number>;
}

/**
 * Judges the printed numbers of a worked example at their own printed precision: right less than
 * one printed unit, rounded or cut off, from the exact value; or right by the step from the numbers
 * printed before it. `problem` asks for the printed quantities; `printedAs` says how numbers were
 * printed. Of a quantity that is printed more than once each value is judged, and what is computed
 * from it may go on with any of them: with the latest, where that makes no difference.
 */
export function audit(
  problem: Problem,
  printed: PrintedNumbers,
  printedAs: PrintedAs,
): readonly Finding[] {
  const printings = new Map(
    problem.prepared.questions.map(({ id }) => [id, [printed[id] ?? ""].flat()]),
  );
  const most = Math.max(1, ...[...printings.values()].map(({ length }) => length));
  // The text as it stands after each of its printings: of what has no more, the latest holds.
  const standings = Array.from({ length: most }, (_, i) =>
    findingsIn(
      problem,
      new Map([...printings].map(([id, texts]) => [id, texts[Math.min(i, texts.length - 1)]!])),
      printedAs,
    ),
  );
  return [...printings].flatMap(([id, texts]) =>
    texts.map((_, i) => {
      const last = i === texts.length - 1;
      const findings = (last ? standings.slice(i) : [standings[i]!]).map((one) => one.get(id)!);
      const best = findings.reduceRight((best, one) => (isBetter(one, best) ? one : best));
      return texts.length === 1 ? best : { ...best, printing: i + 1 };
    }),
  );
}

/** From what is best for a text to what is worst. */
const verdicts = ["right", "follows", "unjudgeable", "mistake", "unreadable"] as const;

const isBetter = (one: Finding, other: Finding): boolean =>
  verdicts.indexOf(one.verdict) < verdicts.indexOf(other.verdict);

/** The findings on a text that prints each quantity once, by ids. */
function findingsIn(
  problem: Problem,
  printed: ReadonlyMap<string, string>,
  printedAs: PrintedAs,
): ReadonlyMap<string, Finding> {
  const { program } = problem.prepared;
  const written: (Written | undefined)[] = program.ids.map(() => undefined);
  for (const [id, text] of printed) {
    const reading = readNumber(bare(text));
    if (reading.kind === "number") written[program.slots.get(id)!] = reading;
  }
  const judged = judge(printedText({ problem, written, printedAs }));
  const fitting = fittingRounds(judged);
  return new Map([...printed].map(([id, text]) => [id, findingAt(judged, id, text, fitting)]));
}

function judge(text: PrintedText): JudgedText {
  const { problem, written } = text;
  const spread = spreadOfGivens(text);
  const answers = problem.prepared.program.ids.map((id, slot): Answer | undefined => {
    if (problem.answers[slot] === undefined) return undefined;
    const range = { tolerance: roomAt(text, slot) + (spread[slot] ?? 0), open: false };
    return { kind: "number", value: exactValue(problem, id), range, isExact: false };
  });
  const work = workThrough({ ...problem, answers }, written, {
    reach: (slot, locals, local, values) => reach(locals, local, values, digitsAt(text, slot)),
    carried: () => 0,
    allowed: (slot, _, bound) => roomAt(text, slot) + bound,
    least: () => 0,
    most: () => Number.POSITIVE_INFINITY,
    ceiling: () => Number.POSITIVE_INFINITY,
    share: Number.POSITIVE_INFINITY,
  });
  const wrong = wrongIn(work);
  const misconceptions = new Misconceptions(work, wrong);
  const following = new Map(
    followThrough(work, wrong, misconceptions, "none").flatMap(
      (found, slot): [number, readonly string[]][] => (found ? [[slot, found.from]] : []),
    ),
  );
  const judged = { ...text, work, misconceptions, following, open: new Set<number>() };
  for (const marked of wrong) judgeBySteps(judged, marked);
  const unexplained = wrong.filter(
    ({ slot }) => !following.has(slot) && misconceptions.at(slot).length === 0,
  );
  const explained = wrong.filter(
    ({ slot }) => !following.has(slot) && misconceptions.at(slot).length > 0,
  );
  return {
    ...judged,
    doubtful: doubtfulAmong(judged, explained),
    causes: otherCauses(work, unexplained),
  };
}

/** Givens of as many decimals are shown rounded, too: the program computed with more. */
const shownRounded = 6;

/** How far a program's results may be from those of its givens as it shows them, by slots. */
function spreadOfGivens({ problem, printedAs }: PrintedText): readonly number[] {
  const { program } = problem.prepared;
  if (printedAs !== "computed") return [];
  const spread = program.ids.map(() => 0);
  const givens = Array.from(problem.values.subarray(0, program.givens));
  for (const [given, value] of givens.entries()) {
    const place = placeNeeded(value);
    if (place > 1.5 * lastPlace(shownRounded)) continue;
    const moved = evaluate(program, givens.with(given, value + place / 2));
    for (const slot of spread.keys()) {
      const distance = Math.abs(moved[slot]! - problem.values[slot]!);
      if (Number.isFinite(distance)) spread[slot]! += distance;
    }
  }
  return spread;
}

/**
 * A wrong number in a text is put down to one of the misconceptions before it is called anything
 * else; but not where one in so few numbers of its size would fit one of them.
 */
export const mostByChance = 1 / 50;

// Two numbers with the same misconception are no chance.
function doubtfulAmong(
  { work, misconceptions }: Judging,
  explained: readonly MarkedQuestion[],
): ReadonlySet<number> {
  const times = new Map<Malrule, number>();
  for (const { slot } of explained)
    for (const malrule of misconceptions.at(slot))
      times.set(malrule, (times.get(malrule) ?? 0) + 1);
  return new Set(
    explained
      .filter(({ slot, misreadings }) => {
        if (misconceptions.at(slot).some((malrule) => times.get(malrule)! > 1)) return false;
        const given = misreadings.map(({ local }) => estimate(work, slot, local));
        return chanceOfAny(work, slot, given) > mostByChance;
      })
      .map(({ slot }) => slot),
  );
}

// Where all that a number is computed from is right, the step alone decides. After a mistake, what
// a misconception gives is no consequence.
function judgeBySteps(judged: Judging, marked: MarkedQuestion): void {
  const { work, misconceptions, following, open } = judged;
  const { slot, right } = marked;
  const { ids } = judged.problem.prepared.program;
  const isRight = (operand: number): boolean => isRightSoFar(judged, operand);
  const whole = right.operands.every(isRight);
  if (!whole && (following.has(slot) || misconceptions.at(slot).length > 0)) return;
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
  if (written[slot] === undefined) {
    const reading = readNumber(bare(printed));
    const why = reading.kind === "unreadable" ? { why: reading.why } : {};
    return { ...finding, verdict: "unreadable", ...why };
  }
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
  const malrules = misconceptions.at(slot);
  const cause = causeAt(judged, slot);
  const misprint =
    malrules.length === 0 && cause?.certainty !== "shown"
      ? misprintIn(...asMisprint(judged, slot))
      : undefined;
  return {
    ...finding,
    verdict: "mistake",
    malrules,
    ...(judged.doubtful.has(slot) ? { byChance: true } : {}),
    ...(misprint ? { misprint } : cause ? { cause } : {}),
  };
}

function asMisprint({ problem, written, work }: JudgedText, slot: number) {
  const exact = exactValue(problem, problem.prepared.program.ids[slot]!);
  const { value, decimals } = written[slot]!;
  return [value, [exact, work.wrong[slot]!.value], decimals] as const;
}

// A digit of a short number that is another often makes what another formula gives.
function causeAt(judged: JudgedText, slot: number): OtherCause | undefined {
  const cause = judged.causes.get(slot);
  return cause?.certainty === "shown" && mayBeMisprint(...asMisprint(judged, slot))
    ? { ...cause, certainty: "possible" }
    : cause;
}

// What rounding or cutting off every result on the way changes, at the digits carried there.
function reach(locals: Locals, local: Local, values: Float64Array, rounding: Rounding): number {
  const ways = [Math.round, Math.trunc].map((whole) =>
    localCarried(locals, local, values, (value) => {
      const last = unitOf(rounding, value);
      const units = value / last;
      // Of more digits than there are, nothing is cut off.
      return Number.isFinite(units) ? whole(units + Math.sign(value) * 1e-6) * last : value;
    }),
  );
  const inFull = localValue(locals, local, values);
  return Math.max(...ways.map((way) => Math.abs(way - inFull)));
}

// What follows from something that follows goes back to the mistake at the beginning.
function mistakesBehind(
  judged: Pick<JudgedText, "problem" | "following">,
  id: string,
): readonly string[] {
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
    const unit = unitAt(judged, slot);
    const fits: number[] = [];
    stateAfter(program, { ...recurrence, rounds: mostRounds }, problem.values, (round, state) => {
      const beyond = Math.sign(value) * (state - value);
      if (beyond >= -unit / 2 && beyond < unit) fits.push(round);
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
