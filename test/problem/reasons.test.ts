import { expect, test } from "vitest";
import { certify } from "../../src/certify.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { Rejections, reasonText } from "../../src/problem/reasons.js";
import { criteria } from "../../src/question/criteria.js";

const saturated = prepare(
  readExercise(
    `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error }
draw: { x: { from: 20, to: 30, step: 1 }, w: { oneOf: [1, 2] }, t: 1, eta: 0.1 }
ask: [activation, loss]
`,
    "own.yaml",
  ),
  [],
);

test("an exercise that cannot be certified says at which blank, how often, and what to change", () => {
  expect(() => problem(saturated, "1")).toThrow(
    "own: no draw of seed 1 can be certified; of 20000 draws, " +
      `100% a1_1 is saturated: ${criteria.saturated.advice}`,
  );
});

test("certify counts the seeds it is asked for, and the draws there were", async () => {
  const certificate = await certify(saturated, ["1", "2", "3", "4", "5"], async () => {});
  expect(certificate).toMatchObject({
    seeds: 5,
    tried: 3,
    certified: 0,
    drawn: 60_000,
    rejected: { saturated: 60_000 },
    commonest: [{ kind: "saturated", about: "a1_1", count: 60_000 }],
  });
});

test("the commonest reasons come first, by reason and blank, and no more than are wanted", () => {
  const rejections = new Rejections();
  for (const about of ["a", "b", "b", "c", "c", "c"]) rejections.add({ kind: "saturated", about });
  rejections.add({ kind: "imprecise", about: "b" });
  const [first, second, ...more] = rejections.commonest(2);
  expect([first, second]).toMatchObject([
    { about: "c", count: 3 },
    { about: "b", count: 2, kind: "saturated" },
  ]);
  expect(more).toEqual([]);
  expect(reasonText(second!, 8)).toBe(`25% b is saturated: ${criteria.saturated.advice}`);
  expect(reasonText(second!, 1000)).toMatch(/^under 1% b /);
});
