import { stateAfter } from "../graph/evaluate.js";
import {
  boundAsWritten,
  type Local,
  type Locals,
  localCarried,
  localValue,
} from "../graph/local.js";
import type { Malrule } from "../graph/rewrite.js";
import { type Rounding, unitOf } from "../graph/rounding.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Answer } from "../problem/key.js";
import { exactValue, type Problem } from "../problem/problem.js";
import { followThrough } from "./followThrough.js";
import { misconceptionsIn } from "./markScript.js";
import { type Written, workThrough } from "./work.js";

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
  const unit = (slot: number): number => {
    const reading = written[slot];
    if (!reading) return 0;
    return printedAs === "exact"
      ? Math.max(1e-12, 1e-9 * Math.abs(reading.value))
      : 10 ** -reading.decimals;
  };
  // What is cut off is less than one unit away: a 1 that should be a 0 is neither rounded nor cut
  // off.
  const room = (slot: number): number => unit(slot) * (1 - 1e-9);
  const judged = {
    ...problem,
    answers: program.ids.map((id, slot): Answer | undefined => {
      if (problem.answers[slot] === undefined) return undefined;
      return {
        kind: "number",
        value: exactValue(problem, id),
        range: { tolerance: room(slot), open: false },
        isExact: false,
      };
    }),
  };
  const work = workThrough(judged, written, {
    reach,
    carried: () => 0,
    allowed: (slot, _, bound) => room(slot) + bound,
  });
  const wrong = problem.prepared
    .marking()
    .questions.filter(({ slot }) => work.wrong[slot] !== undefined);
  const misconceptions = misconceptionsIn(work, wrong);
  const following = new Map(followThrough(work, wrong, misconceptions, "never"));
  // What people round here and cut off there may end anywhere within the derived bound. That is no
  // mistake unless a misconception gives it. A text shows the order in which it computes.
  for (const { slot, right } of wrong) {
    if (following.has(slot) || misconceptions.get(slot)?.length) continue;
    const bound = boundAsWritten(
      work.locals,
      right,
      work.values,
      work.bounds,
      carriedTo(slot, right),
    );
    const isNear =
      Math.abs(written[slot]!.value - work.values[right.result]!) <= Math.max(room(slot), bound);
    const before = right.operands.filter((operand) => work.wrong[operand] !== undefined);
    if (isNear)
      following.set(
        slot,
        before.map((operand) => program.ids[operand]!),
      );
  }
  const fitting = fittingRounds();

  return questions.map(({ id }): Finding => {
    const slot = program.slots.get(id)!;
    const finding = {
      id,
      printed: printed[id] ?? "",
      exact: exactValue(problem, id),
      from: [],
      malrules: [],
    };
    if (written[slot] === undefined) return { ...finding, verdict: "unreadable" };
    if (work.wrong[slot] === undefined) return { ...finding, verdict: "right" };
    if (following.has(slot)) {
      // What follows from right numbers alone is right, however far rounding has taken it.
      const from = mistakesBehind(id);
      return { ...finding, verdict: from.length > 0 ? "follows" : "right", from };
    }
    const recurrence = program.recurrences.find((r) => r.slot === slot)?.recurrence;
    if (recurrence && recurrence.below === undefined && fitting.first > 0) {
      return { ...finding, verdict: "mistake", rounds: { claimed: recurrence.rounds, ...fitting } };
    }
    return { ...finding, verdict: "mistake", malrules: misconceptions.get(slot) ?? [] };
  });

  // What rounding or cutting off every result on the way changes, at the digits carried there.
  function reach(slot: number, locals: Locals, local: Local, values: Float64Array): number {
    const rounding = digits(slot);
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
  function digits(slot: number): Rounding {
    const { rounding } = problem.prepared.exercise;
    if (printedAs === "exact") return inFull;
    if (rounding.significant !== undefined) return rounding;
    const decimals = written[slot]?.decimals ?? 0;
    return decimals === 0 ? inFull : { decimals, truncation: rounding.truncation };
  }

  // Numbers that are printed in more digits than what is made of them are not cut to fewer first.
  function carriedTo(slot: number, { operands }: Local): Rounding {
    const own = digits(slot);
    if (own.decimals === undefined) return own;
    const printedDecimals = operands.map((operand) => written[operand]?.decimals ?? 0);
    return { ...own, decimals: Math.max(own.decimals, ...printedDecimals) };
  }

  // What follows from something that follows goes back to the mistake at the beginning.
  function mistakesBehind(id: string): readonly string[] {
    const from = following.get(program.slots.get(id)!);
    return from ? [...new Set(from.flatMap(mistakesBehind))] : [id];
  }

  // The counts of rounds after which every wrong state is printed as it is, rounded or cut off.
  function fittingRounds(): { first: number; last: number } {
    let [first, last] = [0, mostRounds];
    for (const { slot, recurrence } of program.recurrences) {
      if (work.wrong[slot] === undefined || recurrence.below !== undefined) continue;
      const { value } = written[slot]!;
      const fits: number[] = [];
      stateAfter(program, { ...recurrence, rounds: mostRounds }, problem.values, (round, state) => {
        const beyond = Math.sign(value) * (state - value);
        if (beyond >= -unit(slot) / 2 && beyond < unit(slot)) fits.push(round);
      });
      first = Math.max(first, fits[0] ?? mostRounds + 1);
      last = Math.min(last, fits.at(-1) ?? 0);
    }
    return first <= last ? { first, last } : { first: 0, last: 0 };
  }
}

/** A printed number without the marks of an approximation: ≈ 0.25, 0.25… */
const bare = (printed: string): string =>
  printed
    .trim()
    .replace(/^[≈≃~=]/, "")
    .replace(/(?:…|\.{3})$/, "");
