import type { Exercise } from "../exercise/exercise.js";
import { activations } from "../network/activations.js";
import { losses } from "../network/losses.js";
import type { Network } from "../network/network.js";

/** What stands above the givens where an exercise has no introduction of its own. */
export function introduction({ intro, network }: Exercise): string {
  if (intro !== undefined) return intro;
  if (!network) return "Work out each quantity by hand.";
  const { layers, loss, steps } = network;
  const names = [...new Set(layers.map(({ activation }) => activations[activation].name))];
  return [
    `Carry the network below through ${steps === 1 ? "one step" : `${counted(steps)} steps`} of gradient descent by hand.`,
    `Activation: ${names.join(", ")}.`,
    `Loss: ${losses[loss].name}${layers.at(-1)!.units > 1 ? ", summed over the outputs" : ""}.`,
    updates(network),
  ]
    .filter(Boolean)
    .join(" ");
}

/** The rounding policy, to a student. */
export function roundingRule(exercise: Exercise): string {
  const cutting = exercise.rounding.truncation ? "rounding and cutting off are both accepted" : "round, do not cut off";
  return `Carry ${digitsCarried(exercise)} through every step; ${cutting}.`;
}

/** The digits a student carries: `four decimals`. */
export const digitsCarried = ({ rounding }: Exercise): string =>
  rounding.decimals !== undefined
    ? `${counted(rounding.decimals)} decimals`
    : `${counted(rounding.significant)} significant figures`;

/** The text alternative of the picture of a network. */
export function networkTitle({ inputs, layers }: Network): string {
  const widths = layers.map(({ units }) => `${counted(units)} ${units === 1 ? "unit" : "units"}`);
  const shape = widths.length === 1 ? `one layer of ${widths[0]}` : `layers of ${widths.join(", ")}`;
  return `A network with ${counted(inputs)} ${inputs === 1 ? "input" : "inputs"} and ${shape}; its numbers are listed under the givens.`;
}

function updates({ layers, train }: Network): string {
  if (layers.every(({ bias }) => bias === "none")) return "";
  return train === "weights" ? "Only the weights are updated; the biases stay." : "Weights and biases are updated.";
}

const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const counted = (count: number): string => words[count] ?? String(count);
