import type { Network } from "../../network/network.js";
import type { Source, Unit, Wiring } from "../../network/wiring.js";
import type { Point } from "../geometry.js";
import { type Beside, type Diagram, fromRimToRim, type Node, radius } from "./diagram.js";
import {
  constantNode,
  type DiagramLabels,
  givenText,
  isConstant,
  targetText,
  unitText,
  weightTexts,
  widthOf,
} from "./labels.js";
import { spotName, targetName } from "./names.js";

const columnGap = 190;
const rowGap = 104;
const margin = { side: 120, top: 12, bottom: 4, biases: 22 };

/**
 * A column a layer: inputs on the left with their values, weights with their values on the edges,
 * biases below their units, targets on the right. An input that never changes is a node of its own;
 * a weight that several edges share is labelled once.
 */
export function columns(network: Network, wiring: Wiring, labels: DiagramLabels): Diagram {
  const { units, widths } = wiring;
  const layout = layoutOf(wiring);
  const weights = weightTexts(labels, units);
  const hasBiases = units.some(({ bias, pool }) => bias || pool);
  const depth = network.layers.length;
  return {
    width: 2 * margin.side + columnGap * depth,
    height:
      margin.top +
      margin.bottom +
      (hasBiases ? margin.biases : 0) +
      rowGap * (layout.tallest - 1) +
      2 * radius,
    nodes: widths.flatMap((width, layer) => nodesOf(layout, labels, layer, width)),
    edges: units.flatMap((unit) =>
      unit.sources.map((source) => ({
        ...fromRimToRim(
          centerOf(layout, unit.layer - 1, source.spot.unit),
          centerOf(layout, unit.layer, unit.unit),
        ),
        label: weights.get(source),
        of: source.weight,
        between: [spotName(source.spot), spotName(unit)],
      })),
    ),
    besides: [
      ...inputTexts(layout, labels, widths[0]!),
      ...targetTexts(layout, labels, network, widths[depth]!),
      ...unitTexts(layout, labels, network, units),
    ],
  };
}

/** What stands in each column. */
interface ColumnLayout {
  /** The constant input that the next layer reads, which stands in this column; if there is one. */
  readonly constants: readonly (Source | undefined)[];
  /** How many nodes there are. */
  readonly counts: readonly number[];
  readonly tallest: number;
}

function layoutOf({ units, widths }: Wiring): ColumnLayout {
  const constants = widths.map((_, layer) =>
    units.find((unit) => unit.layer === layer + 1)?.sources.find(isConstant),
  );
  const counts = widths.map((width, layer) => width + (constants[layer] ? 1 : 0));
  return { constants, counts, tallest: Math.max(...counts) };
}

function centerOf(
  { constants, counts, tallest }: ColumnLayout,
  layer: number,
  unit: number,
): Point {
  const first = constants[layer]?.spot.unit === 0 ? 1 : 0;
  return {
    x: margin.side + columnGap * layer,
    y: margin.top + radius + rowGap * ((tallest - counts[layer]!) / 2 + unit + first - 1),
  };
}

function nodesOf(
  layout: ColumnLayout,
  labels: DiagramLabels,
  layer: number,
  width: number,
): readonly Node[] {
  const constant = layout.constants[layer];
  return [
    ...Array.from(
      { length: width },
      (_, i): Node => ({
        ...centerOf(layout, layer, i + 1),
        name: labels.unit(layer, i + 1),
        of: spotName({ layer, unit: i + 1, time: 0 }),
        kind: layer === 0 ? "input" : "unit",
      }),
    ),
    ...(constant ? [constantNode(constant, centerOf(layout, layer, constant.spot.unit))] : []),
  ];
}

function* inputTexts(
  layout: ColumnLayout,
  labels: DiagramLabels,
  count: number,
): Generator<Beside> {
  for (let unit = 1; unit <= count; unit++) {
    const { x, y } = centerOf(layout, 0, unit);
    const text = givenText(labels, `x${unit}`);
    const of = spotName({ layer: 0, unit, time: 0 });
    if (text) yield { of, text, places: [{ x: x - radius - 8 - widthOf(text) / 2, y }] };
  }
}

function* targetTexts(
  layout: ColumnLayout,
  labels: DiagramLabels,
  { layers, examples }: Network,
  count: number,
): Generator<Beside> {
  for (let unit = 1; unit <= count; unit++) {
    const { x, y } = centerOf(layout, layers.length, unit);
    const text = targetText(labels, `t${unit}`, examples);
    const of = targetName({ layer: layers.length, unit, time: 0 });
    if (text) yield { of, text, places: [{ x: x + radius + 8 + widthOf(text) / 2, y }] };
  }
}

function* unitTexts(
  layout: ColumnLayout,
  labels: DiagramLabels,
  { layers }: Network,
  units: readonly Unit[],
): Generator<Beside> {
  const filters = new Set<string>();
  for (const unit of units) {
    const { x, y } = centerOf(layout, unit.layer, unit.unit);
    // A filter has one bias for all its units.
    const filter = layers[unit.layer - 1]!.convolution && unit.bias?.id;
    const text = filter && filters.has(filter) ? undefined : unitText(labels, unit);
    if (filter) filters.add(filter);
    const of = unit.bias?.id;
    if (text) yield { of, text, places: [{ x, y: y + radius + 13 }], width: 4 };
  }
}
