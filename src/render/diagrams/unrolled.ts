import type { Network } from "../../network/network.js";
import type { Source, Spot, Unit, Wiring } from "../../network/wiring.js";
import type { Point } from "../geometry.js";
import { name, number } from "../typeset.js";
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

const gap = { unit: 118, step: 74, layer: 112, wideLayer: 170, time: 108 };
const margin = { side: 96, top: 34, bottom: 58 };

/**
 * A recurrent network, unrolled: a column a time, inputs below and outputs above, with an edge from
 * each state to the next. Every weight is labelled once, at the first time it is used.
 */
export function unrolled({ examples }: Network, wiring: Wiring, labels: DiagramLabels): Diagram {
  const { units } = wiring;
  const layout = layoutOf(wiring);
  const { blockWidth, firstTime, height } = layout;
  const blocks = wiring.times.length + (1 - firstTime);
  const spots = spotsOf(units);
  const weights = weightTexts(labels, units);
  return {
    width: 2 * margin.side + blocks * blockWidth + (blocks - 1) * gap.time,
    height,
    nodes: [
      ...spots.map((spot) => nodeAt(layout, labels, spot)),
      ...units.flatMap((unit) => constantBefore(layout, unit)),
    ],
    edges: units.flatMap((unit) =>
      unit.sources.map((source) => ({
        ...fromRimToRim(sourceCenter(layout, unit, source), centerOf(layout, unit)),
        label: weights.get(source),
        of: source.weight,
        between: [spotName(source.spot), spotName(unit)],
      })),
    ),
    besides: [
      ...timeTexts(layout, wiring, labels),
      ...spots.flatMap((spot) => [...dataTexts(layout, labels, spot, examples)]),
      ...biasTexts(layout, labels, units),
    ],
  };
}

/** Where the columns and the layers in them are. */
interface UnrolledLayout {
  readonly widths: readonly number[];
  /** 0 where the state before the first time is shown, else 1. */
  readonly firstTime: 0 | 1;
  readonly blockWidth: number;
  /** How far each layer stands above the inputs. */
  readonly elevations: readonly number[];
  readonly height: number;
}

function layoutOf({ units, widths }: Wiring): UnrolledLayout {
  // Units of a layer stand on a slope, so that no edge to the next time runs through a neighbour.
  const rises = widths.map((width, layer) => (layer === 0 ? 0 : gap.step * (width - 1)));
  // Where edges cross, there has to be room for their labels.
  const gaps = widths.map((width, layer) =>
    Math.min(width, widths[layer - 1] ?? 1) > 1 ? gap.wideLayer : gap.layer,
  );
  const elevations = widths.map((_, layer) =>
    widths
      .slice(0, layer)
      .reduce((sum, __, below) => sum + gaps[below + 1]! + rises[below + 1]!, 0),
  );
  return {
    widths,
    firstTime: units.some(({ sources }) => sources.some(({ spot }) => spot.time === 0)) ? 0 : 1,
    blockWidth: gap.unit * (Math.max(...widths) - 1) + 2 * radius,
    elevations,
    height: margin.top + radius + elevations.at(-1)! + radius + margin.bottom,
  };
}

/** All units and inputs at all times, each once. */
function spotsOf(units: readonly Unit[]): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const unit of units) {
    const read = unit.sources.filter((source) => !isConstant(source)).map(({ spot }) => spot);
    for (const spot of [unit, ...read]) spots.set(`${spot.time} ${spot.layer} ${spot.unit}`, spot);
  }
  return [...spots.values()];
}

function centerOf(
  { widths, firstTime, blockWidth, elevations, height }: UnrolledLayout,
  { layer, unit, time }: Spot,
): Point {
  const block = margin.side + (time - firstTime) * (blockWidth + gap.time) + blockWidth / 2;
  return {
    x: block + gap.unit * (unit - (widths[layer]! + 1) / 2),
    y:
      height -
      margin.bottom -
      radius -
      elevations[layer]! +
      gap.step * (layer === 0 ? 0 : unit - 1),
  };
}

const nodeAt = (layout: UnrolledLayout, labels: DiagramLabels, spot: Spot): Node => ({
  ...centerOf(layout, spot),
  name: labels.unit(spot.layer, spot.unit, spot.time),
  of: spotName(spot),
  kind: spot.layer === 0 ? "input" : "unit",
});

// An input that never changes stands beside those of its time.
function sourceCenter(layout: UnrolledLayout, { layer, unit, time }: Unit, source: Source): Point {
  if (!isConstant(source)) return centerOf(layout, source.spot);
  const { x } = centerOf(layout, { layer, unit: 1, time });
  const { y } = centerOf(layout, { layer: layer - 1, unit: 1, time });
  return unit > 0 ? { x: x - gap.unit / 2 - radius, y: y - radius } : { x, y };
}

function constantBefore(layout: UnrolledLayout, unit: Unit): readonly Node[] {
  const source = unit.sources.find(isConstant);
  return source && unit.unit <= 1 ? [constantNode(source, sourceCenter(layout, unit, source))] : [];
}

function* timeTexts(
  layout: UnrolledLayout,
  { widths, times }: Wiring,
  { language }: DiagramLabels,
): Generator<Beside> {
  for (const time of layout.firstTime === 0 ? [0, ...times] : times) {
    const { x } = centerOf(layout, { layer: 0, unit: (widths[0]! + 1) / 2, time });
    yield {
      text: name(
        time === 0 ? language.say("diagramBefore") : language.say("diagramTime", { time }),
        true,
      ),
      places: [{ x, y: layout.height - 12 }],
    };
  }
}

/** The value of an input, the first state, or the target at a unit. */
function* dataTexts(
  layout: UnrolledLayout,
  labels: DiagramLabels,
  spot: Spot,
  examples: number,
): Generator<Beside> {
  const { layer, unit, time } = spot;
  const { x, y } = centerOf(layout, spot);
  const value = layer === 0 ? labels.given(`time${time}.x${unit}`)?.value : undefined;
  const of = spotName(spot);
  if (value !== undefined) yield { of, text: number(value), places: [{ x, y: y + radius + 13 }] };
  const state = time === 0 ? givenText(labels, `time0.a${layer}_${unit}`) : undefined;
  if (state)
    yield {
      of,
      text: state,
      places: [
        { x: x - radius - 8 - widthOf(state) / 2, y },
        { x, y: y + radius + 13 },
      ],
    };
  const isOutput = layer === layout.widths.length - 1 && time > 0;
  const target = isOutput ? targetText(labels, `time${time}.t${unit}`, examples) : undefined;
  if (target) yield { of: targetName(spot), text: target, places: [{ x, y: y - radius - 13 }] };
}

/** Biases, each at the first time of its unit. */
function* biasTexts(
  layout: UnrolledLayout,
  labels: DiagramLabels,
  units: readonly Unit[],
): Generator<Beside> {
  const done = new Set<string>();
  for (const unit of units) {
    const text = unitText(labels, unit);
    if (!text || done.has(`${unit.layer} ${unit.unit}`)) continue;
    done.add(`${unit.layer} ${unit.unit}`);
    const { x, y } = centerOf(layout, unit);
    const aside = radius + 8 + widthOf(text) / 2;
    yield {
      of: unit.bias?.id,
      text,
      places: [-16, 0, -radius, radius].flatMap((up) => [
        { x: x - aside, y: y + up },
        { x: x + aside, y: y + up },
      ]),
    };
  }
}
