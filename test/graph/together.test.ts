import { expect, test } from "vitest";
import { localValue } from "../../src/graph/local.js";
import { together, valuesTogether } from "../../src/graph/together.js";
import { problem } from "../../src/problem/problem.js";
import { malrulePairsAt } from "../../src/question/malrulePairs.js";
import { exerciseNames, prepared } from "../exercises.js";

test.each(exerciseNames)("together locals give in %s to the last bit what each gives", (name) => {
  const exercise = prepared(name);
  const { program } = exercise;
  const marking = exercise.marking();
  const { values: drawn } = problem(exercise, "together");
  const named = program.ids.length;
  for (const marked of marking.questions) {
    const { locals: ofPairs, pairs, values } = malrulePairsAt(program, marking, marked);
    const misread = marked.misreadings.map(({ local }) => local);
    for (const [locals, all, both] of [
      [marking.locals, misread, together(marking.locals, named, misread)],
      [ofPairs, pairs.map(({ local }) => local), values],
    ] as const) {
      const alone = locals.initial.slice();
      alone.set(drawn.subarray(0, named));
      const given = valuesTogether(both, drawn);
      const expected = all.map((local) => localValue(locals, local, alone));
      expect(Array.from(both.slots, (slot) => given[slot])).toEqual(expected);
    }
  }
});

test("some of what they read is taken from elsewhere where that is said", () => {
  const exercise = prepared("mlp-2-2-1-sigmoid");
  const { locals, questions, bySlot } = exercise.marking();
  const { right } = questions.find(({ right }) => right.operands.length > 0)!;
  const both = together(locals, bySlot.length, [right]);
  const [here, there] = ["here", "there"].map((seed) => problem(exercise, seed).values);
  const [slot] = right.operands;
  const isOther = bySlot.map((_, i) => (i === slot ? true : undefined));
  const mixed = locals.initial.slice();
  mixed.set(here!.subarray(0, bySlot.length));
  mixed[slot!] = there![slot!]!;
  expect(valuesTogether(both, here!, there, isOther)[both.slots[0]!]).toBe(
    localValue(locals, right, mixed),
  );
});
