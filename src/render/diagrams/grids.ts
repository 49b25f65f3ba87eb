import { type Layer, type Network, type Shape, shapesOf, windowOf } from "../../network/network.js";
import { type Unit, upTo, type Wiring } from "../../network/wiring.js";
import type { Box, Point } from "../geometry.js";
import { svgText } from "../svgText.js";
import { name, number, row, sign, type Typeset } from "../typeset.js";
import {
  dotsAt,
  drawnOf,
  type Edge,
  fromRimToRim,
  isClear,
  type Node,
  nameSizes,
  pageWidth,
  type Rimmed,
  radiusFor,
  stretchFor,
} from "./diagram.js";
import { fitsOnPage, framed, moved, type PictureParts, stacked, together } from "./framed.js";
import { labelPlaces, levelLabel, type WantedLabel } from "./labelPlaces.js";
import {
  type Detail,
  type DiagramLabels,
  details,
  givenText,
  inLabelSize,
  isConstant,
  mostWeights,
  targetText,
  unitText,
  weightsOf,
} from "./labels.js";
import { spotName, targetName } from "./names.js";
import type { NetworkPicture } from "./networkDiagram.js";

const gap = { pool: 88, channel: 34, betweenFilters: 62 };
/** How far units are from each other, and how many are drawn: less where a page is not so high. */
const crowds = [
  { unitGap: 66, mostUnits: Infinity },
  { unitGap: 30, mostUnits: Infinity },
  { unitGap: 12, mostUnits: Infinity },
  { unitGap: 30, mostUnits: 6 },
];
/** How far units are from what they read, and filters from what they cover; as far as it takes. */
const gaps = { dense: [145, 165, 190, 220, 260, 310, 360], filter: [50, 62, 80, 100] };
/** How large cells may be, the best first. */
const cellSizes = [36, 31, 44, 27, 50];
/** What a name leaves free of its cell. */
const cellRoom = 4;

/**
 * A network that reads images: each layer a column of grids, one a channel. What the first unit of
 * a filter or pool covers is framed, with the weights of the filter as a grid on the way; the units
 * after the grids are circles. What is too wide goes on in another row.
 */
export function grids(
  network: Network,
  { units, widths }: Wiring,
  labels: DiagramLabels,
): NetworkPicture {
  const dense = units.filter(({ layer }) => network.layers[layer - 1]!.units !== undefined);
  const radius = radiusFor(dense.map(({ layer, unit }) => labels.unit(layer, unit)));
  let best: Grids | undefined;
  for (const crowd of crowds) {
    for (const cellSize of cellSizes) {
      const sizes = { cellSize, radius, ...crowd };
      const columns = columnsOf(network, widths, labels, sizes);
      const drawn = drawnGrids({
        ...{ columns, labels, units, cellSize, radius },
        examples: network.examples,
        nodes: columns.map((column) => nodesOf(column, labels, sizes)),
      });
      if (drawn.isRead && drawn.isOneRow) return drawn.picture;
      if (!best || isBetter(drawn, best)) best = drawn;
    }
    if (best!.isRead) break;
  }
  return best!.picture;
}

/** What can be read on a page; else what is on one page, even if not all is named. */
function isBetter(drawn: Grids, best: Grids): boolean {
  if (drawn.isRead !== best.isRead) return drawn.isRead;
  return !best.isRead && drawn.isOnePage && !best.isOnePage;
}

/** A picture, whether every cell of it can be read on a page, and whether it is one row. */
interface Grids {
  readonly picture: NetworkPicture;
  readonly isOnePage: boolean;
  readonly isRead: boolean;
  readonly isOneRow: boolean;
}

function drawnGrids(layout: GridLayout): Grids {
  const bridges = layout.columns.slice(1).map(({ layer }) => fittedBridge(layout, layer));
  const rows = inRows(layout, bridges).map((row) => rowOf(layout, row));
  const isEmpty = ({ name }: Node): boolean => name.kind === "name" && name.text === "";
  const diagram = framed(stacked(rows));
  const unnamed = bridges.flatMap(({ layer, detail }) => (detail === "none" ? [layer] : []));
  return {
    picture: { diagram, unnamed },
    isOnePage: fitsOnPage(diagram),
    isRead: fitsOnPage(diagram) && !diagram.nodes.some(isEmpty),
    isOneRow: rows.length === 1,
  };
}

/** A layer of the picture, the inputs first: a column of grids, or of circles. */
interface GridColumn {
  readonly layer: number;
  readonly isGrid: boolean;
  readonly shape: Shape;
  /** Its cells or units from the top, channel by channel. */
  readonly slots: readonly (number | "dots")[];
  /** What the exercise says of the layer; nothing of the inputs. */
  readonly declared: Layer | undefined;
  /** How far its units are stretched by their names; no cells are. */
  readonly stretch: number;
  readonly width: number;
  readonly height: number;
}

/** How large cells and units are, how far units are from each other, and how many are drawn. */
interface GridSizes {
  readonly cellSize: number;
  readonly radius: number;
  readonly unitGap: number;
  readonly mostUnits: number;
}

interface GridLayout {
  readonly columns: readonly GridColumn[];
  readonly labels: DiagramLabels;
  readonly units: readonly Unit[];
  readonly cellSize: number;
  readonly radius: number;
  readonly examples: number;
  /** The nodes of each column, which begins at 0 and is centred at the height 0. */
  readonly nodes: readonly (readonly Node[])[];
}

const columnsOf = (
  network: Network,
  widths: readonly number[],
  labels: DiagramLabels,
  { cellSize, radius, unitGap, mostUnits }: GridSizes,
): readonly GridColumn[] =>
  shapesOf(network).map((shape, layer) => {
    const declared = layer === 0 ? undefined : network.layers[layer - 1]!;
    const isGrid = declared?.units === undefined;
    const names = isGrid ? [] : upTo(widths[layer]!).map((unit) => labels.unit(layer, unit));
    const stretch = stretchFor(names, radius);
    const slots = drawnOf(upTo(widths[layer]!), isGrid ? Infinity : mostUnits);
    return {
      ...{ layer, isGrid, shape, slots, declared, stretch },
      width: isGrid ? shape.columns * cellSize : 2 * (radius + stretch),
      height: isGrid
        ? shape.channels * shape.rows * cellSize + (shape.channels - 1) * gap.channel
        : slots.length * 2 * radius + (slots.length - 1) * unitGap,
    };
  });

const isFirst = ({ rows, columns }: Shape, unit: number): boolean =>
  (unit - 1) % (rows * columns) === 0;

const isDrawn = ({ columns }: GridLayout, layer: number, unit: number): boolean =>
  columns[layer]!.slots.includes(unit);

/** Where a cell or unit is that is drawn. */
const placeOf = ({ columns, nodes }: GridLayout, layer: number, unit: number): Point =>
  nodes[layer]![columns[layer]!.slots.indexOf(unit)]!;

function nodesOf(
  { layer, isGrid, shape, slots, stretch, width, height }: GridColumn,
  labels: DiagramLabels,
  { cellSize, radius, unitGap }: GridSizes,
): readonly Node[] {
  const top = -height / 2;
  if (!isGrid)
    return slots.map((unit, i): Node => {
      const at = { x: width / 2, y: top + radius + i * (unitGap + 2 * radius) };
      if (unit === "dots") return dotsAt(at, radius);
      const of = spotName({ layer, unit, time: 0 });
      return { ...at, of, kind: "unit", radius, stretch, name: labels.unit(layer, unit) };
    });
  const size = shape.rows * shape.columns;
  const names = Array.from({ length: shape.channels * size }, (_, i) => {
    const value = layer === 0 ? labels.given(`x${i + 1}`)?.value : undefined;
    return value === undefined ? labels.unit(layer, i + 1) : number(value);
  });
  return inCells(names, cellSize).map((cell, i): Node => {
    const channel = Math.floor(i / size);
    const place = i % size;
    const row = Math.floor(place / shape.columns);
    return {
      x: ((place % shape.columns) + 0.5) * cellSize,
      y: top + channel * (shape.rows * cellSize + gap.channel) + (row + 0.5) * cellSize,
      of: spotName({ layer, unit: i + 1, time: 0 }),
      kind: "cell",
      radius: cellSize / 2,
      ...cell,
    };
  });
}

/** The nodes of a column at this place; `again`: as the beginning of another row. */
const columnAt = (layout: GridLayout, layer: number, x: number, again = false): PictureParts => ({
  nodes: layout.nodes[layer]!.map((node) => ({ ...node, x: node.x + x, again })),
  edges: [],
  labels: [],
});

/** The names of the cells of a grid, all of one size; none, where one of them cannot be read. */
function inCells(
  names: readonly Typeset[],
  cellSize: number,
): readonly Pick<Node, "name" | "nameSize">[] {
  const widest = Math.max(...names.map((name) => svgText(name, nameSizes.least).width));
  const most = (nameSizes.least * (cellSize - cellRoom)) / widest;
  const nameSize = Math.min(nameSizes.most, most);
  return nameSize < nameSizes.least
    ? names.map(() => ({ name: name("", true) }))
    : names.map((name) => ({ name, nameSize }));
}

/** All between two columns, of which the left one begins at 0. */
interface GridBridge {
  /** The layer on the right. */
  readonly layer: number;
  /** How far the right column is from the left one. */
  readonly width: number;
  readonly parts: PictureParts;
  readonly detail: Detail;
}

/** What is between a column and the one before, as narrow as it fits, and as much as fits. */
function fittedBridge(layout: GridLayout, layer: number): GridBridge {
  const { columns, units } = layout;
  const { declared } = columns[layer]!;
  const own = units.filter((unit) => unit.layer === layer);
  const isDense = declared!.units !== undefined;
  const isPart = [layer - 1, layer].some((i) => columns[i]!.slots.includes("dots"));
  const isMany = isDense && (isPart || weightsOf(own).size > mostWeights);
  const widths = isDense ? gaps.dense : declared!.convolution ? gaps.filter : [gap.pool];
  for (const detail of isMany ? (["none"] as const) : details) {
    for (const room of widths) {
      const bridge = isDense
        ? denseBridge(layout, own, room, detail)
        : movingBridge(layout, own, room, detail);
      if (bridge) return { layer, detail, ...bridge };
    }
  }
  throw new Error(`layer ${layer} has no place in its picture`);
}

/** A bridge without what it is of, where its labels fit. */
type Fitted = Pick<GridBridge, "width" | "parts"> | undefined;

/** An edge to each unit from each that it reads. */
function denseBridge(
  layout: GridLayout,
  units: readonly Unit[],
  room: number,
  detail: Detail,
): Fitted {
  const { columns, labels, radius } = layout;
  const { layer } = units[0]!;
  const width = columns[layer - 1]!.width + room;
  const weights = weightsOf(units);
  const wanted: WantedLabel[] = [];
  const drawn = units.filter(({ unit }) => isDrawn(layout, layer, unit));
  const edges = drawn.flatMap((unit) => {
    const { x, y } = placeOf(layout, layer, unit.unit);
    const end = { x: width + x - columns[layer]!.stretch, y, radius };
    return unit.sources
      .filter((source) => !isConstant(source))
      .filter(({ spot }) => isDrawn(layout, layer - 1, spot.unit))
      .map((source): Edge => {
        const edge = {
          ...fromRimToRim(startOf(layout, layer - 1, source.spot.unit), end),
          of: source.weight,
          between: [spotName(source.spot), spotName(unit)] as const,
        };
        const isNamed = source.weight !== undefined && weights.get(source.weight) === source;
        const text = isNamed ? givenText(labels, source.weight!, detail) : undefined;
        if (text) wanted.push({ of: source.weight, text, at: edge });
        return edge;
      });
  });
  const right = columnAt(layout, layer, width);
  const nodes = [...layout.nodes[layer - 1]!, ...right.nodes];
  for (const unit of drawn) {
    const text = unitText(labels, unit, detail);
    const { x, y } = placeOf(layout, layer, unit.unit);
    const at = [{ x: width + x, y: y + radius + 13 }];
    if (text) wanted.push({ of: unit.bias?.id, text, at });
  }
  const placed = labelPlaces(wanted, { nodes, edges });
  const isLast = detail === "none" && room === gaps.dense.at(-1);
  if (!isLast && !(placed && edges.every((edge) => isClear(edge, right.nodes)))) return undefined;
  return { width, parts: { nodes: [], ...(placed ?? { edges, labels: [] }) } };
}

/** Where the edges of a unit begin: at its rim; those of the cells of a row one below the other. */
function startOf(layout: GridLayout, layer: number, unit: number): Rimmed {
  const { columns, cellSize, radius } = layout;
  const { isGrid, shape, width, stretch } = columns[layer]!;
  const center = placeOf(layout, layer, unit);
  if (!isGrid) return { x: center.x + stretch, y: center.y, radius };
  const place = (unit - 1) % shape.columns;
  const aside = ((place + 0.5) / shape.columns - 0.5) * (cellSize - 8);
  // The line is to begin at the side of a grid, where it would at the rim of a circle.
  return { x: width + 3 - radius, y: center.y + aside, radius };
}

/** What the first unit of each filter or pool covers, framed, and the filters on the way. */
function movingBridge(
  layout: GridLayout,
  units: readonly Unit[],
  room: number,
  detail: Detail,
): Fitted {
  const { columns, cellSize } = layout;
  const { layer } = units[0]!;
  const { shape, declared } = columns[layer]!;
  const before = columns[layer - 1]!;
  const window = windowOf(declared!, before.shape)!;
  const width =
    before.width + (declared!.convolution ? 2 * room + window.columns * cellSize : gap.pool);
  // The first unit of each channel stands for all of them.
  const first = units.filter(({ unit }) => isFirst(shape, unit));
  const pieces = first.map((unit) =>
    unit.pool ? poolPiece(layout, unit, width) : filterPiece(layout, unit, { width, room, detail }),
  );
  const nodes = [
    ...layout.nodes[layer - 1]!,
    ...columnAt(layout, layer, width).nodes,
    ...pieces.flatMap(({ cells }) => cells),
  ];
  const edges = pieces.flatMap(({ edges }) => edges);
  const wanted = pieces.flatMap(({ wanted }) => wanted);
  const placed = labelPlaces(wanted, { nodes, edges });
  if (!placed && !(detail === "none" && room === widestOf(declared!))) return undefined;
  const frames = first.map((unit) => frameOf(layout, unit));
  const cells = pieces.flatMap(({ cells }) => cells);
  return { width, parts: { nodes: cells, ...(placed ?? { edges, labels: [] }), frames } };
}

const widestOf = ({ convolution }: Layer): number => (convolution ? gaps.filter.at(-1)! : gap.pool);

/** What stands on the way to one channel. */
interface GridPiece {
  readonly cells: readonly Node[];
  readonly edges: readonly Edge[];
  readonly wanted: readonly WantedLabel[];
}

/** What a unit of a filter or pool covers. */
function frameOf(layout: GridLayout, { layer, sources }: Unit): Box {
  const covered = sources
    .filter((source) => !isConstant(source))
    .map(({ spot }) => placeOf(layout, layer - 1, spot.unit));
  const [xs, ys] = [covered.map(({ x }) => x), covered.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left + layout.cellSize,
    height: bottom - top + layout.cellSize,
  };
}

/** A filter on the way from what it covers to the first unit of its channel, with its bias. */
function filterPiece(
  layout: GridLayout,
  unit: Unit,
  { width, room, detail }: { width: number; room: number; detail: Detail },
): GridPiece {
  const { columns, labels, cellSize } = layout;
  const { layer } = unit;
  const { declared, shape } = columns[layer]!;
  const before = columns[layer - 1]!;
  const window = windowOf(declared!, before.shape)!;
  const [across, down] = [window.columns * cellSize, window.rows * cellSize];
  const channel = Math.ceil(unit.unit / (shape.rows * shape.columns));
  const center = {
    x: width - room - across / 2,
    y: (channel - (declared!.filters + 1) / 2) * (down + gap.betweenFilters),
  };
  const ids = Array.from(
    { length: window.rows * window.columns * before.shape.channels },
    (_, i) => `w${layer}_${channel}_${i + 1}`,
  );
  const values = inCells(
    ids.map((id) => number(labels.given(id)?.value ?? "")),
    cellSize,
  );
  const [first, last] = [labels.given(ids[0]!), labels.given(ids.at(-1)!)];
  const span =
    first && last && detail !== "none" && row(first.symbol, sign(" … ", "tight"), last.symbol);
  const title = span && inLabelSize(span);
  const bias = unitText(labels, unit, detail);
  const to = placeOf(layout, layer, unit.unit);
  const side = across / 2 + 3;
  // To the right of where it is best, an edge to the filter has room; what is beyond the columns
  // belongs to others.
  const shifted = (text: { width: number }, y: number): readonly Point[] =>
    [0, Math.max(0, text.width - across) / 2, 12, 24]
      .map((x) => ({ x: center.x + x, y }))
      .filter(({ x }) => x + text.width / 2 <= width + columns[layer]!.width)
      .filter(({ x }) => x - text.width / 2 >= 0);
  return {
    // Of several channels, each has weights of its own, and there is room for none.
    cells:
      before.shape.channels > 1
        ? []
        : ids.map((id, i) => ({
            ...values[i]!,
            radius: cellSize / 2,
            x: center.x + ((i % window.columns) - (window.columns - 1) / 2) * cellSize,
            y: center.y + (Math.floor(i / window.columns) - (window.rows - 1) / 2) * cellSize,
            of: id,
            kind: "cell" as const,
          })),
    edges: [
      {
        from: { x: before.width + 3, y: frameOf(layout, unit).y },
        to: { x: center.x - side, y: center.y },
      },
      { from: { x: center.x + side, y: center.y }, to: { x: width - 3, y: to.y } },
    ],
    wanted: [
      ...(title ? [{ text: title, at: shifted(title, center.y - down / 2 - 12) }] : []),
      ...(bias
        ? [{ of: unit.bias?.id, text: bias, at: shifted(bias, center.y + down / 2 + 13) }]
        : []),
    ],
  };
}

/** A pool on the way from what it covers to the first unit of its channel. */
function poolPiece(layout: GridLayout, unit: Unit, width: number): GridPiece {
  const edge = {
    from: { x: layout.columns[unit.layer - 1]!.width + 3, y: frameOf(layout, unit).y },
    to: { x: width - 3, y: placeOf(layout, unit.layer, unit.unit).y },
  };
  return {
    cells: [],
    edges: [edge],
    wanted: [{ text: unitText(layout.labels, unit)!, at: edge }],
  };
}

/** The bridges in rows that fit on a page: one where they all do. */
function inRows(
  layout: GridLayout,
  bridges: readonly GridBridge[],
): readonly (readonly GridBridge[])[] {
  const rows: GridBridge[][] = [[]];
  const ends = targetsOf(layout).labels.reduce((most, { text }) => Math.max(most, text.width), 16);
  let width = ends;
  for (const bridge of bridges) {
    const needed = bridge.width + layout.columns[bridge.layer]!.width;
    if (width + needed > pageWidth.most && rows.at(-1)!.length > 0) {
      rows.push([]);
      width = ends;
    }
    rows.at(-1)!.push(bridge);
    width += bridge.width;
  }
  return rows;
}

/** The columns of a row, with what is between them. */
function rowOf(layout: GridLayout, bridges: readonly GridBridge[]): PictureParts {
  const first = bridges[0]!.layer - 1;
  const parts = [columnAt(layout, first, 0, first > 0)];
  let x = 0;
  for (const { layer, width, parts: between } of bridges) {
    parts.push(moved(between, { x, y: 0 }));
    x += width;
    parts.push(columnAt(layout, layer, x));
  }
  const last = bridges.at(-1)!.layer;
  if (last === layout.columns.length - 1) parts.push(moved(targetsOf(layout), { x, y: 0 }));
  return together(parts);
}

function targetsOf(layout: GridLayout): PictureParts {
  const { columns, labels, examples, units } = layout;
  const { layer, width } = columns.at(-1)!;
  const texts = units
    .filter((unit) => unit.layer === layer && isDrawn(layout, layer, unit.unit))
    .flatMap(({ unit }) => {
      const text = targetText(labels, `t${unit}`, examples);
      const { y } = placeOf(layout, layer, unit);
      const of = targetName({ layer, unit, time: 0 });
      return text ? [levelLabel(of, text, { x: width + 8 + text.width / 2, y })] : [];
    });
  return { nodes: [], edges: [], labels: texts };
}
