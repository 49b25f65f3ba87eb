import { run } from "../graph/evaluate.js";
import { decimalsOf } from "../graph/rounding.js";
import type { Problem } from "../problem/problem.js";
import { choicesOf, wordFor } from "../question/choice.js";
import { within } from "../question/within.js";
import { type MarkingTable, markByTable, markingTable } from "./markingTable.js";
import { type MarkingPolicy, markScript } from "./markScript.js";

/** What a slip makes of a number as it is written; undefined where it cannot be made. */
type WrittenSlip = (text: string) => string | undefined;

/** The slips of people who know what they do. */
export const honestSlips: Readonly<Record<string, WrittenSlip>> = {
  "the sign is turned": (text) => (text.startsWith("-") ? text.slice(1) : `-${text}`),
  "two digits are swapped": (text) => {
    const at = figuresIn(text).find(
      (at) => /\d/.test(text[at + 1] ?? "") && text[at] !== text[at + 1],
    );
    return at === undefined
      ? undefined
      : text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
  },
  "a digit is another": (text) => {
    const at = figuresIn(text)[1];
    return at === undefined
      ? undefined
      : text.slice(0, at) + String((Number(text[at]) + 3) % 10) + text.slice(at + 1);
  },
};

/** The places of the digits of a number from its first that is not 0 on. */
function figuresIn(text: string): readonly number[] {
  const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
  return places.slice(places.findIndex((at) => text[at] !== "0"));
}

/** What is written in each blank. */
type WrittenScript = Readonly<Record<string, string>>;

/**
 * The scripts of people who slip once, each of them in one blank and in one way, and go on rightly
 * from what they have written.
 */
export function* scriptsWithOneSlip(problem: Problem): Generator<WrittenScript> {
  const { prepared, answers } = problem;
  for (const slot of prepared.slots) {
    const answer = answers[slot];
    if (answer?.kind !== "number" || prepared.program.recurrences.some((one) => one.slot === slot))
      continue;
    for (const slip of Object.values(honestSlips)) {
      const script = workedOn(problem, slot, slip);
      const written = Number(script[prepared.program.ids[slot]!]);
      const isImpossible = Object.values(script).some((text) => /NaN|Infinity/.test(text));
      if (!isImpossible && !within(written, answer.value, answer.range)) yield script;
    }
  }
}

/** The sheet worked out in its order, with a slip at one of its blanks. */
function workedOn(
  { prepared, values: drawn, answers }: Problem,
  slipped: number,
  slip: WrittenSlip,
): WrittenScript {
  const { program, slots, exercise } = prepared;
  const asked = new Set(slots);
  const choices = choicesOf(exercise);
  const values = program.initial.slice();
  values.set(drawn.subarray(0, program.givens));
  const script: Record<string, string> = Object.create(null);
  for (let slot = program.givens; slot < program.ids.length; slot++) {
    const id = program.ids[slot]!;
    run(program.code, program.segments[slot]!, values);
    const answer = answers[slot];
    if (!asked.has(slot) || !answer) continue;
    if (answer.kind === "choice") {
      script[id] = wordFor(choices.get(id)!, values[slot]!) ?? answer.word;
      continue;
    }
    if (program.graph.get(id)!.recurrence) values[slot] = answer.value;
    const decimals = Math.min(20, decimalsOf(exercise.rounding, values[slot]!));
    const right = (Math.round(values[slot]! * 10 ** decimals) / 10 ** decimals + 0).toFixed(
      decimals,
    );
    script[id] = (slot === slipped ? slip(right) : undefined) ?? right;
    values[slot] = Number(script[id]);
  }
  return script;
}

/** Who marks: `grade`, a platform that has the table of the variant, or one that has its key. */
export type MarkedBy = "grade" | "table" | "key";

/** Shares of all marks that those keep who slip once: in the mean, and of the worst slip. */
export type KeptMarks = Readonly<
  Record<MarkedBy, { readonly mean: number; readonly worst: number }>
>;

/** What people who slip once keep of a variant's marks. */
export function keptMarks(problem: Problem, policy: MarkingPolicy = {}): KeptMarks {
  const { exercise } = problem.prepared;
  const table = markingTable(problem);
  const shares: Record<MarkedBy, number[]> = { grade: [], table: [], key: [] };
  for (const answers of scriptsWithOneSlip(problem)) {
    const submission = { schemaVersion: 1, exercise: exercise.name, answers } as const;
    const { score, maxScore, blanks } = markScript(problem, submission, policy);
    const right = blanks.filter(({ verdict }) => verdict.kind === "correct");
    const byKey = right.reduce((sum, { points }) => sum + points, 0);
    shares.grade.push(score / maxScore);
    shares.table.push(sumOf(table, answers, policy.followThrough ?? 1) / maxScore);
    shares.key.push(byKey / maxScore);
  }
  const kept = (by: readonly number[]) => ({
    mean: by.length > 0 ? by.reduce((a, b) => a + b) / by.length : 1,
    worst: Math.min(1, ...by),
  });
  return { grade: kept(shares.grade), table: kept(shares.table), key: kept(shares.key) };
}

function sumOf(table: MarkingTable, answers: WrittenScript, share: number): number {
  const typed = table.map((blank): [string, number | string] => [
    blank.id,
    blank.kind === "choice" ? answers[blank.id]! : Number(answers[blank.id]),
  ]);
  const marks = markByTable(table, new Map(typed), share).values();
  return [...marks].reduce((sum, { marks }) => sum + marks, 0);
}
