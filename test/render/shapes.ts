import { readExercise } from "../../src/exercise/readExercise.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { type Problem, problem, publishedProblem } from "../../src/problem/problem.js";
import { malrules } from "../exercises.js";

const oneRecurrent = `
network:
  inputs: 1
  layers:
    - { units: 1, activation: tanh, recurrent: true, bias: node }
    - { units: 1, activation: identity }
  loss: half-squared-error
  times: 3
draw: { x: { from: 0.2, to: 1, step: 0.1 }, w: { from: 0.2, to: 0.9, step: 0.1 }, u: 0.5, b: 0.1, t: { from: -1, to: 1, step: 0.1 }, eta: 0.1 }
ask: [{ title: Forward, of: [preActivation, activation] }, loss, { title: Back, of: [delta] }, gradient, updatedWeight]
rounding: { decimals: 4 }
leastFigures: 0`;

/** Small exercises, one for each shape of network that a page has to show. */
export const shapes = {
  "one recurrent unit": oneRecurrent,
  "recurrent table": `${oneRecurrent}\nlayout: table`,
  "two recurrent units and a batch": `
network:
  inputs: 2
  layers:
    - { units: 2, activation: tanh, recurrent: true, bias: node }
    - { units: 1, activation: sigmoid, bias: node }
  loss: half-squared-error
  times: 2
  state: given
  examples: 2
draw: { x: { from: 0.2, to: 1, step: 0.1 }, w: { from: -0.9, to: 0.9, step: 0.1, not: 0 }, u: { from: -0.9, to: 0.9, step: 0.1, not: 0 }, b: { from: -0.4, to: 0.4, step: 0.1 }, t: { from: 0, to: 1, step: 0.1 }, a: 0.5, eta: 0.1 }
ask: [{ title: Forward, of: [preActivation, activation] }, loss, delta, gradient, updatedWeight, updatedBias]
rounding: { decimals: 4 }
leastFigures: 0`,
  "two filters and a pool": `
network:
  inputs: [4, 4]
  layers:
    - { convolution: 2, filters: 2, activation: relu, bias: node, stride: 2 }
    - { pool: max, size: 2 }
    - { units: 2, activation: softmax, bias: node }
  loss: cross-entropy
draw: { x: { from: 0, to: 2, step: 1 }, w: { from: -0.9, to: 0.9, step: 0.1, not: 0 }, b: { from: 0.1, to: 0.4, step: 0.1 }, t: [1, 0], eta: 0.5 }
ask: [{ title: Forward, of: [activation] }, loss, delta, gradient, updatedWeight]
rounding: { decimals: 4 }
leastFigures: 0
closedGates: 2`,
  "a filter over a row": `
network:
  inputs: 5
  layers:
    - { convolution: [1, 3], activation: relu, bias: layer }
    - { units: 1, activation: identity }
  loss: squared-error
  steps: 2
draw: { x: { from: 0.1, to: 0.5, step: 0.1 }, w: { from: 0.1, to: 0.9, step: 0.1 }, b: 0.2, t: 1, eta: 0.1 }
ask: [activation, loss, delta, gradient, updatedWeight]
rounding: { decimals: 4 }
leastFigures: 0`,
  "constant inputs": `
network:
  inputs: 2
  layers:
    - { units: 2, activation: sigmoid, bias: { index: first, input: 1 } }
    - { units: 1, activation: sigmoid, bias: { index: last, input: -1 } }
  loss: half-squared-error
  delta: negative
draw: { x: { from: 0.2, to: 1, step: 0.1 }, w: { from: -0.9, to: 0.9, step: 0.1, not: 0 }, t: 1, eta: 0.1 }
ask: [activation, loss, delta, updatedWeight]
rounding: { decimals: 4 }`,
  "a truth table": `
network:
  inputs: 2
  layers:
    - { units: 2, activation: step, bias: threshold }
    - { units: 1, activation: step, bias: threshold }
  examples: 4
  steps: 0
draw: { x: 0, w: 1, b: 0.5 }
published: { given: { x: [[0, 0], [0, 1], [1, 0], [1, 1]], w: [[[1, 1], [1, 1]], [[1, -1]]], b: [0.5, 1.5, 0.5] } }
ask: [{ title: Truth table, of: [preActivation, activation] }]
leastFigures: 0
layout: table
rounding: { decimals: 1 }`,
  "the perceptron rule": `
network:
  inputs: 2
  layers: [{ units: 1, activation: step, bias: threshold }]
  loss: perceptron
  train: weights
  examples: 4
  batch: 1
  steps: 8
names: { w1: w1_1_1, e: error1_1 }
draw: { x: 0, t: 0, w: 0.1, b: 0.2, eta: 0.1 }
published: { given: { x: [[0, 0], [0, 1], [1, 0], [1, 1]], t: [0, 0, 0, 1], w: [0.3, -0.1], b: 0.2, eta: 0.1 } }
ask: [{ of: [activation, e, updatedWeight] }]
leastFigures: 0
layout: table
stepName: Iteration
rounding: { decimals: 1 }`,
  "mini-batches with momentum": `
network:
  inputs: 2
  layers: [{ units: 1, activation: sigmoid, bias: node }]
  loss: { of: binary-cross-entropy, examples: mean }
  optimiser: momentum
  velocity: given
  examples: 4
  batch: 2
  steps: 2
draw: { x: { from: -1, to: 1, step: 0.5, not: 0 }, w: 0.3, b: 0.1, t: [0, 1, 1, 0], eta: 0.1, mu: 0.9, v0: 0.02 }
ask: [{ title: Forward, of: [preActivation, activation] }, loss, gradient, velocity, updatedWeight]
rounding: { decimals: 4 }
leastFigures: 0`,
  "a batch of eight": `
network:
  inputs: 1
  layers: [{ units: 2, activation: sigmoid, bias: layer }]
  loss: { of: squared-error, outputs: mean, examples: mean }
  examples: 8
draw: { x: { from: 0.2, to: 1, step: 0.1 }, w: 0.3, b: 0.1, t: { oneOf: [0, 1] }, eta: 0.1 }
ask: [activation, loss, gradient]
rounding: { decimals: 4 }
leastFigures: 0`,
  "softmax, factor by factor": `
network:
  inputs: 2
  layers:
    - { units: 2, activation: tanh, bias: node }
    - { units: 3, activation: softmax, bias: node }
  loss: { of: cross-entropy, delta: apart }
draw: { x: 0, w: 0, b: 0, t: 0, eta: 0.1 }
published: { given: { x: [1, 0.5], w: [0.1, 0.2, 0.3, -0.4, 0.5, 0.6, -0.7, 0.8, 0.9, 0.2], b: [0.1, 0.2, 0.1, -0.1, 0.3], t: [0, 1, 0], eta: 0.1 } }
ask: [{ of: [exponential, activation] }, loss, delta, gradient, updatedWeight]
rounding: { decimals: 4 }
leastFigures: 0`,
} as const satisfies Record<string, string>;

export type ShapeName = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as ShapeName[];

/** The exercise of this shape, with some keys changed or added. */
export const preparedShape = (name: ShapeName, more = ""): Prepared =>
  prepare(
    readExercise(`name: shape\ntitle: ${name}${shapes[name]}\n${more}`, "shape.yaml"),
    malrules,
  );

/** A variant of this shape: its own numbers where it has some. */
export function shape(name: ShapeName, more = ""): Problem {
  const prepared = preparedShape(name, more);
  return prepared.exercise.published ? publishedProblem(prepared) : problem(prepared, "1");
}
