import { boundSegment, boundSettled, boundWider } from "./bound.js";
import { run } from "./evaluate.js";
import type { Local, Locals } from "./local.js";
import { operatorNames, operators } from "./operators.js";
import type { Segment } from "./program.js";
import type { Rounding } from "./rounding.js";

/**
 * Many locals computed together: what several of them share is computed once, and the same
 * operation on other numbers stands together, since choosing an operation takes longer than it.
 */
export interface JointProgram {
  readonly code: Int32Array;
  /** What computes values. */
  readonly main: Segment;
  /** What computes bounds, after that. */
  readonly ways: Segment;
  /** How many slots of the program have names: they come first. */
  readonly named: number;
  /** Values and bounds to compute with, constants in place; for one draw at a time. */
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/** What a joint program computes; its slot there is known when the program is finished. */
export interface JointValue {
  readonly slot: number;
}

/** What is computed, read or constant: numbered in the order in which it was put in. */
interface JointNode extends JointValue {
  slot: number;
  readonly number: number;
  /** How many operations, one after the other, it takes at most. */
  readonly level: number;
  /** What is computed with this as its first operand, by its operation and the second. */
  uses: Map<number, Instruction> | undefined;
}

interface Constant extends JointNode {
  readonly value: number;
}

interface Instruction extends JointNode {
  readonly opcode: number;
  readonly a: JointNode;
  readonly b: JointNode;
}

// More than there are opcodes, for values and for bounds.
const mostOpcodes = 128;

/** Puts together locals of a program with so many named slots. */
export class JointBuilder {
  readonly #locals: Locals;
  readonly #inputs: readonly JointNode[];
  readonly #constants = new Map<number, Constant>();
  readonly #main: Instruction[] = [];
  readonly #ways: Instruction[] = [];

  constructor(locals: Locals, named: number) {
    this.#locals = locals;
    this.#inputs = Array.from({ length: named }, (_, slot) => ({
      slot,
      number: slot,
      level: 0,
      uses: undefined,
    }));
  }

  /** Adds a local, which reads in a named slot what is `held` there, or what the slot holds. */
  add({ main, result }: Local, held?: ReadonlyMap<number, JointValue>): JointValue {
    const own = new Map(held as ReadonlyMap<number, JointNode> | undefined);
    this.#addSegment(main, own);
    return own.get(result)!;
  }

  /** Adds a local with its bound, over all ways of computing. */
  addBound({ steps, result }: Local): JointValue {
    const values = new Map<number, JointNode>();
    const bounds = new Map<number, JointNode>();
    for (const { slot, main, ways } of steps) {
      this.#addSegment(main, values);
      let widest: JointNode | undefined;
      for (const way of ways) {
        this.#addWay(way, bounds);
        const found = bounds.get(slot)!;
        widest = widest ? this.#compute(this.#ways, boundWider, widest, found) : found;
      }
      const settled = this.#compute(this.#ways, boundSettled, values.get(slot)!, widest!);
      bounds.set(slot, settled);
    }
    return bounds.get(result)!;
  }

  finish(): JointProgram {
    const constants = [...this.#constants.values()];
    return laidOut(this.#inputs.length, constants, this.#main, this.#ways);
  }

  #addSegment({ from, to }: Segment, own: Map<number, JointNode>): void {
    const { code } = this.#locals;
    for (let i = from; i < to; i += 4) {
      const opcode = code[i]!;
      const a = this.#at(code[i + 2]!, own);
      const b = isBinary[opcode] ? this.#at(code[i + 3]!, own) : a;
      own.set(code[i + 1]!, opcode === copying ? a : this.#compute(this.#main, opcode, a, b));
    }
  }

  #addWay({ from, to }: Segment, own: Map<number, JointNode>): void {
    const { code } = this.#locals;
    for (let i = from; i < to; i += 4) {
      const a = this.#at(code[i + 2]!, own);
      const b = this.#at(code[i + 3]!, own);
      own.set(code[i + 1]!, this.#compute(this.#ways, code[i]!, a, b));
    }
  }

  #at(slot: number, own: ReadonlyMap<number, JointNode>): JointNode {
    return own.get(slot) ?? this.#inputs[slot] ?? this.#constant(this.#locals.initial[slot]!);
  }

  #constant(value: number): JointNode {
    const known = this.#constants.get(value);
    if (known) return known;
    const made = { slot: -1, number: this.#next(), level: 0, uses: undefined, value };
    this.#constants.set(value, made);
    return made;
  }

  #compute(among: Instruction[], opcode: number, a: JointNode, b: JointNode): JointNode {
    const key = b.number * mostOpcodes + opcode + (among === this.#ways ? mostOpcodes / 2 : 0);
    a.uses ??= new Map();
    const known = a.uses.get(key);
    if (known) return known;
    const level = 1 + Math.max(a.level, b.level);
    const made = { slot: -1, number: this.#next(), level, uses: undefined, opcode, a, b };
    a.uses.set(key, made);
    among.push(made);
    return made;
  }

  #next(): number {
    return this.#inputs.length + this.#constants.size + this.#main.length + this.#ways.length;
  }
}

/** Gives everything its slot, and writes the code. */
function laidOut(
  named: number,
  constants: readonly Constant[],
  main: Instruction[],
  ways: Instruction[],
): JointProgram {
  for (const part of [main, ways])
    part.sort((one, other) => one.level - other.level || one.opcode - other.opcode);
  let slot = named;
  for (const nodes of [constants, main, ways]) for (const node of nodes) node.slot = slot++;
  const values = new Float64Array(slot);
  for (const { slot, value } of constants) values[slot] = value;
  const code = new Int32Array(4 * (main.length + ways.length));
  let end = 0;
  for (const part of [main, ways])
    for (const { opcode, slot, a, b } of part) {
      code.set([opcode, slot, a.slot, b.slot], end);
      end += 4;
    }
  return {
    code,
    main: { from: 0, to: 4 * main.length },
    ways: { from: 4 * main.length, to: code.length },
    named,
    values,
    bounds: new Float64Array(2 * values.length),
  };
}

const isBinary = operatorNames.map((name) => operators[name].arity === 2);
const copying = operatorNames.indexOf("copy");

/**
 * Computes values from those of the named slots, which come first in `given`. They are good until
 * they are computed again.
 */
export function runJoint({ code, main, named, values }: JointProgram, given: Float64Array) {
  for (let slot = 0; slot < named; slot++) values[slot] = given[slot]!;
  run(code, main, values);
  return values;
}

/** Computes bounds from those that stand in the named slots; values have been computed. */
export function boundJoint({ code, ways, values, bounds }: JointProgram, rounding: Rounding): void {
  boundSegment(code, ways, values, bounds, rounding);
}
