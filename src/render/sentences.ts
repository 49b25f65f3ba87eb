import { activationNamed } from "../exercise/activationNamed.js";
import type { Exercise } from "../exercise/exercise.js";
import type { Formula } from "../graph/formula.js";
import { lossNamed } from "../network/losses.js";
import { type Layer, type Network, shapesOf, sizeOf } from "../network/network.js";
import { optimisers } from "../network/optimisers.js";
import { expression } from "./expression.js";
import type { Mark } from "./letters/marks.js";
import { plain } from "./plain.js";
import { name } from "./typeset.js";

/** What stands above the givens where an exercise has no introduction of its own. */
export function introduction(exercise: Exercise): string {
  const { intro, network } = exercise;
  if (intro !== undefined) return intro;
  if (!network) return "Work out each quantity by hand.";
  return [
    task(network),
    activationsOf(exercise, network),
    filters(network),
    recurrence(network),
    lossOf(network),
    updates(network),
  ]
    .filter(Boolean)
    .join(" ");
}

function task({ steps, optimiser, loss, examples, batch = examples }: Network): string {
  if (steps === 0) {
    const what = examples > 1 ? "each of the examples" : "the input";
    return `Carry ${what} forward through the network below by hand.`;
  }
  const method = lossNamed(loss.of).of ? optimisers[optimiser].name : lossNamed(loss.of).name;
  const all = examples === 2 ? "both examples" : `all ${counted(examples, "example")}`;
  const each =
    examples === 1
      ? ""
      : batch < examples
        ? `, with ${counted(batch, "example")} in each step`
        : `, with ${all} in each step`;
  const how = steps === 1 ? each.replace("in each step", "at once") : each;
  return `Carry the network below through ${counted(steps, "step")} of ${method} by hand${how}.`;
}

function activationsOf(exercise: Exercise, { layers }: Network): string {
  const units = layers.filter(({ pool }) => !pool);
  const names = units.map(({ activation }) => activationNamed(exercise, activation).name);
  const different = [...new Set(names)];
  const separator = names.some((name) => /[:,]/.test(name)) ? "; " : ", ";
  return `${different.length > 1 ? "Activations" : "Activation"}: ${different.join(separator)}.`;
}

/** What filters and pools do. */
function filters({ layers }: Network): string {
  const moving = layers.flatMap(({ convolution, filters, stride = 1, padding }) =>
    convolution
      ? [
          `${filters === 1 ? "A filter" : raised(counted(filters, "filter"))} of ` +
            `${convolution.join(" × ")} ${filters === 1 ? "moves" : "move"} ` +
            `${counted(stride, "place")} at a time` +
            `${padding > 0 ? `, over a border of ${counted(padding, "zero")}` : ""}, ` +
            "and every place has the same weights.",
        ]
      : [],
  );
  const pools = layers.flatMap(({ pool, size }) =>
    pool
      ? [
          `A pool of ${size!.join(" × ")} takes the ${pool === "max" ? "largest" : "mean"} ` +
            `of what it covers.`,
        ]
      : [],
  );
  return [...moving, ...pools].join(" ");
}

function recurrence({ layers, times, state }: Network): string {
  if (!layers.some(({ recurrent }) => recurrent)) return "";
  const before = state === "zero" ? " Before the first time, the state is 0." : "";
  return `The network is run ${counted(times, "time")}, with the same weights each time.${before}`;
}

function lossOf({
  layers,
  loss,
  examples,
  batch = examples,
  times,
  targets,
  delta,
}: Network): string {
  const { name, of } = lossNamed(loss.of);
  if (loss.of === "none") return "";
  if (!of) return "An error is the target minus the output.";
  const sums: Record<"sum" | "mean", string[]> = { sum: [], mean: [] };
  if ((layers.at(-1)!.units ?? 2) > 1) sums[loss.outputs].push("outputs");
  if (times > 1 && targets === "every") sums.sum.push("times");
  if (examples > 1 && batch > 1)
    sums[loss.examples].push(batch < examples ? "examples of a step" : "examples");
  const over = (how: string, what: readonly string[]): string =>
    what.length > 0 ? `, ${how} over ${listed(what.map((each) => `the ${each}`))}` : "";
  const differentiated =
    loss.differentiated === undefined
      ? ""
      : ` Gradients are those of ${lossNamed(loss.differentiated).name}.`;
  const sign =
    delta === "negative"
      ? " Errors are target minus output, and a delta is the opposite of the derivative."
      : "";
  return (
    `Loss: ${name}${over("summed", sums.sum)}${over("averaged", sums.mean)}` +
    `.${differentiated}${sign}`
  );
}

/** The rounding policy, to a student. */
export function roundingRule(exercise: Exercise): string {
  const cutting = exercise.rounding.truncation
    ? "rounding and cutting off are both accepted"
    : "round, do not cut off";
  return `Carry ${digitsCarried(exercise)} through every step; ${cutting}.`;
}

/** The digits a student carries: `four decimals`. */
export const digitsCarried = ({ rounding }: Exercise): string =>
  rounding.decimals !== undefined
    ? counted(rounding.decimals, "decimal")
    : counted(rounding.significant, "significant figure");

/** What the marks above a symbol say: `[1]` the example. */
export function marksRule(marks: readonly Mark[]): string {
  const said = marks.map(({ mark, of }) => `${plain(mark)} is the ${of}`);
  return said.length > 0 ? `Above a symbol, ${listed(said)}.` : "";
}

/** What a bracket says, where one of these formulas is written with it. */
export const bracketsRule = (formulas: readonly Formula[]): string =>
  formulas.some((formula) => plain(expression(formula, name)).includes("["))
    ? "A bracket [ ] is 1 where what it says is true, and 0 where it is not."
    : "";

/** The text alternative of the picture of a network. */
export function networkTitle(network: Network): string {
  const shapes = shapesOf(network);
  const [rows, columns] = typeof network.inputs === "number" ? [1, network.inputs] : network.inputs;
  const inputs = rows > 1 ? `an image of ${rows} × ${columns} inputs` : counted(columns, "input");
  const plain = network.layers.every(({ units }) => units !== undefined);
  const [, ...units] = shapes.map((shape) => counted(sizeOf(shape), "unit"));
  const shape = units.length === 1 ? `one layer of ${units[0]}` : `layers of ${units.join(", ")}`;
  const layers = plain
    ? shape
    : `layers: ${network.layers.map((layer, i) => layerNamed(layer, units[i]!)).join("; ")}`;
  const times = network.layers.some(({ recurrent }) => recurrent)
    ? `, run ${counted(network.times, "time")}`
    : "";
  return `A network with ${inputs} and ${layers}${times}; its numbers are listed under the givens.`;
}

function layerNamed({ convolution, filters, pool, size }: Layer, units: string): string {
  if (convolution)
    return `${counted(filters, "filter")} of ${convolution.join(" × ")} giving ${units}`;
  return pool ? `a ${pool} pool of ${size!.join(" × ")} giving ${units}` : units;
}

function updates({ layers, train, steps }: Network): string {
  const biases = layers.filter(
    ({ bias, pool }) => !pool && typeof bias === "string" && bias !== "none",
  );
  if (steps === 0 || biases.length === 0) return "";
  const thresholds = biases.every(({ bias }) => bias === "threshold") ? "thresholds" : "biases";
  return train === "weights"
    ? `Only the weights are updated; the ${thresholds} stay.`
    : `Weights and ${thresholds} are updated.`;
}

const words = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];
/** `one step`, `two steps`. */
const counted = (count: number, what: string): string =>
  `${words[count] ?? count} ${what}${count === 1 ? "" : "s"}`;
/** `the outputs, the times and the examples`. */
const listed = (items: readonly string[]): string =>
  items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items.join();
const raised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
