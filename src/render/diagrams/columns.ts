import type { Network } from "../../network/network.js";
import { type Source, type Unit, upTo, type Wiring } from "../../network/wiring.js";
import type { SvgText } from "../svgText.js";
import {
  type Diagram,
  dotsAt,
  drawnOf,
  type Edge,
  fromRimToRim,
  isClear,
  type Node,
  type PlacedLabel,
  pageWidth,
  radiusFor,
  stretchFor,
} from "./diagram.js";
import { fitsOnPage, framed, margin, moved, stacked } from "./framed.js";
import { labelPlaces, levelLabel, type WantedLabel } from "./labelPlaces.js";
import {
  constantNode,
  type Detail,
  type DiagramLabels,
  details,
  givenText,
  inputText,
  isConstant,
  less,
  mostWeights,
  targetText,
  unitText,
  weightsOf,
} from "./labels.js";
import { spotName, targetName } from "./names.js";
import type { NetworkPicture } from "./networkDiagram.js";
import { placesAround } from "./placesAround.js";

/** How far it may be from rim to rim: the first at which all between two columns fits. */
const gaps = [123, 138, 158, 178, 203, 233, 268, 308, 358];
/** The first that is tried where nothing is said. */
const bareGap = 85;
/** How far apart the nodes of a column are, by how many the tallest has. */
const rowGapOf = (tallest: number): number => Math.max(66, Math.min(112, 146 - 14 * tallest));
/** More units than these stand in no column: the first ones, dots, and the last. */
const mostUnits = { values: 8, symbols: 8, none: 6 } satisfies Record<Detail, number>;

/**
 * A column a layer: inputs on the left with their values, weights with their values beside the
 * edges, biases below their units, targets on the right. An input that never changes is a node of
 * its own; a weight that several edges share is labelled once. What is too wide goes on in another
 * row, which begins with the units that the row before ended with.
 */
export function columns(network: Network, wiring: Wiring, labels: DiagramLabels): NetworkPicture {
  const [whole, ...lesser] = details.map(
    (most) => () => pictureSaying(network, layoutOf(network, wiring, labels, most)),
  );
  const picture = whole!();
  // What is too high for a page says less and draws less, which takes less room.
  return lesser.reduce((best, next) => (fitsOnPage(best.diagram) ? best : next()), picture);
}

function pictureSaying(network: Network, layout: ColumnLayout): NetworkPicture {
  const { bridges, details } = fittedBridges(layout);
  const ends = endTexts(layout, network);
  const rows = inRows(layout, bridges, ends).map((row) => rowOf(layout, row, ends));
  return {
    diagram: framed(stacked(rows)),
    unnamed: details.flatMap((detail, i) => (detail === "none" ? [i + 1] : [])),
  };
}

/** What stands in a column, from the top. */
type Slot = { readonly unit: number } | { readonly constant: Source } | "dots";

interface ColumnLayout {
  readonly labels: DiagramLabels;
  readonly layers: Network["layers"];
  readonly units: readonly Unit[];
  readonly columns: readonly (readonly Slot[])[];
  readonly tallest: number;
  readonly rowGap: number;
  readonly radius: number;
  /** How far the units of each column are stretched by their names. */
  readonly stretches: readonly number[];
  /** The most that is said of any layer. */
  readonly most: Detail;
}

function layoutOf(
  { layers }: Network,
  { units, widths }: Wiring,
  labels: DiagramLabels,
  most: Detail,
): ColumnLayout {
  const drawable = mostUnits[most];
  // What a filter leaves over at the border is nobody's.
  const isUsed = new Set(
    units
      .flatMap((unit) => [unit, ...unit.sources.map(({ spot }) => spot)])
      .map(({ layer, unit }) => `${layer} ${unit}`),
  );
  const columns = widths.map((width, layer) => {
    const constant = units.find((unit) => unit.layer === layer + 1)?.sources.find(isConstant);
    const all = upTo(width)
      .filter((unit) => isUsed.has(`${layer} ${unit}`))
      .map((unit): Slot => ({ unit }));
    const drawn = drawnOf(all, drawable);
    if (!constant) return drawn;
    return constant.spot.unit === 0 ? [{ constant }, ...drawn] : [...drawn, { constant }];
  });
  const tallest = Math.max(...columns.map(({ length }) => length));
  const names = columns.map((slots, layer) =>
    slots.flatMap((slot) =>
      slot !== "dots" && "unit" in slot ? [labels.unit(layer, slot.unit)] : [],
    ),
  );
  const radius = radiusFor(names.flat());
  // Nothing stands below units that say nothing, if they do not pool.
  const isPool = layers.some(({ pool }) => pool);
  const rowGap =
    most === "none" && !isPool ? 2 * radius + 12 : Math.max(2 * radius + 24, rowGapOf(tallest));
  const stretches = names.map((own) => stretchFor(own, radius));
  return { labels, layers, units, columns, tallest, radius, stretches, rowGap, most };
}

/** How high the node of a source or unit stands in its column; undefined where it is not drawn. */
function heightOf(
  { columns, tallest, rowGap, radius }: ColumnLayout,
  layer: number,
  is: (slot: Exclude<Slot, "dots">) => boolean,
): number | undefined {
  const slots = columns[layer]!;
  const place = slots.findIndex((slot) => slot !== "dots" && is(slot));
  return place < 0 ? undefined : radius + rowGap * ((tallest - slots.length) / 2 + place);
}

const heightOfUnit = (layout: ColumnLayout, layer: number, unit: number): number | undefined =>
  heightOf(layout, layer, (slot) => "unit" in slot && slot.unit === unit);

const heightOfSource = (layout: ColumnLayout, { spot, constant }: Source): number | undefined =>
  constant === undefined
    ? heightOfUnit(layout, spot.layer, spot.unit)
    : heightOf(layout, spot.layer, (slot) => "constant" in slot);

/** An edge and what it carries. */
interface BridgeEdge extends Edge {
  readonly source: Source;
}

/**
 * All between two columns: from the middle of the right ends of the left one, which stand at 0, to
 * that of the left ends of the other.
 */
interface Bridge {
  /** The layer on the right. */
  readonly layer: number;
  readonly width: number;
  readonly edges: readonly Edge[];
  /** Of its weights, and of the units on the right. */
  readonly labels: readonly PlacedLabel[];
}

/**
 * What is between each two columns, as narrow as it fits; where it does not fit at all, the layer
 * says less, or the one before, if it is that one's biases that are in the way.
 */
function fittedBridges(layout: ColumnLayout): {
  readonly bridges: readonly Bridge[];
  readonly details: readonly Detail[];
} {
  const details = layout.layers.map((_, i) => firstDetail(layout, i + 1));
  const bridges: Bridge[] = [];
  while (bridges.length < details.length) {
    const layer = bridges.length + 1;
    const said = saidAt(layout, layer, details);
    const fitted = firstFit(layout, layer, said);
    if (fitted) {
      bridges.push(fitted);
      continue;
    }
    const isOwn = firstFit(layout, layer, { ...said, weights: new Map(), own: [] }) !== undefined;
    const blamed = isOwn ? layer : layer - 1;
    const detail = details[blamed - 1]!;
    if (detail === "none") {
      const width = widestOf(layout);
      const edges = edgesBetween(layout, linksOf(layout, layer), width);
      bridges.push({ layer, width, edges, labels: [] });
    } else {
      details[blamed - 1] = less[detail];
      bridges.length = blamed - 1;
    }
  }
  return { bridges, details };
}

/** Values, unless there are too many weights, or some whose edges are not drawn. */
function firstDetail(layout: ColumnLayout, layer: number): Detail {
  const units = layout.units.filter((unit) => unit.layer === layer);
  const weights = weightsOf(units);
  const drawn = weightsOf(drawnUnits(layout, layer));
  return weights.size > mostWeights || drawn.size < weights.size ? "none" : layout.most;
}

/** The units of a layer that are drawn, with the sources that are. */
const drawnUnits = (layout: ColumnLayout, layer: number): readonly Unit[] =>
  layout.units
    .filter((unit) => unit.layer === layer && heightOfUnit(layout, layer, unit.unit) !== undefined)
    .map((unit) => ({
      ...unit,
      sources: unit.sources.filter((source) => heightOfSource(layout, source) !== undefined),
    }));

/** What is said between two columns. */
interface SaidBetween {
  readonly weights: ReadonlyMap<Source, SvgText>;
  /** Below the units on the right, and below those on the left. */
  readonly own: readonly Below[];
  readonly before: readonly Below[];
}

/** A label below a unit. */
interface Below {
  readonly of?: string | undefined;
  readonly text: SvgText;
  /** Of the middle of the unit. */
  readonly y: number;
}

function saidAt(layout: ColumnLayout, layer: number, details: readonly Detail[]): SaidBetween {
  const units = drawnUnits(layout, layer);
  const detail = details[layer - 1]!;
  return {
    weights: new Map(
      [...weightsOf(units)].flatMap(([id, source]): [Source, SvgText][] => {
        const text = givenText(layout.labels, id, detail);
        return text ? [[source, text]] : [];
      }),
    ),
    own: belowUnits(layout, units, detail),
    before: belowUnits(layout, drawnUnits(layout, layer - 1), details[layer - 2] ?? "none"),
  };
}

function firstFit(layout: ColumnLayout, layer: number, said: SaidBetween): Bridge | undefined {
  const isBare = said.weights.size + said.own.length + said.before.length === 0;
  const links = linksOf(layout, layer);
  for (const gap of isBare ? [bareGap, ...gaps] : gaps) {
    const width = gap + 2 * layout.radius;
    const fitted = fittedBridge(layout, links, { layer, width }, said);
    if (fitted) return fitted;
  }
  return undefined;
}

/** The width of what fits at none, and says nothing. */
const widestOf = ({ radius }: ColumnLayout): number => gaps.at(-1)! + 2 * radius;

/** What an edge is between, and at which heights. */
interface ColumnLink extends Pick<Edge, "of" | "between"> {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

const linksOf = (layout: ColumnLayout, layer: number): readonly ColumnLink[] =>
  drawnUnits(layout, layer).flatMap((unit) =>
    unit.sources.map((source) => ({
      source,
      from: heightOfSource(layout, source)!,
      to: heightOfUnit(layout, layer, unit.unit)!,
      of: source.weight,
      between: [spotName(source.spot), spotName(unit)] as const,
    })),
  );

const edgesBetween = (
  { radius }: ColumnLayout,
  links: readonly ColumnLink[],
  width: number,
): readonly BridgeEdge[] =>
  links.map(({ from, to, ...link }) => ({
    ...link,
    ...fromRimToRim({ x: 0, y: from, radius }, { x: width, y: to, radius }),
  }));

/** What is between two columns this far apart; undefined where it does not fit. */
function fittedBridge(
  layout: ColumnLayout,
  links: readonly ColumnLink[],
  { layer, width }: Pick<Bridge, "layer" | "width">,
  { weights, own, before }: SaidBetween,
): Bridge | undefined {
  const bare = edgesBetween(layout, links, width);
  const [left, right] = [-layout.stretches[layer - 1]!, width + layout.stretches[layer]!];
  const nodes = [...nodesAt(layout, layer - 1, left), ...nodesAt(layout, layer, right)];
  if (!bare.every((edge) => isClear(edge, nodes))) return undefined;
  const wanted = [
    ...bare.flatMap((edge): WantedLabel[] => {
      const text = weights.get(edge.source);
      return text ? [{ of: edge.of, text, at: edge }] : [];
    }),
    ...own.map((label) => wantedBelow(layout, label, layer, right)),
    ...before.map(({ text, y }) => wantedBelow(layout, { text, y }, layer - 1, left)),
  ];
  const placed = labelPlaces(wanted, { nodes, edges: bare });
  // What is below the units on the left stands in the bridge before.
  const labels = placed?.labels.slice(0, wanted.length - before.length) ?? [];
  return placed && { layer, width, edges: placed.edges, labels };
}

/**
 * A bias below its unit, with a line to it. In the last column, from which no edges go on, it may
 * also stand beside; in others it is known where it is before they are drawn.
 */
function wantedBelow(
  { radius, stretches, layers }: ColumnLayout,
  { of, text, y }: Below,
  layer: number,
  x: number,
): WantedLabel {
  const unit = { x, y, radius, stretch: stretches[layer]! };
  const places = placesAround(unit, text, "below");
  const at =
    layer === layers.length
      ? places.filter((place) => place.x <= x || place.y > y + radius / 2)
      : places.slice(0, 1);
  // What a pool does, it does in all of them.
  return of === undefined ? { text, at } : { of, text, at, beside: unit };
}

/** Biases, below their units; a filter has one for all its units. */
function belowUnits(
  layout: ColumnLayout,
  units: readonly Unit[],
  detail: Detail,
): readonly Below[] {
  const filters = new Set<string>();
  return units.flatMap((unit) => {
    const filter = layout.layers[unit.layer - 1]!.convolution && unit.bias?.id;
    const text = filter && filters.has(filter) ? undefined : unitText(layout.labels, unit, detail);
    if (filter) filters.add(filter);
    const y = heightOfUnit(layout, unit.layer, unit.unit)!;
    return text ? [{ of: unit.bias?.id, text, y }] : [];
  });
}

/** The nodes of a column at this place; `again`: as the beginning of another row. */
const nodesAt = (
  { columns, labels, tallest, rowGap, radius, stretches }: ColumnLayout,
  layer: number,
  x: number,
  again = false,
): readonly Node[] =>
  columns[layer]!.map((slot, place, { length }): Node => {
    const at = { x, y: radius + rowGap * ((tallest - length) / 2 + place) };
    if (slot === "dots") return dotsAt(at, radius);
    if ("constant" in slot) return { ...constantNode(slot.constant, at, radius), again };
    return {
      ...at,
      name: labels.unit(layer, slot.unit),
      of: spotName({ layer, unit: slot.unit, time: 0 }),
      kind: layer === 0 ? "input" : "unit",
      radius,
      stretch: stretches[layer]!,
      again,
    };
  });

/** A label beside a node of the first or the last column. */
interface Aside extends Below {
  readonly y: number;
}

/** The values of the inputs, and the targets. */
function endTexts(
  layout: ColumnLayout,
  { examples, layers }: Network,
): { readonly inputs: readonly Aside[]; readonly targets: readonly Aside[] } {
  const { columns, labels } = layout;
  const asides = (
    layer: number,
    textOf: (unit: number) => SvgText | undefined,
    nameOf: (spot: { layer: number; unit: number; time: number }) => string,
  ): readonly Aside[] =>
    columns[layer]!.flatMap((slot) => {
      if (slot === "dots" || !("unit" in slot)) return [];
      const text = textOf(slot.unit);
      const y = heightOfUnit(layout, layer, slot.unit)!;
      return text ? [{ of: nameOf({ layer, unit: slot.unit, time: 0 }), text, y }] : [];
    });
  return {
    inputs: asides(0, (unit) => inputText(labels, `x${unit}`), spotName),
    targets: asides(layers.length, (unit) => targetText(labels, `t${unit}`, examples), targetName),
  };
}

const widest = (asides: readonly Aside[]): number =>
  Math.max(0, ...asides.map(({ text }) => text.width + besideNode));

const besideNode = 8;

/** The bridges in rows that fit on a page: one where they all do. */
function inRows(
  { radius, stretches }: ColumnLayout,
  bridges: readonly Bridge[],
  { inputs, targets }: ReturnType<typeof endTexts>,
): readonly (readonly Bridge[])[] {
  const ends = 2 * (radius + margin);
  const withColumn = ({ layer, width }: Bridge): number => width + 2 * stretches[layer]!;
  const start = widest(inputs) + 2 * stretches[0]! + ends;
  const all = bridges.reduce((sum, bridge) => sum + withColumn(bridge), start + widest(targets));
  if (all <= pageWidth.most) return [bridges];
  const rows: Bridge[][] = [[]];
  let width = start;
  for (const [i, bridge] of bridges.entries()) {
    const needed = withColumn(bridge) + (i === bridges.length - 1 ? widest(targets) : 0);
    if (width + needed > pageWidth.natural && rows.at(-1)!.length > 0) {
      rows.push([]);
      width = 2 * stretches[bridge.layer - 1]! + ends;
    }
    rows.at(-1)!.push(bridge);
    width += withColumn(bridge);
  }
  return rows;
}

/** The columns of a row, with what is between them. */
function rowOf(
  layout: ColumnLayout,
  row: readonly Bridge[],
  { inputs, targets }: ReturnType<typeof endTexts>,
): Omit<Diagram, "width" | "height"> {
  const first = row[0]!.layer - 1;
  const last = row.at(-1)!.layer;
  const { radius, stretches } = layout;
  const parts = [];
  // From the middle of the first column to that of the last.
  let x = 0;
  for (const { layer, width, edges, labels } of row) {
    x += stretches[layer - 1]!;
    parts.push(moved({ nodes: [], edges, labels }, { x, y: 0 }));
    x += width + stretches[layer]!;
    parts.push({ nodes: nodesAt(layout, layer, x), edges: [], labels: [] });
  }
  const left = -stretches[first]! - radius - besideNode;
  const right = x + stretches[last]! + radius + besideNode;
  return {
    nodes: [...nodesAt(layout, first, 0, first > 0), ...parts.flatMap(({ nodes }) => nodes)],
    edges: parts.flatMap(({ edges }) => edges),
    labels: [
      ...parts.flatMap(({ labels }) => labels),
      ...(first === 0 ? inputs : []).map(({ of, text, y }) =>
        levelLabel(of, text, { x: left - text.width / 2, y }),
      ),
      ...(last === layout.layers.length ? targets : []).map(({ of, text, y }) =>
        levelLabel(of, text, { x: right + text.width / 2, y }),
      ),
    ],
  };
}
