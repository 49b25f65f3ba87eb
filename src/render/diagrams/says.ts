import type { Unit } from "../../network/wiring.js";
import { svgText } from "../svgText.js";
import { equation, name, number, row, sign, type Typeset } from "../typeset.js";
import { type DiagramLabels, labelSize } from "./drawing.js";

/** `w = 0.3`: a given with its value; undefined where there is none. */
export function givenText({ given }: DiagramLabels, id: string): Typeset | undefined {
  const found = given(id);
  return found && equation(found.symbol, number(found.value));
}

/** A target with its value, or its symbol alone where each example has another. */
export const targetText = (
  labels: DiagramLabels,
  id: string,
  examples: number,
): Typeset | undefined => (examples > 1 ? labels.unmarked(`e1.${id}`) : givenText(labels, id));

/**
 * What stands beside a unit: its bias, marked as such where it is a threshold, or what a pool does.
 */
export function unitText(labels: DiagramLabels, { bias, pool }: Unit): Typeset | undefined {
  if (pool) return name(pool, true);
  const text = bias && givenText(labels, bias.id);
  return text && bias?.subtracted ? row(name("threshold", true), sign(" ", "tight"), text) : text;
}

export const widthOf = (text: Typeset): number => svgText(text, labelSize).width;
