import { describe, expect, test } from "vitest";
import { kinksOf } from "../../src/exercise/kinks.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { activations } from "../../src/network/activations.js";
import type { Loss } from "../../src/network/losses.js";
import { losses } from "../../src/network/losses.js";
import { draws } from "../../src/problem/draws.js";
import { prepare } from "../../src/problem/prepare.js";

const unit = (activation: string, loss: string, draw: string) =>
  prepare(
    readExercise(
      `name: own
title: Own
network:
  inputs: 1
  layers: [{ units: 1, activation: identity }, { units: 1, activation: ${activation} }]
  loss: ${loss}
draw: { x: 1, w1: 1, eta: 0.1, ${draw} }
ask: [z2_1, a2_1, loss, new_w2_1_1]
leastFigures: 0
largestBound: 1000000
rounding: { decimals: 4 }
`,
      "own.yaml",
    ),
    [],
  );

/** Why the only draw there is is rejected. */
const rejection = (...given: Parameters<typeof unit>) => draws(unit(...given), "1").next().value;

const kinked = Object.entries(activations).flatMap(([name, activation]) =>
  "kinks" in activation && !("discrete" in activation)
    ? activation.kinks.map((kink: number): [string, number] => [name, kink])
    : [],
);

describe("a draw beside a kink is no good problem", () => {
  test.each(kinked)("of %s at %d", (activation, kink) => {
    const at = (z: number) => rejection(activation, "half-squared-error", `w2: ${z}, t: 7`);
    const beside = [kink - 0.00005, kink, kink + 0.00005].map(at);
    expect(beside).toContainEqual({ kind: "atKink", about: "z2_1" });
    for (const found of beside)
      expect(found).toMatchObject({ kind: expect.stringMatching(/^(atKink|gates|saturated)$/) });
    for (const z of [kink - 0.01, kink + 0.01]) expect(at(z)).not.toMatchObject({ kind: "atKink" });
  });

  const lossKinks = Object.entries(losses as Record<string, Loss>).flatMap(([name, { kinks }]) =>
    [-1, 1, 0.5].flatMap((target) =>
      (kinks?.(target) ?? []).map((kink): [string, number, number] => [name, target, kink]),
    ),
  );
  test.each(lossKinks)("of %s, target %d, at %d", (loss, target, kink) => {
    expect(rejection("identity", loss, `w2: ${kink}, t: ${target}`)).toEqual({
      kind: "atKink",
      about: "a2_1",
    });
    expect(rejection("identity", loss, `w2: ${kink + 0.01}, t: ${target}`)).not.toMatchObject({
      kind: "atKink",
    });
  });
});

test("kinks are those of each layer's activation", () => {
  const { exercise, graph } = unit("relu", "half-squared-error", "w2: 1, t: 1");
  expect(kinksOf(exercise, graph).map(({ id, kinks }) => [id, kinks(0)])).toEqual([["z2_1", [0]]]);
});
