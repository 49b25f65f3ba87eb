import { describe, expect, test } from "vitest";
import { JointBuilder, type JointValue, runJoint } from "../../src/graph/joint.js";
import { localValue } from "../../src/graph/local.js";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, prepared } from "../exercises.js";

/** Everything that can be worked out for the questions of an exercise, rightly and wrongly. */
function together(name: string) {
  const exercise = prepared(name);
  const { locals, questions, bySlot } = exercise.marking();
  const all = questions.flatMap(({ right, misreadings }) => [
    right,
    ...misreadings.map(({ local }) => local),
  ]);
  const builder = new JointBuilder(locals, bySlot.length);
  const values = all.map((local) => builder.add(local));
  const drawn = problem(exercise, "joint").values.subarray(0, bySlot.length);
  return { exercise, locals, questions, all, values, joint: builder.finish(values), drawn };
}

describe("a joint program", () => {
  test.each(exerciseNames)("gives in %s to the last bit what each local gives", (name) => {
    const { locals, all, values, joint, drawn } = together(name);
    const alone = locals.initial.slice();
    alone.set(drawn);
    const given = runJoint(joint, drawn);
    const expected = all.map((local) => localValue(locals, local, alone));
    expect(values.map(({ slot }) => given[slot])).toEqual(expected);
  });

  test("computes once what several share, and takes over what is only copied", () => {
    const { all, joint, values } = together("mlp-2-2-2-sigmoid");
    const alone = all.reduce((sum, { main }) => sum + main.to - main.from, 0);
    expect(joint.main.to - joint.main.from).toBeLessThan(0.6 * alone);
    const copies = all.flatMap(({ isCopy, operands: [read] }, i) =>
      isCopy && read !== undefined ? [[values[i]!.slot, read]] : [],
    );
    expect(copies.length).toBeGreaterThan(0);
    for (const [slot, read] of copies) expect(slot).toBe(read);
  });

  test("leaves out what nothing that is wanted needs", () => {
    const { locals, all, drawn } = together("mlp-2-2-2-sigmoid");
    const builder = new JointBuilder(locals, drawn.length);
    const values = all.map((local) => builder.add(local));
    const [wanted, alone] = [values.at(-1)!, all.at(-1)!];
    const joint = builder.finish([wanted]);
    expect(joint.main.to).toBeLessThanOrEqual(alone.main.to - alone.main.from);
    expect(runJoint(joint, drawn)[wanted.slot]).toBe(
      localValue(
        locals,
        alone,
        Float64Array.from(locals.initial, (one, i) => drawn[i] ?? one),
      ),
    );
  });

  test("reads what is held in a slot in the place of what the slot holds", () => {
    const { exercise, locals, questions, drawn } = together("chain-rule");
    const builder = new JointBuilder(locals, exercise.program.ids.length);
    const held = new Map<number, JointValue>();
    const work = locals.initial.slice();
    work.set(drawn);
    for (const { slot, right, misreadings } of questions) {
      const local = misreadings[0]?.local ?? right;
      held.set(slot, builder.add(local, held));
      work[slot] = localValue(locals, local, work);
    }
    const given = runJoint(builder.finish([...held.values()]), drawn);
    for (const [slot, value] of held) expect(given[value.slot]).toBe(work[slot]);
  });
});
