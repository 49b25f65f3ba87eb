import { run } from "./evaluate.js";
import { JointBuilder, type JointProgram } from "./joint.js";
import type { Local, Locals } from "./local.js";

/** Locals of one program whose values are computed together: much sooner than one by one. */
export interface Together {
  readonly joint: JointProgram;
  /** The slots of the program that any of them reads. */
  readonly reads: Int32Array;
  /** Where the value of each stands, in their order. */
  readonly slots: Int32Array;
}

/** Puts locals of a program with so many named slots together. */
export function together(locals: Locals, named: number, all: readonly Local[]): Together {
  const builder = new JointBuilder(locals, named);
  const values = all.map((local) => builder.add(local));
  const joint = builder.finish(values);
  const slots = Int32Array.from(values, ({ slot }) => slot);
  const read = new Set(slots);
  for (let i = joint.main.from; i < joint.main.to; i += 4)
    read.add(joint.code[i + 2]!).add(joint.code[i + 3]!);
  const reads = Int32Array.from([...read].filter((slot) => slot < named));
  return { joint, reads, slots };
}

/**
 * The values of all of them, in their slots, from those of the slots that they read; where one of
 * these `isOther`, from `others`. They are good until they are computed again.
 */
export function valuesTogether(
  { joint, reads }: Together,
  given: Float64Array,
  others: Float64Array = given,
  isOther: ArrayLike<unknown> = none,
): Float64Array {
  const { code, main, values } = joint;
  for (let i = 0; i < reads.length; i++) {
    const slot = reads[i]!;
    values[slot] = isOther[slot] === undefined ? given[slot]! : others[slot]!;
  }
  run(code, main, values);
  return values;
}

const none: readonly undefined[] = [];
