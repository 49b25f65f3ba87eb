import { type Layer, type Network, type Shape, shapesOf, windowOf } from "../../network/network.js";
import type { Unit, Wiring } from "../../network/wiring.js";
import { name, number, row, sign, type Typeset } from "../typeset.js";
import {
  type Beside,
  type Box,
  cellSize,
  type DiagramLabels,
  type Drawing,
  type Edge,
  type Node,
  type Point,
  radius,
  trimmed,
} from "./drawing.js";
import { givenText, targetText, unitText, widthOf } from "./says.js";

const gap = { dense: 190, pool: 110, channel: 34, unit: 84, filter: 58 };
const margin = { side: 30, target: 110, top: 30, bottom: 34 };
/** More weights than these are read in the list of givens. */
const mostLabels = 12;

/**
 * A network that reads images: each layer a column of grids, one a channel. What the first unit of
 * a filter or pool covers is framed, with the weights of the filter as a grid on the way; the units
 * after the grids are circles.
 */
export function grids(network: Network, { units, widths }: Wiring, labels: DiagramLabels): Drawing {
  const shapes = shapesOf(network);
  const depth = network.layers.length;
  const isGrid = (layer: number): boolean =>
    layer === 0 || network.layers[layer - 1]!.units === undefined;
  const filterOf = (layer: number): Layer["convolution"] => network.layers[layer - 1]?.convolution;
  const gapBefore = (layer: number): number => {
    const filter = filterOf(layer);
    if (filter) return 2 * gap.filter + filter[1] * cellSize;
    return isGrid(layer) ? gap.pool : gap.dense;
  };
  const columnWidth = (layer: number): number =>
    isGrid(layer) ? shapes[layer]!.columns * cellSize : 2 * radius;
  const columnHeight = (layer: number): number => {
    const { channels, rows } = shapes[layer]!;
    return isGrid(layer)
      ? channels * rows * cellSize + (channels - 1) * gap.channel
      : (widths[layer]! - 1) * gap.unit + 2 * radius;
  };
  const lefts = widths.map((_, layer) =>
    Array.from({ length: layer }, (__, i) => columnWidth(i) + gapBefore(i + 1)).reduce(
      (a, b) => a + b,
      margin.side,
    ),
  );
  const filterHeight = (layer: number): number => {
    const filter = filterOf(layer);
    return filter ? network.layers[layer - 1]!.filters * (filter[0] * cellSize + 62) : 0;
  };
  const tallest = Math.max(
    ...widths.map((_, layer) => Math.max(columnHeight(layer), filterHeight(layer))),
  );
  const middle = margin.top + tallest / 2;
  const dense = units.filter(({ layer }) => !isGrid(layer));
  const labelled = dense.flatMap(({ sources }) => sources).length <= mostLabels;
  const filters = units.filter(isFirstOfFilter).flatMap(filterParts);
  const windows = units.filter(isFirstOfChannel);
  return {
    width: lefts.at(-1)! + columnWidth(depth) + margin.target,
    height: margin.top + tallest + margin.bottom,
    nodes: [
      ...widths.flatMap((width, layer) =>
        Array.from({ length: width }, (_, i) => node(layer, i + 1)),
      ),
      ...filters.flatMap(({ cells }) => cells),
    ],
    edges: [
      ...dense.flatMap(edgesTo),
      ...filters.flatMap(({ edges }) => edges),
      ...windows.flatMap(poolEdge),
    ],
    besides: [
      ...filters.flatMap(({ besides }) => besides),
      ...windows.flatMap(poolText),
      ...targets(),
      ...biases(),
    ],
    frames: windows.map(frameOf),
  };

  function center(layer: number, unit: number): Point {
    const { rows, columns } = shapes[layer]!;
    const top = middle - columnHeight(layer) / 2;
    if (!isGrid(layer))
      return { x: lefts[layer]! + radius, y: top + radius + (unit - 1) * gap.unit };
    const channel = Math.floor((unit - 1) / (rows * columns));
    const place = (unit - 1) % (rows * columns);
    return {
      x: lefts[layer]! + ((place % columns) + 0.5) * cellSize,
      y:
        top +
        channel * (rows * cellSize + gap.channel) +
        (Math.floor(place / columns) + 0.5) * cellSize,
    };
  }

  function node(layer: number, unit: number): Node {
    const value = layer === 0 ? labels.given(`x${unit}`)?.value : undefined;
    return {
      ...center(layer, unit),
      name: value === undefined ? labels.unit(layer, unit) : number(value),
      kind: isGrid(layer) ? "cell" : "unit",
    };
  }

  /** Where lines leave a column: its right side, at the height of a unit. */
  function rightOf(layer: number, { y }: Point): Point {
    return { x: lefts[layer]! + columnWidth(layer) + 3, y };
  }

  function edgesTo(unit: Unit): readonly Edge[] {
    const to = center(unit.layer, unit.unit);
    return unit.sources
      .filter(({ constant }) => constant === undefined)
      .map(({ spot, weight }): Edge => {
        const from = center(spot.layer, spot.unit);
        const line = trimmed(
          isGrid(spot.layer) ? shifted(rightOf(spot.layer, from), -radius) : from,
          to,
        );
        return {
          ...line,
          label: labelled && weight !== undefined ? givenText(labels, weight) : undefined,
        };
      });
  }

  function isFirstOfFilter({ layer, unit }: Unit): boolean {
    return filterOf(layer) !== undefined && isFirst(shapes[layer]!, unit);
  }
  function isFirstOfChannel({ layer, unit }: Unit): boolean {
    return isGrid(layer) && isFirst(shapes[layer]!, unit);
  }

  /** A filter on the way from what it covers to the first unit of its channel, with its bias. */
  function filterParts(unit: Unit): {
    cells: readonly Node[];
    edges: readonly Edge[];
    besides: readonly Beside[];
  } {
    const { layer } = unit;
    const declared = network.layers[layer - 1]!;
    const { rows, columns } = windowOf(declared, shapes[layer - 1]!)!;
    const channel = Math.ceil(unit.unit / (shapes[layer]!.rows * shapes[layer]!.columns));
    const x = lefts[layer]! - gap.filter - (columns * cellSize) / 2;
    const y = middle + (channel - (declared.filters + 1) / 2) * (rows * cellSize + 62);
    const weights = unit.sources.flatMap(({ weight }) => weight ?? []);
    const first = labels.given(`w${layer}_${channel}_1`);
    const last = labels.given(`w${layer}_${channel}_${rows * columns}`);
    const oneChannel = shapes[layer - 1]!.channels === 1;
    const cells = Array.from({ length: oneChannel ? rows * columns : 0 }, (_, i): Node => {
      const given = labels.given(`w${layer}_${channel}_${i + 1}`);
      return {
        x: x + ((i % columns) - (columns - 1) / 2) * cellSize,
        y: y + (Math.floor(i / columns) - (rows - 1) / 2) * cellSize,
        name: number(given?.value ?? ""),
        kind: "cell",
      };
    });
    const side = (columns * cellSize) / 2 + 3;
    const seen = frameOf(unit);
    const to = center(layer, unit.unit);
    const title =
      first && last && weights.length > 0
        ? row(first.symbol, sign(" … ", "tight"), last.symbol)
        : undefined;
    const bias = unitText(labels, unit);
    return {
      cells,
      edges: [
        { from: rightOf(layer - 1, seen), to: { x: x - side, y } },
        { from: { x: x + side, y }, to: { x: lefts[layer]! - 3, y: to.y } },
      ],
      besides: [
        ...(title ? [{ text: title, places: [{ x, y: y - (rows * cellSize) / 2 - 12 }] }] : []),
        ...(bias ? [{ text: bias, places: [{ x, y: y + (rows * cellSize) / 2 + 14 }] }] : []),
      ],
    };
  }

  function poolEdge(unit: Unit): readonly Edge[] {
    if (!unit.pool) return [];
    const { y } = center(unit.layer, unit.unit);
    return [{ from: rightOf(unit.layer - 1, frameOf(unit)), to: { x: lefts[unit.layer]! - 3, y } }];
  }
  function poolText(unit: Unit): readonly Beside[] {
    if (!unit.pool) return [];
    const [edge] = poolEdge(unit);
    const { from, to } = edge!;
    return [
      {
        text: name(unit.pool, true),
        places: [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 14 }],
      },
    ];
  }

  /** What a unit of a filter or pool covers. */
  function frameOf({ layer, sources }: Unit): Box {
    const covered = sources.flatMap(({ spot, constant }) =>
      constant ? [] : [center(layer - 1, spot.unit)],
    );
    const [xs, ys] = [covered.map(({ x }) => x), covered.map(({ y }) => y)];
    const [left, right, top, bottom] = [
      Math.min(...xs),
      Math.max(...xs),
      Math.min(...ys),
      Math.max(...ys),
    ];
    return {
      x: (left + right) / 2,
      y: (top + bottom) / 2,
      width: right - left + cellSize,
      height: bottom - top + cellSize,
    };
  }

  function* targets(): Generator<Beside> {
    for (let unit = 1; unit <= widths[depth]!; unit++) {
      const { x, y } = center(depth, unit);
      const text = targetText(labels, `t${unit}`, network.examples);
      if (text)
        yield { text, places: [{ x: x + columnWidth(depth) / 2 + 8 + widthOf(text) / 2, y }] };
    }
  }

  function* biases(): Generator<Beside> {
    for (const unit of dense) {
      const text: Typeset | undefined = unitText(labels, unit);
      const { x, y } = center(unit.layer, unit.unit);
      if (text) yield { text, places: [{ x, y: y + radius + 13 }] };
    }
  }
}

const isFirst = ({ rows, columns }: Shape, unit: number): boolean =>
  (unit - 1) % (rows * columns) === 0;
const shifted = ({ x, y }: Point, by: number): Point => ({ x: x + by, y });
