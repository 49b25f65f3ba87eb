import { expect, test } from "vitest";
import { evaluate, givensOf, valuesById } from "../../src/graph/evaluate.js";
import { needed, quantityOf } from "../../src/graph/graph.js";
import { compile } from "../../src/graph/program.js";
import { misreadings, rewrite } from "../../src/graph/rewrite.js";
import { type Network, summed } from "../../src/network/network.js";
import { training } from "../../src/network/training.js";
import { malrules } from "../exercises.js";

const unit = {
  units: 1,
  activation: "identity",
  bias: "none",
  recurrent: false,
  filters: 1,
  padding: 0,
} as const;
const one: Network = {
  inputs: 1,
  layers: [unit],
  loss: summed("half-squared-error"),
  train: "all",
  delta: "derivative",
  weights: "out-in",
  steps: 1,
  rate: "constant",
  optimiser: "descent",
  velocity: "zero",
  examples: 1,
  times: 1,
  targets: "every",
  state: "zero",
};

/** What a student with this misconception makes of a quantity; f(x) = wx with w = 0.5. */
function misread(
  id: string,
  malrule: string,
  network: Network,
  given: Readonly<Record<string, number>>,
): number {
  const changes = id.startsWith("change_");
  const graph = rewrite(
    training(network, { changes }),
    malrules.find((rule) => rule.id === malrule)!,
  );
  const program = compile(needed(graph, [id]));
  return valuesById(
    program,
    evaluate(program, givensOf(program, { w1_1_1: 0.5, eta: 0.1, ...given })),
  )[id]!;
}

const two = { "e1.x1": 1, "e1.t1": 1, "e2.x1": 2, "e2.t1": 3 };

test("examples are added up or averaged, whichever the loss does not", () => {
  const batch = { ...one, examples: 2 };
  // Slopes of −0.5 and −4.
  expect(misread("dw1_1_1", "mean-gradient-for-sum", batch, two)).toBeCloseTo(-2.25);
  const mean = { ...batch, loss: { ...batch.loss, examples: "mean" as const } };
  expect(misread("dw1_1_1", "sum-for-mean", mean, two)).toBeCloseTo(-4.5);
});

test("a sum over the examples is one over no times, and any of them may be the only one counted", () => {
  const batch = { ...one, examples: 2 };
  const graph = training(batch, { changes: false });
  const changes = (id: string) =>
    misreadings(graph, quantityOf(graph, "dw1_1_1"), malrules.find((rule) => rule.id === id)!);
  expect(changes("last-time-only")).toEqual([]);
  expect(changes("one-example-only")).toEqual(["e2.dw1_1_1", "e1.dw1_1_1"]);
  expect(misread("dw1_1_1", "one-example-only", batch, two)).toBeCloseTo(-4);
});

test("a change of a weight can have the wrong sign, or lack the learning rate", () => {
  const example = { x1: 2, t1: 3 };
  expect(misread("change_w1_1_1", "ascends", one, example)).toBeCloseTo(-0.4);
  expect(misread("change_w1_1_1", "omits-learning-rate", one, example)).toBeCloseTo(4);
});

test("an error t − a can be flipped too, or twice as large", () => {
  const negative: Network = { ...one, delta: "negative" };
  const example = { x1: 2, t1: 3 };
  expect(misread("error1_1", "error-sign-flipped", negative, example)).toBeCloseTo(-2);
  expect(misread("error1_1", "factor-two", negative, example)).toBeCloseTo(4);
});
