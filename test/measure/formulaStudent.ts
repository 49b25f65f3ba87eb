import { run } from "../../src/graph/evaluate.js";
import { type Formula, isOperation, operandsOf, substitute } from "../../src/graph/formula.js";
import { operators } from "../../src/graph/operators.js";
import { decimalsOf } from "../../src/graph/rounding.js";
import type { Problem } from "../../src/problem/problem.js";
import { choicesOf, wordFor } from "../../src/question/choice.js";
import type { Random } from "./arithmetic.js";

/**
 * What a student writes into a blank instead of what they have worked out, and the value they go on
 * with; undefined where they write what they have.
 */
export type OwnWay = (
  slot: number,
  worked: number,
  values: Float64Array,
) => { readonly written: number; readonly onwards: number } | undefined;

/** A script: what is written in each blank, as text. */
export type Answers = Readonly<Record<string, string>>;

/** A number with the digits that are carried, as it is typed. */
export function typed(value: number, { prepared: { exercise } }: Problem): string {
  const decimals = decimalsOf(exercise.rounding, value);
  return (Math.round(value * 10 ** decimals) / 10 ** decimals + 0).toFixed(Math.min(decimals, 20));
}

/**
 * A student of any exercise, who works out the exercise's own formulas one blank after the other
 * from what they have written, save for their own ways. They share the formulas with what is
 * measured, so they show how work is followed, and not whether the key is right.
 */
export function workedBy(problem: Problem, ownWay: OwnWay = () => undefined): Answers {
  const { program, slots, exercise } = problem.prepared;
  const asked = new Set(slots);
  const choices = choicesOf(exercise);
  const values = program.initial.slice();
  values.set(problem.values.subarray(0, program.givens));
  const answers: Record<string, string> = Object.create(null);
  for (let slot = program.givens; slot < program.ids.length; slot++) {
    const id = program.ids[slot]!;
    run(program.code, program.segments[slot]!, values);
    if (!asked.has(slot)) continue;
    const answer = problem.answers[slot]!;
    if (answer.kind === "choice") {
      answers[id] = wordFor(choices.get(id)!, values[slot]!) ?? answer.word;
      continue;
    }
    if (program.graph.get(id)!.recurrence) {
      answers[id] = typed(answer.value, problem);
      continue;
    }
    const worked = Number(typed(values[slot]!, problem));
    const { written, onwards } = ownWay(slot, worked, values) ?? {
      written: worked,
      onwards: worked,
    };
    answers[id] = typed(written, problem);
    values[slot] = onwards;
  }
  return answers;
}

/** A slip at one blank: what is written there instead; undefined where none can be made. */
export type BlankSlip = (
  slot: number,
  worked: number,
  values: Float64Array,
  problem: Problem,
  random: Random,
) => number | undefined;

const pick = <T>(items: readonly T[], random: Random): T | undefined =>
  items[Math.floor(random() * items.length)];

const digitsOf = (text: string): number[] => {
  const places = [...text].flatMap((letter, at) => (/\d/.test(letter) ? [at] : []));
  const first = places.find((at) => text[at] !== "0");
  return places.filter((at) => first !== undefined && at >= first);
};

const withDigit = (text: string, at: number, digit: string): string =>
  text.slice(0, at) + digit + text.slice(at + 1);

/** Every kind of slip, at any blank. */
export const blankSlips = {
  sign: (_slot, worked) => -worked,
  "digits swapped": (_slot, worked, _values, problem, random) => {
    const text = typed(worked, problem);
    const at = pick(
      digitsOf(text).filter((at) => /\d/.test(text[at + 1] ?? "") && text[at] !== text[at + 1]),
      random,
    );
    return at === undefined
      ? undefined
      : Number(withDigit(withDigit(text, at, text[at + 1]!), at + 1, text[at]!));
  },
  "power of ten": (_slot, worked, _values, _problem, random) => worked * pick([0.1, 10], random)!,
  "wrong digit": (_slot, worked, _values, problem, random) => {
    const text = typed(worked, problem);
    const at = pick(digitsOf(text), random);
    return at === undefined
      ? undefined
      : Number(withDigit(text, at, String((Number(text[at]) + 1 + Math.floor(random() * 9)) % 10)));
  },
  "off by a few units": (slot, worked, _values, problem, random) => {
    const answer = problem.answers[slot]!;
    const room = answer.kind === "number" ? answer.range.tolerance : 0;
    const unit = 10 ** -decimalsOf(problem.prepared.exercise.rounding, worked);
    return worked + (random() < 0.5 ? -1 : 1) * (room + unit * (1 + Math.floor(random() * 8)));
  },
  "operation mistaken": (slot, _worked, values, problem, random) =>
    formulaOf(slot, problem, (formula) => mistaken(formula, random), values),
  "operand misread": (slot, _worked, values, problem, random) => {
    const { program } = problem.prepared;
    const id = program.ids[slot]!;
    const operand = pick(operandsOf(program.graph.get(id)!.formula!), random);
    if (operand === undefined) return undefined;
    const at = program.slots.get(operand)!;
    const text = typed(values[at]!, problem);
    const place = pick(digitsOf(text), random);
    if (place === undefined) return undefined;
    const digit = String((Number(text[place]) + 1 + Math.floor(random() * 9)) % 10);
    const misread = Number(withDigit(text, place, digit));
    return computed(
      substitute(program.graph.get(id)!.formula!, (name) =>
        name === operand ? misread : undefined,
      ),
      problem,
      values,
    );
  },
  "neighbour's value": (slot, _worked, values, problem, random) => {
    const { program, slots } = problem.prepared;
    const { role } = program.graph.get(program.ids[slot]!)!;
    const before = slots.filter(
      (other) => other < slot && program.graph.get(program.ids[other]!)!.role === role,
    );
    const other = pick(before, random);
    return other === undefined ? undefined : values[other]!;
  },
} satisfies Record<string, BlankSlip>;

export type BlankSlipKind = keyof typeof blankSlips;

function formulaOf(
  slot: number,
  problem: Problem,
  change: (formula: Formula) => Formula,
  values: Float64Array,
): number | undefined {
  const { graph, ids } = problem.prepared.program;
  const { formula } = graph.get(ids[slot]!)!;
  return formula === undefined ? undefined : computed(change(formula), problem, values);
}

const otherOperation: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "+",
  "/": "*",
};

// One operation of a formula for another, anywhere in it.
function mistaken(formula: Formula, random: Random): Formula {
  const count = operationsIn(formula);
  let left = Math.floor(random() * count);
  return visit(formula);

  function visit(part: Formula): Formula {
    if (!isOperation(part)) return part;
    const other = otherOperation[part.op];
    if (other !== undefined && left-- === 0) return { op: other as "+", args: part.args };
    return { op: part.op, args: part.args.map(visit) };
  }
}

const operationsIn = (formula: Formula): number =>
  isOperation(formula)
    ? formula.args.reduce<number>(
        (sum, arg) => sum + operationsIn(arg),
        formula.op in otherOperation ? 1 : 0,
      )
    : 0;

/** A formula's value from these values of quantities, of which those not asked are worked out. */
function computed(formula: Formula, { prepared }: Problem, values: Float64Array): number {
  const { slots } = prepared.program;
  const of = (part: Formula): number => {
    if (typeof part === "number") return part;
    if (typeof part === "string") return values[slots.get(part)!]!;
    const [a = 0, b = 0] = part.args.map(of);
    return operators[part.op].of(a, b);
  };
  return of(formula);
}
