import { activationNamed } from "../exercise/activationNamed.js";
import type { Exercise } from "../exercise/exercise.js";
import { lossNamed } from "../network/losses.js";
import { type Network, widthsOf } from "../network/network.js";
import { optimisers } from "../network/optimisers.js";

/** What stands above the givens where an exercise has no introduction of its own. */
export function introduction(exercise: Exercise): string {
  const { intro, network } = exercise;
  if (intro !== undefined) return intro;
  if (!network) return "Work out each quantity by hand.";
  return [task(network), activationsOf(exercise, network), recurrence(network), lossOf(network), updates(network)]
    .filter(Boolean)
    .join(" ");
}

function task({ steps, optimiser, loss, examples, batch = examples }: Network): string {
  if (steps === 0)
    return `Carry ${examples > 1 ? "each example" : "the input"} forward through the network below by hand.`;
  const counts = steps === 1 ? "one step" : `${counted(steps)} steps`;
  const method = lossNamed(loss.of).of ? optimisers[optimiser].name : lossNamed(loss.of).name;
  const each =
    examples === 1
      ? ""
      : batch === 1
        ? ", an example a step"
        : batch < examples
          ? `, ${counted(batch)} examples a step`
          : "";
  return `Carry the network below through ${counts} of ${method} by hand${each}.`;
}

function activationsOf(exercise: Exercise, { layers }: Network): string {
  const names = layers.flatMap(({ pool, activation }) => (pool ? [] : [activationNamed(exercise, activation).name]));
  return `Activation: ${[...new Set(names)].join(names.some((name) => /[:,]/.test(name)) ? "; " : ", ")}.`;
}

function recurrence({ layers, times }: Network): string {
  return layers.some(({ recurrent }) => recurrent)
    ? `The network is run ${counted(times)} ${times === 1 ? "time" : "times"}, with the same weights each time.`
    : "";
}

function lossOf({ layers, loss, examples, times, targets, delta }: Network): string {
  const { name, of } = lossNamed(loss.of);
  if (!of || loss.of === "none") return "";
  const over = (what: string, how: "sum" | "mean"): string =>
    `${how === "sum" ? "summed" : "averaged"} over the ${what}`;
  const parts = [
    name,
    ...((layers.at(-1)!.units ?? 2) > 1 ? [over("outputs", loss.outputs)] : []),
    ...(times > 1 && targets === "every" ? ["summed over the times"] : []),
    ...(examples > 1 ? [over("examples", loss.examples)] : []),
  ];
  const differentiated =
    loss.differentiated === undefined ? "" : ` Gradients are those of ${lossNamed(loss.differentiated).name}.`;
  const sign =
    delta === "negative" ? " Errors are target minus output, and a delta is the opposite of the derivative." : "";
  return `Loss: ${parts.join(", ")}.${differentiated}${sign}`;
}

/** The rounding policy, to a student. */
export function roundingRule({ rounding }: Exercise): string {
  const digits =
    rounding.decimals !== undefined
      ? `${counted(rounding.decimals)} decimals`
      : `${counted(rounding.significant)} significant figures`;
  return `Carry ${digits} through every step; ${rounding.truncation ? "rounding and cutting off are both accepted" : "round, do not cut off"}.`;
}

/** The text alternative of the picture of a network. */
export function networkTitle(network: Network): string {
  const [inputs = 0, ...units] = widthsOf(network);
  const widths = units.map((count) => `${counted(count)} ${count === 1 ? "unit" : "units"}`);
  const shape = widths.length === 1 ? `one layer of ${widths[0]}` : `layers of ${widths.join(", ")}`;
  return `A network with ${counted(inputs)} ${inputs === 1 ? "input" : "inputs"} and ${shape}; its numbers are listed under the givens.`;
}

function updates({ layers, train, steps }: Network): string {
  if (steps === 0 || layers.every(({ bias }) => bias === "none" || typeof bias === "object")) return "";
  return train === "weights" ? "Only the weights are updated; the biases stay." : "Weights and biases are updated.";
}

const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const counted = (count: number): string => words[count] ?? String(count);
