import { dependenciesOf, quantityOf } from "./graph.js";
import { operatorNames, operators } from "./operators.js";
import type { Program } from "./program.js";

const { "+": sum, "-": difference, "*": product, "/": quotient } = operators;
// By opcode; functions in an array are called faster than methods of objects.
const duals = operatorNames.map((name) => operators[name].dual);
const plus = operatorNames.indexOf("+");
const minus = operatorNames.indexOf("-");
const times = operatorNames.indexOf("*");
const over = operatorNames.indexOf("/");

/** The instructions through which `by` reaches `of`, for one derivative quantity of a program. */
export interface DerivativePlan {
  readonly id: string;
  readonly slot: number;
  readonly of: number;
  readonly by: number;
  /** 1, or −1 for a quantity that has the opposite sign of the derivative. */
  readonly sign: number;
  /** Offsets of instructions, in order. */
  readonly instructions: Int32Array;
}

/** A plan for every quantity of the program that is declared to be a derivative. */
export function derivativePlans(program: Program): readonly DerivativePlan[] {
  return [...program.graph.values()].flatMap((quantity) => {
    if (!quantity.derivative || quantity.derivative.share) return [];
    const { of, by, negated } = quantity.derivative;
    const between = pathsBetween(program, of, by);
    const instructions = program.ids.flatMap((id, slot) => {
      const { from, to } = program.segments[slot]!;
      return between.has(id) ? Array.from({ length: (to - from) / 4 }, (_, i) => from + 4 * i) : [];
    });
    const slot = program.slots.get(quantity.id)!;
    return [
      {
        id: quantity.id,
        slot,
        of: slotOf(of),
        by: slotOf(by),
        sign: negated ? -1 : 1,
        instructions: Int32Array.from(instructions),
      },
    ];
  });

  function slotOf(id: string): number {
    const slot = program.slots.get(id);
    if (slot === undefined) throw new RangeError(`unknown quantity: ${id}`);
    return slot;
  }
}

/**
 * The derivative that a plan is about, by dual numbers: forward-mode differentiation of the
 * formulas of `of`, which shares nothing with the formulas of backpropagation. `values` are those
 * of an evaluation; all `tangents` are 0, and will be.
 */
export function derivativeByDuals(
  { code }: Program,
  plan: DerivativePlan,
  values: Float64Array,
  tangents: Float64Array = new Float64Array(values.length),
): number {
  const { instructions } = plan;
  tangents[plan.by] = 1;
  for (let k = 0; k < instructions.length; k++) dual(code, instructions[k]!, values, tangents);
  const found = plan.sign * tangents[plan.of]!;
  // Nothing of it is left for another derivative.
  tangents[plan.by] = 0;
  for (let k = 0; k < instructions.length; k++) tangents[code[instructions[k]! + 1]!] = 0;
  return found;
}

// As in `apply`, the commonest by name.
function dual(code: Int32Array, i: number, values: Float64Array, tangents: Float64Array): void {
  const opcode = code[i]!;
  const slot = code[i + 1]!;
  const a = values[code[i + 2]!]!;
  const b = values[code[i + 3]!]!;
  const da = tangents[code[i + 2]!]!;
  const db = tangents[code[i + 3]!]!;
  if (opcode === times) tangents[slot] = product.dual(a, b, da, db);
  else if (opcode === plus) tangents[slot] = sum.dual(a, b, da, db);
  else if (opcode === minus) tangents[slot] = difference.dual(a, b, da, db);
  else if (opcode === over) tangents[slot] = quotient.dual(a, b, da, db);
  else tangents[slot] = duals[opcode]!(a, b, da, db);
}

// The quantities that depend on `by` and that `of` depends on; `by` itself is held, so it is not
// among them.
function pathsBetween({ graph }: Program, of: string, by: string): ReadonlySet<string> {
  const reaches = new Map<string, boolean>();
  const found = new Set<string>();
  visit(of);
  return found;

  function visit(id: string): boolean {
    if (id === by) return true;
    const known = reaches.get(id);
    if (known !== undefined) return known;
    const operands = dependenciesOf(quantityOf(graph, id)).map(visit);
    const reached = operands.includes(true);
    reaches.set(id, reached);
    if (reached) found.add(id);
    return reached;
  }
}
