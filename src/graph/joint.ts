import { run } from "./evaluate.js";
import type { Local, Locals } from "./local.js";
import { operatorNames, operators } from "./operators.js";
import type { Segment } from "./program.js";

/**
 * Many locals computed together: what several of them share is computed once, and the same
 * operation on other numbers stands together, since choosing an operation takes longer than it.
 */
export interface JointProgram {
  readonly code: Int32Array;
  readonly main: Segment;
  /** How many slots of the program have names: they come first. */
  readonly named: number;
  /** Values to compute with, constants in place; for one draw at a time. */
  readonly values: Float64Array;
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

// More than there are opcodes.
const mostOpcodes = 64;

/** Puts together locals of a program with so many named slots. */
export class JointBuilder {
  readonly #locals: Locals;
  readonly #inputs: readonly JointNode[];
  readonly #constants = new Map<number, Constant>();
  readonly #instructions: Instruction[] = [];

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

  /** Lays out what these values need: only they have slots then. */
  finish(wanted: readonly JointValue[]): JointProgram {
    const needed = neededBy(wanted as readonly JointNode[]);
    const instructions = this.#instructions.filter((one) => needed.has(one));
    return laidOut(this.#inputs.length, [...this.#constants.values()], instructions);
  }

  #addSegment({ from, to }: Segment, own: Map<number, JointNode>): void {
    const { code } = this.#locals;
    for (let i = from; i < to; i += 4) {
      const opcode = code[i]!;
      const a = this.#at(code[i + 2]!, own);
      const b = isBinary[opcode] ? this.#at(code[i + 3]!, own) : a;
      own.set(code[i + 1]!, opcode === copying ? a : this.#compute(opcode, a, b));
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

  #compute(opcode: number, a: JointNode, b: JointNode): JointNode {
    const key = b.number * mostOpcodes + opcode;
    a.uses ??= new Map();
    const known = a.uses.get(key);
    if (known) return known;
    const level = 1 + Math.max(a.level, b.level);
    const made = { slot: -1, number: this.#next(), level, uses: undefined, opcode, a, b };
    a.uses.set(key, made);
    this.#instructions.push(made);
    return made;
  }

  #next(): number {
    return this.#inputs.length + this.#constants.size + this.#instructions.length;
  }
}

/** What is computed on the way to these, and they. */
function neededBy(wanted: readonly JointNode[]): ReadonlySet<JointNode> {
  const found = new Set<JointNode>();
  const open = [...wanted];
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    if (isInstruction(node)) open.push(node.a, node.b);
  }
  return found;
}

const isInstruction = (node: JointNode): node is Instruction => "opcode" in node;

/** Gives everything its slot, and writes the code. */
function laidOut(
  named: number,
  constants: readonly Constant[],
  instructions: Instruction[],
): JointProgram {
  instructions.sort((one, other) => one.level - other.level || one.opcode - other.opcode);
  let slot = named;
  for (const nodes of [constants, instructions]) for (const node of nodes) node.slot = slot++;
  const values = new Float64Array(slot);
  for (const { slot, value } of constants) values[slot] = value;
  const code = Int32Array.from(
    instructions.flatMap(({ opcode, slot, a, b }) => [opcode, slot, a.slot, b.slot]),
  );
  return { code, main: { from: 0, to: code.length }, named, values };
}

const isBinary = operatorNames.map((name) => operators[name].arity === 2);
const copying = operatorNames.indexOf("copy");

/**
 * Computes values from those of the named slots, which come first in `given`. They are good until
 * they are computed again.
 */
export function runJoint(
  { code, main, named, values }: JointProgram,
  given: Float64Array,
): Float64Array {
  for (let slot = 0; slot < named; slot++) values[slot] = given[slot]!;
  run(code, main, values);
  return values;
}
