import type { Network } from "../../network/network.js";
import type { Source, Spot, Unit, Wiring } from "../../network/wiring.js";
import { name, number, type Typeset } from "../typeset.js";
import {
  type Beside,
  type DiagramLabels,
  type Drawing,
  type Edge,
  type Node,
  type Point,
  radius,
  trimmed,
} from "./drawing.js";
import { givenText, targetText, unitText, widthOf } from "./says.js";

const gap = { unit: 118, step: 74, layer: 112, wideLayer: 170, time: 108 };
const margin = { side: 96, top: 34, bottom: 58 };

/**
 * A recurrent network, unrolled: a column a time, inputs below and outputs above, with an edge from
 * each state to the next. Every weight is labelled once, at the first time it is used.
 */
export function unrolled(
  { examples }: Network,
  { units, widths, times }: Wiring,
  labels: DiagramLabels,
): Drawing {
  const blockWidth = gap.unit * (Math.max(...widths) - 1) + 2 * radius;
  const before = units.some(({ sources }) => sources.some(({ spot }) => spot.time === 0)) ? 1 : 0;
  const blocks = times.length + before;
  // Units of a layer stand on a slope, so that no edge to the next time runs through a neighbour.
  const rise = (layer: number): number => (layer === 0 ? 0 : gap.step * (widths[layer]! - 1));
  // Where edges cross, there has to be room for their labels.
  const layerGap = (layer: number): number =>
    Math.min(widths[layer]!, widths[layer - 1]!) > 1 ? gap.wideLayer : gap.layer;
  const heights = widths.map((_, layer) =>
    widths
      .slice(0, layer)
      .reduce((sum, __, below) => sum + layerGap(below + 1) + rise(below + 1), 0),
  );
  const height = margin.top + radius + heights.at(-1)! + radius + margin.bottom;
  const spots = new Map<string, Spot>();
  for (const unit of units) {
    for (const spot of [
      unit,
      ...unit.sources.filter(({ constant }) => !constant).map((source) => source.spot),
    ]) {
      spots.set(`${spot.time} ${spot.layer} ${spot.unit}`, spot);
    }
  }
  const said = new Set<string>();
  return {
    width: 2 * margin.side + blocks * blockWidth + (blocks - 1) * gap.time,
    height,
    nodes: [...spots.values()].map(node).concat(units.flatMap(constantNode)),
    edges: units.flatMap((unit) =>
      unit.sources.map(
        (source): Edge => ({
          ...trimmed(sourceAt(unit, source), center(unit)),
          label: labelOf(source),
        }),
      ),
    ),
    besides: [...heads(), ...data(), ...biases()],
  };

  function center({ layer, unit, time }: Spot): Point {
    const block = margin.side + (time - 1 + before) * (blockWidth + gap.time) + blockWidth / 2;
    return {
      x: block + gap.unit * (unit - (widths[layer]! + 1) / 2),
      y:
        height - margin.bottom - radius - heights[layer]! + gap.step * (layer === 0 ? 0 : unit - 1),
    };
  }

  function node(spot: Spot): Node {
    return {
      ...center(spot),
      name: labels.unit(spot.layer, spot.unit),
      kind: spot.layer === 0 ? "input" : "unit",
    };
  }

  // An input that never changes stands beside those of its time.
  function sourceAt({ layer, unit, time }: Unit, { spot, constant }: Source): Point {
    if (constant === undefined) return center(spot);
    const { x } = center({ layer, unit: 1, time });
    const { y } = center({ layer: layer - 1, unit: 1, time });
    return unit > 0 ? { x: x - gap.unit / 2 - radius, y: y - radius } : { x, y };
  }

  function constantNode(unit: Unit): Node[] {
    const source = unit.sources.find(({ constant }) => constant !== undefined);
    if (!source || unit.unit > 1) return [];
    return [
      {
        ...sourceAt(unit, source),
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

  function* heads(): Generator<Beside> {
    for (const time of before ? [0, ...times] : times) {
      const { x } = center({ layer: 0, unit: (widths[0]! + 1) / 2, time });
      yield {
        text: name(time === 0 ? "before" : `time ${time}`, true),
        places: [{ x, y: height - 12 }],
      };
    }
  }

  function* data(): Generator<Beside> {
    for (const spot of spots.values()) {
      const { layer, unit, time } = spot;
      const { x, y } = center(spot);
      const value = layer === 0 ? labels.given(`time${time}.x${unit}`)?.value : undefined;
      if (value !== undefined) yield { text: number(value), places: [{ x, y: y + radius + 13 }] };
      const state = time === 0 ? givenText(labels, `time0.a${layer}_${unit}`) : undefined;
      if (state)
        yield {
          text: state,
          places: [
            { x: x - radius - 8 - widthOf(state) / 2, y },
            { x, y: y + radius + 13 },
          ],
        };
      const target =
        layer === widths.length - 1 && time > 0
          ? targetText(labels, `time${time}.t${unit}`, examples)
          : undefined;
      if (target) yield { text: target, places: [{ x, y: y - radius - 13 }] };
    }
  }

  function* biases(): Generator<Beside> {
    const done = new Set<string>();
    for (const unit of units) {
      const text = unitText(labels, unit);
      if (!text || done.has(`${unit.layer} ${unit.unit}`)) continue;
      done.add(`${unit.layer} ${unit.unit}`);
      const { x, y } = center(unit);
      const aside = radius + 8 + widthOf(text) / 2;
      yield {
        text,
        places: [-16, 0, -radius, radius].flatMap((up) => [
          { x: x - aside, y: y + up },
          { x: x + aside, y: y + up },
        ]),
      };
    }
  }
}
