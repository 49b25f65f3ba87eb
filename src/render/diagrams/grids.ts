import { type Layer, type Network, type Shape, shapesOf, windowOf } from "../../network/network.js";
import type { Unit, Wiring } from "../../network/wiring.js";
import type { Box, Point } from "../geometry.js";
import { name, number, row, sign } from "../typeset.js";
import {
  type Beside,
  cellSize,
  type Diagram,
  type Edge,
  fromRimToRim,
  type Node,
  radius,
} from "./diagram.js";
import {
  type DiagramLabels,
  givenText,
  isConstant,
  targetText,
  unitText,
  widthOf,
} from "./labels.js";
import { spotName, targetName } from "./names.js";

const gap = { dense: 190, pool: 110, channel: 34, unit: 84, filter: 58, betweenFilters: 62 };
const margin = { side: 30, target: 110, top: 30, bottom: 34 };
/** More weights than these are read in the list of givens. */
const mostLabels = 12;

/**
 * A network that reads images: each layer a column of grids, one a channel. What the first unit of
 * a filter or pool covers is framed, with the weights of the filter as a grid on the way; the units
 * after the grids are circles.
 */
export function grids(network: Network, { units, widths }: Wiring, labels: DiagramLabels): Diagram {
  const layout = layoutOf(network, widths, labels);
  const { columns, tallest } = layout;
  const outputs = columns.at(-1)!;
  const dense = units.filter(({ layer }) => !columns[layer]!.isGrid);
  const isLabelled = dense.flatMap(({ sources }) => sources).length <= mostLabels;
  // The first unit of each channel stands for all of them.
  const first = units.filter(({ layer, unit }) => isFirst(columns[layer]!.shape, unit));
  const filters = first
    .filter(({ layer }) => columns[layer]!.declared?.convolution)
    .map((unit) => filterGrid(layout, unit));
  const windows = first.filter(({ layer }) => columns[layer]!.isGrid);
  const pools = windows.filter(({ pool }) => pool);
  return {
    width: outputs.left + outputs.width + margin.target,
    height: margin.top + tallest + margin.bottom,
    nodes: [
      ...widths.flatMap((width, layer) =>
        Array.from({ length: width }, (_, i) => nodeAt(layout, layer, i + 1)),
      ),
      ...filters.flatMap(({ cells }) => cells),
    ],
    edges: [
      ...dense.flatMap((unit) => edgesTo(layout, unit, isLabelled)),
      ...filters.flatMap(({ edges }) => edges),
      ...pools.map((unit) => poolEdge(layout, unit)),
    ],
    besides: [
      ...filters.flatMap(({ besides }) => besides),
      ...pools.map((unit) => poolText(layout, unit)),
      ...targetTexts(layout, widths.at(-1)!, network.examples),
      ...biasTexts(layout, dense),
    ],
    frames: windows.map((unit) => frameOf(layout, unit)),
  };
}

/** A layer of the picture, the inputs first: a column of grids, or of circles. */
interface GridColumn {
  readonly layer: number;
  readonly isGrid: boolean;
  readonly shape: Shape;
  /** What the exercise says of the layer; nothing of the inputs. */
  readonly declared: Layer | undefined;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

interface GridLayout {
  readonly columns: readonly GridColumn[];
  readonly tallest: number;
  /** The height that all columns are centred at. */
  readonly middle: number;
  readonly labels: DiagramLabels;
}

function layoutOf(network: Network, widths: readonly number[], labels: DiagramLabels): GridLayout {
  const columns: GridColumn[] = [];
  for (const [layer, shape] of shapesOf(network).entries()) {
    const declared = layer === 0 ? undefined : network.layers[layer - 1]!;
    const isGrid = declared?.units === undefined;
    const before = columns.at(-1);
    columns.push({
      layer,
      isGrid,
      shape,
      declared,
      left: before && declared ? before.left + before.width + gapBefore(declared) : margin.side,
      width: isGrid ? shape.columns * cellSize : 2 * radius,
      height: isGrid
        ? shape.channels * shape.rows * cellSize + (shape.channels - 1) * gap.channel
        : (widths[layer]! - 1) * gap.unit + 2 * radius,
    });
  }
  const tallest = Math.max(
    ...columns.map(({ height, declared }) => Math.max(height, filtersHeight(declared))),
  );
  return { columns, tallest, middle: margin.top + tallest / 2, labels };
}

function gapBefore({ convolution, units }: Layer): number {
  if (convolution) return 2 * gap.filter + convolution[1] * cellSize;
  return units === undefined ? gap.pool : gap.dense;
}

const filtersHeight = (layer: Layer | undefined): number =>
  layer?.convolution ? layer.filters * (layer.convolution[0] * cellSize + gap.betweenFilters) : 0;

const isFirst = ({ rows, columns }: Shape, unit: number): boolean =>
  (unit - 1) % (rows * columns) === 0;

function centerOf({ columns, middle }: GridLayout, layer: number, unit: number): Point {
  const { isGrid, shape, left, height } = columns[layer]!;
  const top = middle - height / 2;
  if (!isGrid) return { x: left + radius, y: top + radius + (unit - 1) * gap.unit };
  const size = shape.rows * shape.columns;
  const channel = Math.floor((unit - 1) / size);
  const place = (unit - 1) % size;
  return {
    x: left + ((place % shape.columns) + 0.5) * cellSize,
    y:
      top +
      channel * (shape.rows * cellSize + gap.channel) +
      (Math.floor(place / shape.columns) + 0.5) * cellSize,
  };
}

function nodeAt(layout: GridLayout, layer: number, unit: number): Node {
  const { labels, columns } = layout;
  const value = layer === 0 ? labels.given(`x${unit}`)?.value : undefined;
  return {
    ...centerOf(layout, layer, unit),
    name: value === undefined ? labels.unit(layer, unit) : number(value),
    of: spotName({ layer, unit, time: 0 }),
    kind: columns[layer]!.isGrid ? "cell" : "unit",
  };
}

/** Where lines leave a column: its right side, at the height of a point. */
const rightOf = ({ columns }: GridLayout, layer: number, { y }: Point): Point => ({
  x: columns[layer]!.left + columns[layer]!.width + 3,
  y,
});

function edgesTo(layout: GridLayout, unit: Unit, isLabelled: boolean): readonly Edge[] {
  const { columns, labels } = layout;
  const to = centerOf(layout, unit.layer, unit.unit);
  return unit.sources
    .filter((source) => !isConstant(source))
    .map(({ spot, weight }) => {
      const center = centerOf(layout, spot.layer, spot.unit);
      // The line is to begin at the side of a grid, where it would at the rim of a circle.
      const side = rightOf(layout, spot.layer, center);
      const from = columns[spot.layer]!.isGrid ? { x: side.x - radius, y: side.y } : center;
      return {
        ...fromRimToRim(from, to),
        label: isLabelled && weight !== undefined ? givenText(labels, weight) : undefined,
        of: weight,
        between: [spotName(spot), spotName(unit)],
      };
    });
}

/** What a unit of a filter or pool covers. */
function frameOf(layout: GridLayout, { layer, sources }: Unit): Box {
  const covered = sources
    .filter((source) => !isConstant(source))
    .map(({ spot }) => centerOf(layout, layer - 1, spot.unit));
  const [xs, ys] = [covered.map(({ x }) => x), covered.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left + cellSize,
    height: bottom - top + cellSize,
  };
}

/** A filter on the way from what it covers to the first unit of its channel, with its bias. */
function filterGrid(
  layout: GridLayout,
  unit: Unit,
): { cells: readonly Node[]; edges: readonly Edge[]; besides: readonly Beside[] } {
  const { columns, middle, labels } = layout;
  const { layer } = unit;
  const { declared, shape, left } = columns[layer]!;
  const before = columns[layer - 1]!.shape;
  const window = windowOf(declared!, before)!;
  const [width, height] = [window.columns * cellSize, window.rows * cellSize];
  const channel = Math.ceil(unit.unit / (shape.rows * shape.columns));
  const center = {
    x: left - gap.filter - width / 2,
    y: middle + (channel - (declared!.filters + 1) / 2) * (height + gap.betweenFilters),
  };
  const weights = Array.from({ length: window.rows * window.columns }, (_, i) =>
    labels.given(`w${layer}_${channel}_${i + 1}`),
  );
  const [first, last] = [weights[0], weights.at(-1)];
  const title = first && last && row(first.symbol, sign(" … ", "tight"), last.symbol);
  const bias = unitText(labels, unit);
  const to = centerOf(layout, layer, unit.unit);
  const side = width / 2 + 3;
  return {
    // Of several channels, each has weights of its own, and there is room for none.
    cells:
      before.channels > 1
        ? []
        : weights.map((weight, i) => ({
            x: center.x + ((i % window.columns) - (window.columns - 1) / 2) * cellSize,
            y: center.y + (Math.floor(i / window.columns) - (window.rows - 1) / 2) * cellSize,
            name: number(weight?.value ?? ""),
            of: `w${layer}_${channel}_${i + 1}`,
            kind: "cell" as const,
          })),
    edges: [
      {
        from: rightOf(layout, layer - 1, frameOf(layout, unit)),
        to: { x: center.x - side, y: center.y },
      },
      { from: { x: center.x + side, y: center.y }, to: { x: left - 3, y: to.y } },
    ],
    besides: [
      ...(title ? [{ text: title, places: [{ x: center.x, y: center.y - height / 2 - 12 }] }] : []),
      ...(bias
        ? [
            {
              of: unit.bias?.id,
              text: bias,
              places: [{ x: center.x, y: center.y + height / 2 + 14 }],
            },
          ]
        : []),
    ],
  };
}

function poolEdge(layout: GridLayout, unit: Unit): Edge {
  const { y } = centerOf(layout, unit.layer, unit.unit);
  return {
    from: rightOf(layout, unit.layer - 1, frameOf(layout, unit)),
    to: { x: layout.columns[unit.layer]!.left - 3, y },
  };
}

function poolText(layout: GridLayout, unit: Unit): Beside {
  const { from, to } = poolEdge(layout, unit);
  return {
    text: name(unit.pool!, true),
    places: [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 14 }],
  };
}

function* targetTexts(layout: GridLayout, count: number, examples: number): Generator<Beside> {
  const { layer, width } = layout.columns.at(-1)!;
  for (let unit = 1; unit <= count; unit++) {
    const { x, y } = centerOf(layout, layer, unit);
    const text = targetText(layout.labels, `t${unit}`, examples);
    const of = targetName({ layer, unit, time: 0 });
    if (text) yield { of, text, places: [{ x: x + width / 2 + 8 + widthOf(text) / 2, y }] };
  }
}

function* biasTexts(layout: GridLayout, dense: readonly Unit[]): Generator<Beside> {
  for (const unit of dense) {
    const text = unitText(layout.labels, unit);
    const { x, y } = centerOf(layout, unit.layer, unit.unit);
    if (text) yield { of: unit.bias?.id, text, places: [{ x, y: y + radius + 13 }] };
  }
}
