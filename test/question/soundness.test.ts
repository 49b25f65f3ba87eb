import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { draws } from "../../src/problem/draws.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { anyReason, firstReason } from "../../src/question/soundness.js";
import { exerciseNames, prepared } from "../exercises.js";

test.each(exerciseNames)("%s: what is rejected for any reason has a first one", (name) => {
  const exercise = prepared(name);
  for (const seed of ["1", "2", "3"]) {
    const [any, first] = [anyReason, firstReason].map((reason) => [
      ...draws(exercise, seed, reason),
    ]);
    expect(any!.length).toBe(first!.length);
  }
});

test("of a draw that is no good for its givens nothing is computed, unless the first reason is asked for", () => {
  const exercise = read(`
name: own
title: Own
quantities:
  - { id: x, given: true, role: input, symbol: x }
  - { id: y, symbol: y, formula: 1 / (x - x) }
draw: { x: { oneOf: [1, 2] } }
ask: [y]
effort: { negatives: [1, 1] }
rounding: { decimals: 2 }
`);
  const values = exercise.program.initial.slice();
  const { bounds } = exercise.soundness.scratch;
  const y = exercise.program.slots.get("y")!;
  values[0] = 1;
  expect(anyReason(exercise.soundness, values, bounds)).toMatchObject({ kind: "effort" });
  expect(values[y]).toBe(0);
  expect(firstReason(exercise.soundness, values, bounds)).toEqual({ kind: "infinite", about: "y" });
  expect(values[y]).toBe(Number.POSITIVE_INFINITY);
});

const read = (text: string) => prepare(readExercise(text, "own.yaml"), []);

test("two places of a pool that tie are no good problem, even where floating point sets them apart", () => {
  const exercise = read(`
name: own
title: Own
network:
  inputs: 4
  layers: [{ convolution: 3, activation: relu, bias: layer }, { pool: max, size: 2 }, { units: 1, activation: identity }]
  loss: half-squared-error
draw: { x: [3, 2, 2, 1], w1: [0.9, -0.3, -0.9], b1: 0.5, w3: 0.4, t: 1, eta: 0.1 }
ask: [activation, updatedWeight]
rounding: { decimals: 4 }
`);
  const first = draws(exercise, "1").next();
  expect(first.value).toEqual({ kind: "atKink", about: "a2_1" });
});

test("a draw that none of a choice's words fits is thrown away", () => {
  const exercise = read(`
name: own
title: Own
quantities:
  - { id: x, given: true, role: input, symbol: x }
  - { id: way, symbol: way, choice: { of: x, words: [{ word: up, at: 1 }, { word: down, at: -1 }] } }
draw: { x: { from: -2, to: 2, step: 1 } }
ask: [way]
rounding: { decimals: 2 }
`);
  const words = ["1", "2", "3", "4", "5", "6"].map((seed) =>
    problem(exercise, seed).key.get("way"),
  );
  for (const answer of words)
    expect(answer).toMatchObject({ word: expect.stringMatching(/^(up|down)$/) });
});

test("nought is an answer where no figure need show", () => {
  const text = `
name: own
title: Own
quantities:
  - { id: x, given: true, role: input, symbol: x }
  - { id: y, symbol: y, formula: 2 * x }
draw: { x: 0 }
ask: [y]
rounding: { decimals: 2 }
`;
  expect(problem(read(`${text}leastFigures: 0\n`), "1").key.get("y")).toMatchObject({ value: 0 });
  expect(() => problem(read(text), "1")).toThrow("fewer than two significant figures");
});
