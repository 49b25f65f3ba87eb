import type { Place } from "../../graph/graph.js";
import type { Lettering } from "./lettering.js";

/** A pattern with texts in its places; what the texts say is no place. */
export const put = (pattern: string, texts: Readonly<Record<string, string | number>>): string =>
  pattern.replace(/<(\w+)>/g, (place, of: string) =>
    Object.hasOwn(texts, of) ? String(texts[of]) : place,
  );

/**
 * A pattern with the numbers of layer and units in its places. Throws a SyntaxError where it has a
 * place that there is none of.
 */
export function numbered(lettering: Lettering, pattern: string, at: Partial<Place>): string {
  const spaced = pattern.replace("<unit><from>", `<unit>${lettering.separator}<from>`);
  const numbers = numbersAt(lettering, at);
  const text = spaced.replace(/<([a-zA-Z]+\??)>/g, (whole, place: string) => {
    const value = Object.hasOwn(numbers, place) ? numbers[place] : undefined;
    if (value === undefined) throw new SyntaxError(`${pattern}: there is no place called ${whole}`);
    return value === "" ? "{}" : String(value).length > 1 ? `{${value}}` : String(value);
  });
  return text.replace("({})", "");
}

/** What stands in the places of a pattern, by their names; nothing where there is only one. */
function numbersAt(
  lettering: Lettering,
  { layer = 0, unit = 0, from }: Partial<Place>,
): Readonly<Record<string, number | "">> {
  const { depth, widths } = lettering;
  const source = from ?? 0;
  const before = unitsBefore(widths, layer);
  const beforeSource = layer === 1 ? 0 : unitsBefore(widths, layer - 1);
  const inputs = widths[0]!;
  return {
    unit,
    from: source,
    layer,
    node: before + unit,
    fromNode: beforeSource + source,
    afterInputs: layer === 0 ? unit : inputs + before + unit,
    fromAfterInputs: layer === 1 ? source : inputs + beforeSource + source,
    nextLayer: layer + 1,
    n: from === undefined ? before + unit : weightNumber(lettering, { layer, unit, from }),
    "layer?": depth > 1 ? layer : "",
    "unit?": (widths[layer] ?? 1) > 1 ? unit : "",
    "from?": (widths[layer - 1] ?? 1) > 1 ? source : "",
  };
}

/** How many units there are in the layers before this one, the inputs not among them. */
const unitsBefore = (widths: readonly number[], layer: number): number =>
  widths.slice(1, Math.max(1, layer)).reduce((sum, width) => sum + width, 0);

/** Which weight it is, in the order in which the notation counts them. */
function weightNumber({ notation, weights }: Lettering, weight: Partial<Place>): number {
  const isByUnit = notation.weightOrder === "by-unit";
  const rankOf = ({ layer = 0, unit = 0, from = 0 }: Partial<Place>): number =>
    layer * 1e6 + (isByUnit ? unit * 1e3 + from : from * 1e3 + unit);
  return weights.filter(({ at }) => rankOf(at) <= rankOf(weight)).length;
}
