import type { Language } from "../../language/language.js";
import type { Source, Unit } from "../../network/wiring.js";
import type { Point } from "../geometry.js";
import { svgText } from "../svgText.js";
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
  const { language } = labels;
  if (pool) return name(language.say(pool === "max" ? "diagramMax" : "diagramMean"), true);
  const text = bias && givenText(labels, bias.id);
  return text && bias?.subtracted
    ? row(name(language.say("diagramThreshold"), true), sign(" ", "tight"), text)
    : text;
}

/** The weights with their values, each at the first edge that it stands on. */
export function weightTexts(
  labels: DiagramLabels,
  units: readonly Unit[],
): ReadonlyMap<Source, Typeset> {
  const firstUse = new Map<string, Source>();
  for (const source of units.flatMap(({ sources }) => sources))
    if (source.weight !== undefined && !firstUse.has(source.weight))
      firstUse.set(source.weight, source);
  return new Map(
    [...firstUse].flatMap(([weight, source]): [Source, Typeset][] => {
      const text = givenText(labels, weight);
      return text ? [[source, text]] : [];
    }),
  );
}

/** An input that never changes, as a node of its own. */
export const constantNode = ({ constant }: Source, at: Point): Node => ({
  ...at,
  name: number(constant === 1 ? "1" : "−1"),
  kind: "input",
});

/** Whether what is read never changes. */
export const isConstant = ({ constant }: Source): boolean => constant !== undefined;

export const widthOf = (text: Typeset): number => svgText(text, labelSize).width;
