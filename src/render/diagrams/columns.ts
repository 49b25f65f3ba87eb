import type { Network } from "../../network/network.js";
import type { Source, Wiring } from "../../network/wiring.js";
import { number, type Typeset } from "../typeset.js";
import {
  type Beside,
  type DiagramLabels,
  type Drawing,
  type Edge,
  type Point,
  radius,
  trimmed,
} from "./drawing.js";
import { givenText, targetText, unitText, widthOf } from "./says.js";

const columnGap = 190;
const rowGap = 104;
const margin = { side: 120, top: 12, bottom: 12, biases: 30 };

/**
 * A column a layer: inputs on the left with their values, weights with their values on the edges,
 * biases below their units, targets on the right. An input that never changes is a node of its own;
 * a weight that several edges share is labelled once.
 */
export function columns(
  { layers, examples }: Network,
  { units, widths }: Wiring,
  labels: DiagramLabels,
): Drawing {
  const depth = layers.length;
  // The constant input that a layer reads stands in the column before it.
  const constants = widths.map((_, layer) =>
    units.find((unit) => unit.layer === layer + 1)?.sources.find(isConstant),
  );
  const counts = widths.map((width, layer) => width + (constants[layer] ? 1 : 0));
  const tallest = Math.max(...counts);
  const hasBiases = units.some(({ bias, pool }) => bias || pool);
  const said = new Set<string>();
  const nodes = widths.flatMap((width, layer) => [
    ...Array.from({ length: width }, (_, i) => ({
      ...center(layer, i + 1),
      name: labels.unit(layer, i + 1),
      kind: layer === 0 ? ("input" as const) : ("unit" as const),
    })),
    ...constantNode(layer),
  ]);
  return {
    width: 2 * margin.side + columnGap * depth,
    height:
      margin.top +
      margin.bottom +
      (hasBiases ? margin.biases : 0) +
      rowGap * (tallest - 1) +
      2 * radius,
    nodes,
    edges: units.flatMap((unit) =>
      unit.sources.map(
        (source): Edge => ({
          ...trimmed(sourceAt(unit.layer - 1, source), center(unit.layer, unit.unit)),
          label: labelOf(source),
        }),
      ),
    ),
    besides: [...inputs(), ...targets(), ...biases()],
  };

  function center(layer: number, unit: number): Point {
    const first = constants[layer]?.spot.unit === 0 ? 1 : 0;
    return {
      x: margin.side + columnGap * layer,
      y: margin.top + radius + rowGap * ((tallest - counts[layer]!) / 2 + unit + first - 1),
    };
  }

  function sourceAt(layer: number, { spot }: Source): Point {
    return center(layer, spot.unit);
  }

  function constantNode(layer: number): Drawing["nodes"] {
    const source = constants[layer];
    if (!source) return [];
    return [
      {
        ...sourceAt(layer, source),
        name: number(source.constant === 1 ? "1" : "−1"),
        kind: "input",
      },
    ];
  }

  function labelOf({ weight }: Source): Typeset | undefined {
    if (weight === undefined || said.has(weight)) return undefined;
    said.add(weight);
    return givenText(labels, weight);
  }

  function* inputs(): Generator<Beside> {
    for (let unit = 1; unit <= widths[0]!; unit++) {
      const { x, y } = center(0, unit);
      const text = givenText(labels, `x${unit}`);
      if (text) yield { text, places: [{ x: x - radius - 8 - widthOf(text) / 2, y }] };
    }
  }
  function* targets(): Generator<Beside> {
    for (let unit = 1; unit <= widths[depth]!; unit++) {
      const { x, y } = center(depth, unit);
      const text = targetText(labels, `t${unit}`, examples);
      if (text) yield { text, places: [{ x: x + radius + 8 + widthOf(text) / 2, y }] };
    }
  }
  function* biases(): Generator<Beside> {
    const filters = new Set<string>();
    for (const unit of units) {
      const { x, y } = center(unit.layer, unit.unit);
      // A filter has one bias for all its units.
      const filter = layers[unit.layer - 1]!.convolution && unit.bias?.id;
      const text = filter && filters.has(filter) ? undefined : unitText(labels, unit);
      if (filter) filters.add(filter);
      if (text) yield { text, places: [{ x, y: y + radius + 13 }], width: 4 };
    }
  }
}

const isConstant = ({ constant }: Source): boolean => constant !== undefined;
