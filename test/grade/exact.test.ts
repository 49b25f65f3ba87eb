import { describe, expect, test } from "vitest";
import { markScript } from "../../src/grade/markScript.js";
import { unitOf } from "../../src/graph/rounding.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { exerciseNames, prepared } from "../exercises.js";

const seeds = Array.from({ length: 8 }, (_, i) => String(i + 1));

function marksOf(variant: Problem, change: (id: string, value: number) => number) {
  const { exercise } = variant.prepared;
  const answers = Object.fromEntries(
    [...variant.key].map(([id, answer]) => [
      id,
      answer.kind === "choice" ? answer.word : rounded(change(id, answer.value), exercise.rounding),
    ]),
  );
  const { blanks } = markScript(variant, { schemaVersion: 1, exercise: exercise.name, answers });
  return new Map(blanks.map(({ id, marks }) => [id, marks]));
}

const exactIn = ({ key }: Problem): readonly string[] =>
  [...key].flatMap(([id, answer]) => (answer.kind === "number" && answer.isExact ? [id] : []));

describe.each(exerciseNames)("%s", (name) => {
  const exercise = prepared(name);
  const { rounding } = exercise.exercise;

  test("gives no mark for an exact answer that is a unit off", () => {
    for (const seed of seeds) {
      const variant = problem(exercise, seed);
      for (const id of exactIn(variant)) {
        for (const sign of [1, -1]) {
          const off = (value: number): number => value + sign * (unitOf(rounding, value) || 1);
          const marks = marksOf(variant, (other, value) => (other === id ? off(value) : value));
          expect(marks.get(id), `${id}, seed ${seed}`).toBe(0);
        }
      }
    }
  });
});

test.each([
  ["threshold-xor", 0.1],
  ["perceptron-rule", 0.01],
])("%s with %d added to every answer earns nothing but the word", (name, added) => {
  for (const seed of seeds) {
    const variant = problem(prepared(name), seed);
    const marks = marksOf(variant, (_, value) => value + added);
    const words = [...variant.key.values()].filter(({ kind }) => kind === "choice").length;
    expect([...marks.values()].reduce((a, b) => a + b)).toBe(words);
  }
});
