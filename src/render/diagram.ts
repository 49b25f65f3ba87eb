import { type Network, widthsOf } from "../network/network.js";
import { escapeXml } from "./mathml.js";
import { type SvgText, svgText } from "./svgText.js";
import { equation, number, type Typeset } from "./typeset.js";

/** What a diagram says at its nodes and edges. */
export interface DiagramLabels {
  /** A unit or, in layer 0, an input; numbered from 1. */
  unit(layer: number, unit: number): Typeset;
  /** The symbol of a given, and its value as written. */
  given(id: string): { readonly symbol: Typeset; readonly value: string };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const radius = 21;
const columnGap = 190;
const rowGap = 104;
const labelSize = 12.5;
const margin = { side: 120, top: 12, bottom: 12, biases: 30 };

/**
 * The network as an SVG picture: inputs on the left with their values, every weight with its value on its edge, biases
 * below their units, targets on the right. Labels are placed so that none lies on another, on a node, or on another
 * edge. `title` is its text alternative.
 */
export function networkDiagram(network: Network, labels: DiagramLabels, title: string): string {
  const widths = widthsOf(network);
  const tallest = Math.max(...widths);
  const size = {
    width: 2 * margin.side + columnGap * (widths.length - 1),
    height: margin.top + margin.bottom + roomForBiases(network) + rowGap * (tallest - 1) + 2 * radius,
  };
  const nodes = widths.map((count, layer) => Array.from({ length: count }, (_, i) => center(layer, i + 1)));
  const edges = network.layers.flatMap((_, index) =>
    nodes[index + 1]!.flatMap((to, unit) =>
      nodes[index]!.map((from, source) => {
        const ends = trimmed(from, to);
        const points = Array.from({ length: 65 }, (_, i) => along(ends, i / 64));
        return { id: `w${index + 1}_${unit + 1}_${source + 1}`, ...ends, points };
      }),
    ),
  );
  const taken: Box[] = nodes.flat().map(({ x, y }) => ({ x, y, width: 2 * radius + 6, height: 2 * radius + 6 }));
  const besides = [...inputLabels(), ...targetLabels(), ...biasLabels()];
  taken.push(...besides.map(({ box }) => box));
  const weightLabels = edges.map((edge) => {
    const text = svgText(given(edge.id), labelSize);
    const box = { width: text.width + 8, height: labelSize + 7 };
    const place = bestPlace(edge, box);
    taken.push({ ...place, ...box });
    return { text, box: { ...place, ...box } };
  });

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" class="network">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8 L7.5 4 L0 7.2 z" class="arrowhead"/></marker></defs>',
    ...edges.map(
      ({ from, to }) =>
        `<line x1="${px(from.x)}" y1="${px(from.y)}" x2="${px(to.x)}" y2="${px(to.y)}" class="edge" marker-end="url(#arrow)"/>`,
    ),
    ...nodes.flatMap((column, layer) => column.map((at, i) => node(at, layer, i + 1))),
    ...besides.map(({ text, box }) => label(text, box, false)),
    ...weightLabels.map(({ text, box }) => label(text, box, true)),
    "</svg>",
  ].join("\n");

  function center(layer: number, unit: number): Point {
    const count = widths[layer]!;
    return {
      x: margin.side + columnGap * layer,
      y: margin.top + radius + rowGap * ((tallest - count) / 2 + unit - 1),
    };
  }

  function given(id: string): Typeset {
    const { symbol, value } = labels.given(id);
    return equation(symbol, number(value));
  }

  function* inputLabels() {
    for (const [i, at] of nodes[0]!.entries()) {
      const text = svgText(given(`x${i + 1}`), labelSize);
      yield { text, box: { x: at.x - radius - 8 - text.width / 2, y: at.y, width: text.width, height: labelSize + 5 } };
    }
  }
  function* targetLabels() {
    if (network.loss.of === "none") return;
    for (const [i, at] of nodes.at(-1)!.entries()) {
      const text = svgText(given(`t${i + 1}`), labelSize);
      yield { text, box: { x: at.x + radius + 8 + text.width / 2, y: at.y, width: text.width, height: labelSize + 5 } };
    }
  }
  function* biasLabels() {
    for (const [index, { bias }] of network.layers.entries()) {
      if (bias === "none" || typeof bias === "object") continue;
      for (let unit = 1; unit <= widths[index + 1]!; unit++) {
        const at = nodes[index + 1]![unit - 1]!;
        const text = svgText(given(bias === "layer" ? `b${index + 1}` : `b${index + 1}_${unit}`), labelSize);
        yield { text, box: { x: at.x, y: at.y + radius + 13, width: text.width + 4, height: labelSize + 5 } };
      }
    }
  }

  function bestPlace(edge: { id: string; from: Point; to: Point }, box: { width: number; height: number }): Point {
    const places = Array.from({ length: 33 }, (_, i) => along(edge, 0.14 + (0.72 * i) / 32));
    const costs = places.map((place, i) => cost({ ...place, ...box }, edge.id) + Math.abs(i - 11) / 100);
    return places[costs.indexOf(Math.min(...costs))]!;
  }

  function cost(box: Box, id: string): number {
    const overlaps = taken.filter((other) => overlap(box, other)).length;
    const crossings = edges.filter((other) => other.id !== id && crosses(other, box)).length;
    const nearby = edges.filter((other) => other.id !== id && crosses(other, box, 22)).length;
    return overlaps * 100 + crossings * 10 + nearby;
  }

  function node({ x, y }: Point, layer: number, unit: number): string {
    const name = labels.unit(layer, unit);
    const size = Math.min(14, ((2 * radius - 7) / svgText(name, 14).width) * 14);
    const text = svgText(name, size);
    return `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${layer === 0 ? "input" : "unit"}"/><text x="${px(x)}" y="${px(y + size * 0.35)}" font-size="${px(size)}" text-anchor="middle">${text.markup}</text>`;
  }

  function label(text: SvgText, { x, y, width, height }: Box, onEdge: boolean): string {
    const behind = onEdge
      ? `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}" width="${px(width)}" height="${px(height)}" class="label"/>`
      : "";
    return `${behind}<text x="${px(x)}" y="${px(y + 4.5)}" font-size="${labelSize}" text-anchor="middle">${text.markup}</text>`;
  }
}

const along = ({ from, to }: { from: Point; to: Point }, t: number): Point => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
});

// An edge runs from rim to rim.
function trimmed(from: Point, to: Point): { from: Point; to: Point } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { from: along({ from, to }, radius / length), to: along({ from, to }, 1 - (radius + 1) / length) };
}

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width + 4 && Math.abs(a.y - b.y) * 2 < a.height + b.height + 4;

const roomForBiases = ({ layers }: Network): number => (layers.some(({ bias }) => bias !== "none") ? margin.biases : 0);

// A line crosses a box, or comes near it, where one of many points along it lies inside, or that near.
function crosses({ points }: { readonly points: readonly Point[] }, box: Box, near = 4): boolean {
  const [from, to] = [points[0]!, points.at(-1)!];
  // Few are anywhere near.
  if (Math.abs(from.y + to.y - 2 * box.y) > Math.abs(from.y - to.y) + box.height + near) return false;
  return points.some(
    ({ x, y }) => Math.abs(x - box.x) * 2 < box.width + near && Math.abs(y - box.y) * 2 < box.height + near,
  );
}

const px = (value: number): string => String(Math.round(value * 10) / 10);
