import type { Language } from "../../language/language.js";
import type { Source, Unit } from "../../network/wiring.js";
import type { Point } from "../geometry.js";
import { type SvgText, svgText } from "../svgText.js";
import { equation, name, number, row, sign, type Typeset } from "../typeset.js";
import { labelSize, type Node } from "./diagram.js";

/** What stands at the nodes and edges of a diagram. */
export interface DiagramLabels {
  /** What the words of the diagram are in. */
  readonly language: Language;
  /** A unit or, in layer 0, an input, numbered from 1; at one time of several, with its mark. */
  unit(layer: number, unit: number, time?: number): Typeset;
  /**
   * The symbol of a given, and its value as written; undefined where the exercise has no such
   * given.
   */
  given(id: string): { readonly symbol: Typeset; readonly value: string } | undefined;
  /** The symbol of what is given for each example or time, without their marks. */
  unmarked(id: string): Typeset | undefined;
}

/**
 * What a picture says of the weights and biases of a layer: their values, their symbols alone where
 * those do not fit, or neither.
 */
export type Detail = "values" | "symbols" | "none";

export const details = ["values", "symbols", "none"] as const satisfies readonly Detail[];

/** The next that says less. */
export const less: Record<Exclude<Detail, "none">, Detail> = { values: "symbols", symbols: "none" };

/** More weights than these between two layers nobody reads beside edges. */
export const mostWeights = 16;

/** `w = 0.3`: a given with its value, or as much of it; undefined where there is none. */
export function givenText(
  { given }: DiagramLabels,
  id: string,
  detail: Detail = "values",
): SvgText | undefined {
  const found = detail === "none" ? undefined : given(id);
  if (!found) return undefined;
  const { symbol, value } = found;
  return inLabelSize(detail === "values" ? equation(symbol, number(value)) : symbol);
}

/** Beside an input or a target, a longer text than this leaves out the symbol. */
const longest = 150;

/** An input with its value, or the value alone where its symbol is long. */
export function inputText(labels: DiagramLabels, id: string): SvgText | undefined {
  const text = givenText(labels, id);
  return text && text.width > longest ? inLabelSize(number(labels.given(id)!.value)) : text;
}

/** A target with its value, or its symbol alone where each example has another. */
export function targetText(
  labels: DiagramLabels,
  id: string,
  examples: number,
): SvgText | undefined {
  if (examples === 1) return givenText(labels, id);
  const symbol = labels.unmarked(`e1.${id}`);
  return symbol && inLabelSize(symbol);
}

/**
 * What stands beside a unit: its bias, marked as such where it is a threshold, or what a pool does.
 */
export function unitText(
  labels: DiagramLabels,
  { bias, pool }: Unit,
  detail: Detail = "values",
): SvgText | undefined {
  const { language } = labels;
  if (pool)
    return inLabelSize(name(language.say(pool === "max" ? "diagramMax" : "diagramMean"), true));
  const found = detail === "none" || !bias ? undefined : labels.given(bias.id);
  if (!found) return undefined;
  const { symbol, value } = found;
  const text = detail === "values" ? equation(symbol, number(value)) : symbol;
  return inLabelSize(
    bias!.subtracted
      ? row(name(language.say("diagramThreshold"), true), sign(" ", "tight"), text)
      : text,
  );
}

/** The weights of these units, each once, with the first edge that it stands on. */
export function weightsOf(units: readonly Unit[]): ReadonlyMap<string, Source> {
  const firstUse = new Map<string, Source>();
  for (const source of units.flatMap(({ sources }) => sources))
    if (source.weight !== undefined && !firstUse.has(source.weight))
      firstUse.set(source.weight, source);
  return firstUse;
}

/** An input that never changes, as a node of its own. */
export const constantNode = ({ constant }: Source, at: Point, radius: number): Node => ({
  ...at,
  radius,
  name: number(constant === 1 ? "1" : "−1"),
  kind: "input",
});

/** Whether what is read never changes. */
export const isConstant = ({ constant }: Source): boolean => constant !== undefined;

export const inLabelSize = (text: Typeset): SvgText => svgText(text, labelSize);
