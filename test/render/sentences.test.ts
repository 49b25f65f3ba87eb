import { expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { english } from "../../src/language/english.js";
import { prepare } from "../../src/problem/prepare.js";
import { introduction, networkTitle, roundingRule } from "../../src/render/sentences.js";
import { preparedShape, type ShapeName } from "./shapes.js";

const said = (name: ShapeName): string => introduction(preparedShape(name));

test.each<[ShapeName, string]>([
  [
    "the perceptron rule",
    "Carry the network below through eight steps of the perceptron rule by hand, with one " +
      "example in each step. Activation: step: 1 from 0 on, else 0. An error is the target " +
      "minus the output. Only the weights are updated; the thresholds stay.",
  ],
  [
    "two recurrent units and a batch",
    "Carry the network below through one step of gradient descent by hand, with both " +
      "examples at once. Activations: tanh, sigmoid. The network is run two times, with the " +
      "same weights each time. Loss: half the squared error, summed over the times and the " +
      "examples. Weights and biases are updated.",
  ],
  [
    "two filters and a pool",
    "Carry the network below through one step of gradient descent by hand. Activations: " +
      "ReLU, softmax. Two filters of 2 × 2 move two places at a time, and every place has the " +
      "same weights. A pool of 2 × 2 takes the largest of what it covers. Loss: the " +
      "cross-entropy, summed over the outputs. Weights and biases are updated.",
  ],
  [
    "mini-batches with momentum",
    "Carry the network below through two steps of gradient descent with momentum by hand, " +
      "with two examples in each step. Activation: sigmoid. Loss: the binary cross-entropy, " +
      "averaged over the examples of a step. Weights and biases are updated.",
  ],
  [
    "a batch of eight",
    "Carry each of the examples forward through the network below, and the derivatives of the " +
      "loss back, by hand. Activation: sigmoid. Loss: the squared error, averaged over the " +
      "outputs and the examples.",
  ],
])("the introduction of %s", (name, text) => {
  expect(said(name)).toBe(text);
});

test.each([
  ["[activation]", "Carry the input forward through the network below by hand. Activation: tanh."],
  [
    "[activation, loss]",
    "Carry the input forward through the network below by hand. Activation: tanh. Loss: half " +
      "the squared error.",
  ],
  [
    "[delta]",
    "Carry the input forward through the network below, and the derivatives of the loss back, " +
      "by hand. Activation: tanh. Loss: half the squared error.",
  ],
  [
    "[new_w1_1_1]",
    "Carry the network below through one step of gradient descent by hand. Activation: tanh. " +
      "Loss: half the squared error. Weights and biases are updated.",
  ],
])("the introduction of an exercise that asks %s tells of nothing more", (ask, text) => {
  const yaml = `name: own
title: Own
network:
  inputs: 1
  layers: [{ units: 1, activation: tanh, bias: node }]
  loss: half-squared-error
  steps: 3
draw: { x: 1, w: 0.5, b: 0.5, t: 1, eta: 0.1 }
ask: ${ask.includes("new") ? ask : `[{ of: ${ask}, steps: [1] }]`}
`;
  expect(introduction(prepare(readExercise(yaml, "own.yaml"), []))).toBe(text);
});

test("one decimal is one", () => {
  expect(roundingRule(preparedShape("a truth table"))).toMatch(/^Carry one decimal through/);
});

test("the picture of a network says in words what it is of", () => {
  const title = (name: ShapeName): string =>
    networkTitle(preparedShape(name).exercise.network!, english);
  expect(title("two filters and a pool")).toBe(
    "A network with an image of 4 × 4 inputs and layers: two filters of 2 × 2 giving eight " +
      "units; a max pool of 2 × 2 giving two units; two units; its numbers are listed under " +
      "the givens.",
  );
  expect(title("one recurrent unit")).toBe(
    "A network with one input and layers of one unit, one unit, run three times; its numbers " +
      "are listed under the givens.",
  );
});
