import { type Formula, operandsOf } from "../graph/formula.js";
import { type Local, type Locals, localBuilder, localValue } from "../graph/local.js";
import { formulaChanges, type OtherFormula, otherFormulas } from "../graph/otherFormulas.js";
import type { Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import { differs, type Estimate, isNear } from "../question/evidence.js";
import type { MarkedQuestion, Marking } from "../question/marking.js";
import { rarest } from "./diagnose.js";
import { writtenIn } from "./ownNumbers.js";
import { estimate, type Work, workIn, workThrough } from "./work.js";

/** What may be behind a wrong number that no misconception gives. */
export interface OtherCause {
  /** The formulas that give it; those that give the same number stand together. */
  readonly formulas: readonly OtherFormula[];
  /** `shown`: a chance fit is too rare. `possible`: it fits, as others would by chance. */
  readonly certainty: "shown" | "possible";
  /** The share of the numbers of its size that any formula tried here would fit. */
  readonly chance: number;
}

/** More formulas than this, and it says nothing that one of them fits. */
const mostNamed = 3;

/** The other formulas of a question, compiled when one is first needed. */
interface Compiled {
  readonly locals: Locals;
  readonly tried: readonly { readonly other: OtherFormula; readonly local: Local }[];
}

const made = new WeakMap<Marking, Map<string, Compiled>>();

function compiledAt(work: Work, { question, right }: MarkedQuestion): Compiled {
  const { program, marking: markingOf } = work.problem.prepared;
  const marking = markingOf();
  const known = made.get(marking) ?? new Map<string, Compiled>();
  made.set(marking, known);
  const before = known.get(question.id);
  if (before) return before;
  const asked = new Set(marking.questions.map((marked) => marked.question.id));
  const builder = localBuilder(program, asked);
  const inner = innerIds(work, question.id, asked);
  const tried = (right.steps.length === 1 ? [question.id] : inner).flatMap((id) =>
    otherFormulas(program.graph, id).flatMap((other) => {
      // An operand that is not printed is looked at itself.
      if (other.kind === "operand-unfinished" && !asked.has(other.ids[0]!)) return [];
      const local = builder.add(question.id, new Map<string, Formula>([[id, other.formula]]));
      return local ? [{ other, local }] : [];
    }),
  );
  const locals = builder.finish();
  const compiled = { locals, tried: tried.filter(({ local }) => !needsItself(locals, local)) };
  known.set(question.id, compiled);
  return compiled;
}

// What is put in may be worked out from the very number that is asked.
const needsItself = ({ code }: Locals, { steps, result }: Local): boolean =>
  steps.slice(0, -1).some(({ main: { from, to } }) => {
    for (let i = from; i < to; i += 4)
      if (code[i + 2] === result || code[i + 3] === result) return true;
    return false;
  });

/** The quantity, and what is worked out for it on the way and not asked. */
function innerIds({ problem }: Work, id: string, asked: ReadonlySet<string>): readonly string[] {
  const { graph } = problem.prepared.program;
  const found = new Set([id]);
  for (const inner of found) {
    for (const read of operandsOf(graph.get(inner)?.formula ?? 0))
      if (!asked.has(read) && graph.get(read)?.formula !== undefined) found.add(read);
  }
  return [...found];
}

/**
 * The other formulas that give a wrong number on the numbers before it. It counts by what share of
 * the numbers of its size all that were tried would fit: below one in five thousand no coincidence.
 */
function otherCauseAt(work: Work, marked: MarkedQuestion): OtherCause | undefined {
  const { slot } = marked;
  const written = work.written[slot]!.value;
  const right = work.wrong[slot]!;
  const { locals, tried } = compiledAt(work, marked);
  const there = workIn(work, locals);
  const estimated = tried
    .map(({ other, local }) => ({ other, given: estimateIn(there, slot, local) }))
    .filter(({ given }) => Number.isFinite(given.value) && differs(given, right));
  const fitting = estimated.filter(({ given }) => isNear(written, given));
  if (fitting.length === 0 || fitting.length > mostNamed) return undefined;
  const chance = chanceOfAny(
    work,
    slot,
    estimated.map(({ given }) => given),
  );
  return {
    formulas: fitting.map(({ other }) => other),
    certainty: chance < rarest ? "shown" : "possible",
    chance,
  };
}

/** A student may be told where to look where fewer wrong numbers than this would be told so. */
const mostMisled = 1 / 20;

/**
 * The one other formula that gives a wrong answer to a question; undefined where several do, or
 * where too many wrong numbers of its size would fit one.
 */
export function likelyCause(
  problem: Problem,
  submission: Submission,
  id: string,
): OtherFormula | undefined {
  const { program, marking } = problem.prepared;
  const written = writtenIn(problem, submission);
  const work = workThrough(
    problem,
    program.ids.map((id) => written.get(id)),
  );
  const marked = marking().bySlot[program.slots.get(id)!];
  if (!marked || work.wrong[marked.slot] === undefined) return undefined;
  const cause = otherCauseAt(work, marked);
  return cause && cause.formulas.length === 1 && cause.chance < mostMisled
    ? cause.formulas[0]
    : undefined;
}

// Worked out on the numbers that stand before it, or in full on the right ones behind them.
function estimateIn(work: Work, slot: number, local: Local): Estimate {
  const { values, locals, problem, wrong } = work;
  const { value, bound } = estimate(work, slot, local);
  const stood = local.operands.map((operand) => values[operand]!);
  for (const operand of local.operands)
    if (wrong[operand] === undefined) values[operand] = problem.values[operand]!;
  const inFull = localValue(locals, local, values);
  for (const [i, operand] of local.operands.entries()) values[operand] = stood[i]!;
  const apart = Math.abs(value - inFull) / 2;
  return { value: (value + inFull) / 2, bound: bound + apart };
}

/**
 * The chance that a wrong number which has nothing to do with any of these estimates is near one of
 * them: the share that they cover together of the numbers up to twice its size, of either sign.
 */
export function chanceOfAny(work: Work, slot: number, estimates: readonly Estimate[]): number {
  const sizes = [work.written[slot]!.value, work.wrong[slot]!.value].map(Math.abs);
  return coveredWithin(2 * Math.max(...sizes), estimates);
}

function coveredWithin(size: number, estimates: readonly Estimate[]): number {
  const intervals = estimates
    .map(({ value, bound }) => ({
      from: Math.max(-size, value - bound),
      to: Math.min(size, value + bound),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  let [length, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of intervals) {
    length += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return length / (2 * size);
}

/**
 * The causes of several wrong numbers of one text, by slot. Where some are of one kind of change,
 * that all of them fit by chance is as rare as the product of their chances, times the ways of
 * choosing as many of those that were looked at.
 */
export function otherCauses(
  work: Work,
  unexplained: readonly MarkedQuestion[],
): ReadonlyMap<number, OtherCause> {
  const found = new Map<number, OtherCause>();
  for (const marked of unexplained) {
    const cause = otherCauseAt(work, marked);
    if (cause) found.set(marked.slot, cause);
  }
  for (const { id } of formulaChanges) {
    const agreeing = [...found].filter(([, { formulas }]) => formulas.some((f) => f.kind === id));
    const together = agreeing.reduce(
      (chance, [, cause], i) => (chance * cause.chance * (unexplained.length - i)) / (i + 1),
      1,
    );
    if (agreeing.length < 2 || together >= rarest) continue;
    for (const [slot, cause] of agreeing)
      if (cause.certainty === "possible")
        found.set(slot, {
          ...cause,
          formulas: cause.formulas.filter(({ kind }) => kind === id),
          certainty: "shown",
        });
  }
  return found;
}
