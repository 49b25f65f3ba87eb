import type { Network } from "../../network/network.js";
import type { Source, Spot, Unit, Wiring } from "../../network/wiring.js";
import type { Point } from "../geometry.js";
import type { SvgText } from "../svgText.js";
import { name, number } from "../typeset.js";
import {
  type Edge,
  fromRimToRim,
  isClear,
  type Node,
  pageWidth,
  type Rimmed,
  radiusFor,
  stretchFor,
} from "./diagram.js";
import { fitsOnPage, framed, moved, type PictureParts, stacked, together } from "./framed.js";
import { labelPlaces, type WantedLabel } from "./labelPlaces.js";
import {
  constantNode,
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
import { placesAround, type Side } from "./placesAround.js";

const gap = { unit: 118, step: 74, layer: 100, wideLayer: 150, time: 108, margin: 42 };
/**
 * How far apart all is across and up, beside that: further where labels need it, less where there
 * are none.
 */
type DiagramSpread = readonly [across: number, up: number];
const spreads: Record<Detail, readonly DiagramSpread[]> = {
  values: [
    [0.85, 0.85],
    [1, 1],
    [1.2, 1.2],
    [1.45, 1.45],
  ],
  symbols: [
    [0.85, 0.85],
    [1, 1],
    [1.3, 0.9],
    [1.2, 1.2],
  ],
  none: [
    [0.7, 0.7],
    [0.85, 0.85],
    [1, 1],
  ],
};

/**
 * A recurrent network, unrolled: a column a time, inputs below and outputs above, with an edge from
 * each state to the next. Every weight is labelled once, at the first time it is used. Times that
 * do not fit go on in another row, which begins with the states before; of more rows than fit on a
 * page, the last time is drawn after the first ones.
 */
export function unrolled(
  { examples, layers }: Network,
  wiring: Wiring,
  labels: DiagramLabels,
): NetworkPicture {
  const all = layers.map((_, i) => i + 1);
  const isMany = weightsOf(wiring.units).size > mostWeights;
  for (const detail of isMany ? (["none"] as const) : details) {
    for (const spread of spreads[detail]) {
      const layout = layoutOf(wiring, labels, spread, { detail, examples });
      const rows = timeRows(layout).map((row) => rowOf(layout, row));
      if (!rows.every((row) => row !== undefined)) continue;
      const diagram = framed(stacked(rows));
      if (fitsOnPage(diagram)) return { diagram, unnamed: detail === "none" ? all : [] };
    }
  }
  const bare = layoutOf(wiring, labels, spreads.none[0]!, { detail: "none", examples });
  const rows = timeRows(bare).map((row) => rowOf(bare, row, true)!);
  return { diagram: framed(stacked(rows)), unnamed: all };
}

/** Where the columns and the layers in them are, and what is said. */
interface UnrolledLayout {
  readonly wiring: Wiring;
  readonly labels: DiagramLabels;
  readonly detail: Detail;
  readonly examples: number;
  /** The layers whose states are read one time later. */
  readonly kept: ReadonlySet<number>;
  readonly radius: number;
  /** How far the units of each layer are stretched by their names. */
  readonly stretches: readonly number[];
  readonly unitGap: number;
  readonly step: number;
  /** How far it is from a time to the next. */
  readonly timeGap: number;
  readonly blockWidth: number;
  /** How far each layer stands above the inputs. */
  readonly elevations: readonly number[];
}

function layoutOf(
  wiring: Wiring,
  labels: DiagramLabels,
  [across, up]: DiagramSpread,
  said: { readonly detail: Detail; readonly examples: number },
): UnrolledLayout {
  const { units, widths } = wiring;
  const spots = spotsOf(units);
  const named = ({ layer, unit, time }: Spot) => labels.unit(layer, unit, time);
  const radius = radiusFor(spots.map(named));
  const stretches = widths.map((_, layer) =>
    stretchFor(spots.filter((spot) => spot.layer === layer).map(named), radius),
  );
  const ends = 2 * Math.max(...stretches);
  const step = gap.step * up;
  // Units of a layer stand on a slope, so that no edge to the next time runs through a neighbour.
  const rises = widths.map((width, layer) => (layer === 0 ? 0 : step * (width - 1)));
  // Where edges cross, there has to be room for their labels.
  const gaps = widths.map(
    (width, layer) =>
      up * (Math.min(width, widths[layer - 1] ?? 1) > 1 ? gap.wideLayer : gap.layer),
  );
  const unitGap = gap.unit * across + ends;
  const blockWidth = unitGap * (Math.max(...widths) - 1) + 2 * radius + ends;
  const isEarlier = (unit: Unit, { spot, constant }: Source): boolean =>
    constant === undefined && spot.time < unit.time;
  return {
    wiring,
    labels,
    ...said,
    kept: new Set(
      units.flatMap((unit) =>
        unit.sources.flatMap((source) => (isEarlier(unit, source) ? [source.spot.layer] : [])),
      ),
    ),
    ...{ radius, stretches, unitGap, step },
    blockWidth,
    timeGap: blockWidth + gap.time * across,
    elevations: widths.map((_, layer) =>
      widths
        .slice(0, layer)
        .reduce((sum, __, below) => sum + gaps[below + 1]! + rises[below + 1]!, 0),
    ),
  };
}

/** So high all rows may be together. */
const rowsHeight = 800;

/** Some times side by side. */
interface TimeRow {
  readonly times: readonly number[];
  /** The time before the first, of which the states are shown; if they are. */
  readonly before?: number;
  /** Whether times before that are not drawn. */
  readonly skips?: boolean;
}

/** The times in rows that fit on a page. */
function timeRows(layout: UnrolledLayout): readonly TimeRow[] {
  const { wiring, timeGap, elevations, radius, kept } = layout;
  const { times, units } = wiring;
  const fitting = Math.max(2, Math.floor((pageWidth.most - gap.margin) / timeGap));
  const hasFirst = units.some(({ sources }) => sources.some(({ spot }) => spot.time === 0));
  const rows: TimeRow[] = [];
  for (let next = 0; next < times.length; ) {
    const before = times[next]! - 1;
    const hasBefore = before === 0 ? hasFirst : kept.size > 0;
    const count = fitting - (hasBefore ? 1 : 0);
    rows.push({ times: times.slice(next, next + count), ...(hasBefore ? { before } : {}) });
    next += count;
  }
  const most = Math.max(2, Math.floor(rowsHeight / (elevations.at(-1)! + 2 * radius + 130)));
  if (rows.length <= most) return rows;
  const last = times.at(-1)!;
  return [...rows.slice(0, most - 1), { times: [last], before: last - 1, skips: true }];
}

/** A row with its labels; undefined where they do not fit. `bare`: without those. */
function rowOf(layout: UnrolledLayout, row: TimeRow, bare = false): PictureParts | undefined {
  const { wiring, labels, timeGap } = layout;
  const first = row.before ?? row.times[0]!;
  const units = wiring.units.filter(({ time }) => row.times.includes(time));
  const before = row.before === undefined ? [] : statesAt(layout, row.before);
  const spots = [...before, ...spotsOf(units)];
  const nodes = [
    ...spots.map((spot) => nodeAt(layout, spot, row.before !== 0 && spot.time === row.before)),
    ...units.flatMap((unit) => constantBefore(layout, unit)),
    ...(row.skips ? [dotsBefore(layout, before)] : []),
  ];
  const wanted: WantedLabel[] = [];
  const weights = weightsOf(wiring.units);
  const edges = units.flatMap((unit) =>
    unit.sources.map((source): Edge => {
      const edge = {
        ...fromRimToRim(sourceNode(layout, unit, source), rimmedAt(layout, unit)),
        of: source.weight,
        between: [spotName(source.spot), spotName(unit)] as const,
      };
      const isFirst = source.weight !== undefined && weights.get(source.weight) === source;
      const text = isFirst ? givenText(labels, source.weight!, layout.detail) : undefined;
      if (text) wanted.push({ of: source.weight, text, at: edge });
      return edge;
    }),
  );
  if (!bare && !edges.every((edge) => isClear(edge, nodes))) return undefined;
  const all = [
    ...timeTexts(layout, spots),
    ...(bare ? [] : [...wanted, ...dataTexts(layout, spots, row), ...biasTexts(layout, units)]),
  ];
  const placed = labelPlaces(all, { nodes, edges });
  const parts = placed && { nodes, ...placed };
  // Each row begins at the left.
  return parts && moved(together([parts]), { x: -first * timeGap, y: 0 });
}

/** The states that are read one time later, as they are at a time. */
const statesAt = ({ wiring, kept }: UnrolledLayout, time: number): readonly Spot[] =>
  [...kept].flatMap((layer) =>
    Array.from({ length: wiring.widths[layer]! }, (_, i) => ({ layer, unit: i + 1, time })),
  );

/** All units and inputs at the times of some units, each once. */
function spotsOf(units: readonly Unit[]): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const unit of units) {
    const read = unit.sources
      .filter((source) => !isConstant(source) && source.spot.time === unit.time)
      .map(({ spot }) => spot);
    for (const spot of [unit, ...read]) spots.set(spotName(spot), spot);
  }
  return [...spots.values()];
}

function centerOf(
  { wiring, timeGap, unitGap, step, elevations }: UnrolledLayout,
  { layer, unit, time }: Spot,
): Point {
  return {
    x: time * timeGap + unitGap * (unit - (wiring.widths[layer]! + 1) / 2),
    y: -elevations[layer]! + step * (layer === 0 ? 0 : unit - 1),
  };
}

const rimmedAt = (layout: UnrolledLayout, spot: Spot): Rimmed => ({
  ...centerOf(layout, spot),
  radius: layout.radius,
  stretch: layout.stretches[spot.layer]!,
});

const nodeAt = (layout: UnrolledLayout, spot: Spot, again: boolean): Node => ({
  ...rimmedAt(layout, spot),
  name: layout.labels.unit(spot.layer, spot.unit, spot.time),
  of: spotName(spot),
  kind: spot.layer === 0 ? "input" : "unit",
  again,
});

/** Dots to the left of the states that a row begins with. */
function dotsBefore(layout: UnrolledLayout, states: readonly Spot[]): Node {
  const { radius, stretches } = layout;
  const lefts = states.map((spot) => centerOf(layout, spot).x - stretches[spot.layer]!);
  return {
    x: Math.min(...lefts) - 2 * radius,
    y: centerOf(layout, states[0]!).y,
    name: name("…", true),
    kind: "dots",
    radius,
    nameSize: 20,
  };
}

// An input that never changes stands to the left, between the layer that reads it and the one
// before: edges from the time before come in above and below it.
function sourceNode(layout: UnrolledLayout, unit: Unit, source: Source): Rimmed {
  if (!isConstant(source)) return rimmedAt(layout, source.spot);
  const { wiring, stretches, radius } = layout;
  const { layer, time } = unit;
  const first = [layer - 1, layer].map((layer) => centerOf(layout, { layer, unit: 1, time }));
  const lowest = centerOf(layout, { layer, unit: wiring.widths[layer]!, time });
  const left = Math.min(first[0]!.x - stretches[layer - 1]!, first[1]!.x - stretches[layer]!);
  return { x: left - 2 * radius - 8, y: (first[0]!.y + lowest.y) / 2, radius };
}

function constantBefore(layout: UnrolledLayout, unit: Unit): readonly Node[] {
  const source = unit.sources.find(isConstant);
  return source && unit.unit <= 1
    ? [constantNode(source, sourceNode(layout, unit, source), layout.radius)]
    : [];
}

/** Which time it is, below all that is drawn of it. */
function timeTexts(layout: UnrolledLayout, spots: readonly Spot[]): readonly WantedLabel[] {
  const { language } = layout.labels;
  return [...new Set(spots.map(({ time }) => time))].map((time) => {
    const own = spots.filter((spot) => spot.time === time);
    const centers = own.map((spot) => centerOf(layout, spot));
    const below = own.some(({ layer }) => layer === 0) ? belowValues : belowUnits;
    const xs = centers.map(({ x }) => x);
    const y = Math.max(...centers.map(({ y }) => y)) + layout.radius + below;
    const text = time === 0 ? language.say("diagramBefore") : language.say("diagramTime", { time });
    return {
      text: inLabelSize(name(text, true)),
      at: [0, 16, 32].map((down) => ({
        x: (Math.min(...xs) + Math.max(...xs)) / 2,
        y: y + down,
      })),
    };
  });
}

/** How far a time is from the inputs that it is of, which have values, or from other units. */
const belowValues = 36;
const belowUnits = 18;

/** The values of inputs, the first states, and the targets. */
function dataTexts(
  { labels, examples, wiring, ...layout }: UnrolledLayout,
  spots: readonly Spot[],
  row: TimeRow,
): readonly WantedLabel[] {
  const whole = { labels, examples, wiring, ...layout };
  return spots.flatMap((spot): WantedLabel[] => {
    const { layer, unit, time } = spot;
    const around = (text: SvgText, from: Side): readonly Point[] =>
      placesAround(rimmedAt(whole, spot), text, from);
    if (layer === 0) {
      const value = labels.given(`time${time}.x${unit}`)?.value;
      const text = value === undefined ? undefined : inLabelSize(number(value));
      return text ? [{ of: spotName(spot), text, at: around(text, "below").slice(0, 1) }] : [];
    }
    if (time === 0) {
      const text = givenText(labels, `time0.a${layer}_${unit}`);
      return text ? [{ of: spotName(spot), text, at: around(text, "left") }] : [];
    }
    const isOutput = layer === wiring.widths.length - 1 && time !== row.before;
    const text = isOutput ? targetText(labels, `time${time}.t${unit}`, examples) : undefined;
    return text ? [{ of: targetName(spot), text, at: around(text, "above") }] : [];
  });
}

/** Biases, each at the first time of its unit. */
function biasTexts(layout: UnrolledLayout, units: readonly Unit[]): readonly WantedLabel[] {
  const { labels, detail, wiring } = layout;
  const said = new Set<string>();
  return units.flatMap((unit): WantedLabel[] => {
    const place = `${unit.layer} ${unit.unit}`;
    const first = wiring.units.find(
      (other) => other.layer === unit.layer && other.unit === unit.unit,
    );
    const text = first === unit && !said.has(place) ? unitText(labels, unit, detail) : undefined;
    said.add(place);
    const beside = rimmedAt(layout, unit);
    return text
      ? [{ of: unit.bias?.id, text, beside, at: placesAround(beside, text, "left") }]
      : [];
  });
}
