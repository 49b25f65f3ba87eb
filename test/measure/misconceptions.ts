import type { Curve, Task } from "./task.js";

const layersOf = ({ depth }: Task): number[] => Array.from({ length: depth }, (_, l) => l + 1);
const has =
  (...curves: Curve[]) =>
  (task: Task): boolean =>
    task.curves.some((curve) => curve !== undefined && curves.includes(curve));
const always = (): boolean => true;
const isBent = has("sigmoid", "tanh", "relu", "relu-one-at-zero");
const isGated = has("relu", "relu-one-at-zero");
const outputs = (task: Task): number => task.widths.at(-1)!;
const forksBack = ({ widths, depth }: Task): boolean =>
  widths.slice(2, depth + 1).some((width) => width > 1);

/** Every misconception a simulated student may hold, and in which tasks it can show at all. */
export const misconceptions = {
  "derivative-at-pre-activation": has("sigmoid", "tanh"),
  "omits-activation-derivative": isBent,
  "error-sign-flipped": always,
  ascends: always,
  "omits-learning-rate": always,
  "step-without-old-weight": always,
  "uses-updated-weights": ({ depth }) => depth > 1,
  "one-path-only": forksBack,
  "multiplies-contributions": forksBack,
  "omits-bias": ({ biases }) => biases.some((bias) => bias !== "none"),
  "another-nodes-bias": ({ biases, widths }) =>
    biases.some((bias, l) => bias === "node" && widths[l]! > 1),
  "another-input": ({ widths, depth }) => widths.slice(0, depth).some((width) => width > 1),
  "transposed-weights": (task) =>
    layersOf(task).some((l) => task.widths[l]! > 1 && task.widths[l] === task.widths[l - 1]),
  "neighbours-weight": ({ widths, depth }) => widths.slice(1, depth).some((width) => width > 1),
  "gradient-uses-pre-activation": ({ curves, depth }) =>
    curves.slice(1, depth).some((curve) => curve !== "identity"),
  "ignores-gate": isGated,
  "gate-as-value": isGated,
  "half-forgotten": ({ halved }) => halved,
  "half-added": ({ halved }) => !halved,
  "factor-two": always,
  "mean-for-sum": (task) => outputs(task) > 1,
  "omits-activation": isBent,
  "activation-twice": has("sigmoid", "tanh"),
  "tanh-for-sigmoid": has("sigmoid"),
  "exponent-sign": has("sigmoid"),
  "gradient-without-input": always,
  "loss-of-one-output": (task) => outputs(task) > 1,
  "bias-gradient-times-input": ({ biases, trainsBiases }) =>
    trainsBiases && biases.some((bias) => bias !== "none"),
  "second-pass-old-weights": ({ points }) => [...points.keys()].some((id) => id.startsWith("s2.")),
} satisfies Record<string, (task: Task) => boolean>;

export type Misconception = keyof typeof misconceptions;

export const misconceptionsIn = (task: Task): readonly Misconception[] =>
  (Object.keys(misconceptions) as Misconception[]).filter((id) => misconceptions[id](task));
