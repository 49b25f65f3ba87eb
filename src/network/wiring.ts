import type { Place } from "../graph/graph.js";
import { type Layer, type Network, type Shape, shapesOf, sizeOf, windowOf } from "./network.js";

/** One unit at one time (0 where the network has no times), and what flows into it. */
export interface Unit extends Spot {
  readonly sources: readonly Source[];
  /** The id of its bias, and whether it is subtracted, as a threshold is. */
  readonly bias?: { readonly id: string; readonly subtracted: boolean };
  /** What is done with the sources instead of weighing them. */
  readonly pool?: "max" | "mean";
}

/** A unit or, in layer 0, an input. */
export interface Spot {
  readonly layer: number;
  readonly unit: number;
  readonly time: number;
}

/**
 * What a unit reads: another unit or an input, or a number that never changes, through a weight
 * unless it pools.
 */
export interface Source {
  readonly spot: Spot;
  readonly weight?: string;
  readonly constant?: 1 | -1;
}

/** A weight or bias. */
export interface Parameter {
  readonly id: string;
  readonly role: "weight" | "bias";
  readonly at: Omit<Place, "step">;
}

/** A reader of a spot, and the source through which it reads. */
export interface Use {
  readonly reader: Unit;
  readonly source: Source;
}

export interface Wiring {
  /** How many units each layer has, the inputs first. */
  readonly widths: readonly number[];
  /** 1, 2, …; or 0 alone where the network has no times. */
  readonly times: readonly number[];
  /** In an order of computing: time by time, layer by layer. */
  readonly units: readonly Unit[];
  /** Weights layer by layer, then biases. */
  readonly parameters: readonly Parameter[];
  readersOf(spot: Spot): readonly Use[];
  /** The units that a weight leads to, and what it carries there. */
  usesOf(weight: string): readonly Use[];
}

/** Far more than anybody works out by hand, and few enough to be worked out at once. */
const mostConnections = 5000;

/** A network laid out: what all of its wiring is made from. */
interface Plan {
  readonly network: Network;
  /** The shape and the number of units of each layer, the inputs first. */
  readonly shapes: readonly Shape[];
  readonly widths: readonly number[];
  readonly times: readonly number[];
}

/**
 * Which unit reads what through which weight. Throws a RangeError where a filter or pool does not
 * fit, or where there is more than anybody works out by hand.
 */
export function wiringOf(network: Network): Wiring {
  const plan = planOf(network);
  const { widths, times } = plan;
  const units = readUnits(
    plan,
    times.flatMap((time) =>
      network.layers.flatMap((layer, index) =>
        upTo(widths[index + 1]!).map((unit) =>
          unitAt(plan, { layer: index + 1, unit, time }, layer),
        ),
      ),
    ),
  );
  const uses = units.flatMap((reader) => reader.sources.map((source): Use => ({ reader, source })));
  const readers = groupedBy(uses, ({ source }) => (source.constant ? "" : keyOf(source.spot)));
  const byWeight = groupedBy(uses, ({ source }) => source.weight ?? "");
  return {
    widths,
    times,
    units,
    parameters: [...weightsOf(plan), ...biasesOf(plan)],
    readersOf: (spot) => readers.get(keyOf(spot)) ?? [],
    usesOf: (weight) => byWeight.get(weight) ?? [],
  };
}

function planOf(network: Network): Plan {
  const shapes = shapesOf(network);
  const times = network.layers.some(({ recurrent }) => recurrent) ? upTo(network.times) : [0];
  const passes = times.length * network.examples * (network.steps + 1);
  const connections = passes * connectionsIn(network.layers, shapes);
  if (connections > mostConnections) {
    const what = "the connections of all examples, times and steps";
    throw new RangeError(
      `is too large to be worked with by hand: ${what} are ${connections}, ` +
        `at most ${mostConnections}`,
    );
  }
  return { network, shapes, widths: shapes.map(sizeOf), times };
}

/**
 * Without the units that nothing reads and that have no target: what a network with one target says
 * before its last time.
 */
function readUnits(plan: Plan, all: readonly Unit[]): readonly Unit[] {
  const { network, times } = plan;
  const wanted = new Set(all.flatMap(({ sources }) => sources.map(({ spot }) => keyOf(spot))));
  const kept = all.filter(
    (unit) =>
      wanted.has(keyOf(unit)) ||
      (unit.layer === network.layers.length &&
        (network.targets === "every" || unit.time === times.at(-1))),
  );
  return kept.length === all.length ? all : readUnits(plan, kept);
}

function unitAt(plan: Plan, spot: Spot, layer: Layer): Unit {
  const { layer: l, unit } = spot;
  if (layer.pool) {
    const sources = covered(plan, spot, layer).map(({ spot }) => ({ spot }));
    if (sources.length === 0) throw new RangeError(`layer ${l} pools nothing but padding`);
    return { ...spot, sources, pool: layer.pool };
  }
  const channel = layer.convolution ? Math.ceil(unit / places(plan.shapes[l]!)) : unit;
  const bias = biasOf(layer, l, channel);
  return {
    ...spot,
    sources: sourcesOf(plan, spot, layer, channel),
    ...(bias === undefined ? {} : { bias: { id: bias, subtracted: layer.bias === "threshold" } }),
  };
}

/** What a unit with weights reads: the layer before, its own earlier, and a constant. */
function sourcesOf(plan: Plan, spot: Spot, layer: Layer, channel: number): readonly Source[] {
  const { network, widths } = plan;
  const { layer: l, unit, time } = spot;
  const read: readonly Source[] = layer.convolution
    ? covered(plan, spot, layer).map(({ spot, tap }) => ({
        spot,
        weight: `w${l}_${channel}_${tap}`,
      }))
    : upTo(widths[l - 1]!).map((from) => ({
        spot: { layer: l - 1, unit: from, time },
        weight: `w${l}_${unit}_${from}`,
      }));
  const earlier: readonly Source[] =
    layer.recurrent && (time > 1 || network.state === "given")
      ? upTo(widths[l]!).map((from) => ({
          spot: { layer: l, unit: from, time: time - 1 },
          weight: `u${l}_${unit}_${from}`,
        }))
      : [];
  const constant = constantInput(plan, layer, l);
  if (!constant) return [...read, ...earlier];
  const still: Source = {
    spot: { ...spot, layer: l - 1, unit: constant.from },
    weight: `w${l}_${unit}_${constant.from}`,
    constant: constant.input,
  };
  return constant.from === 0 ? [still, ...read, ...earlier] : [...read, ...earlier, still];
}

/** The spots under a filter or pool, with the number of the filter's weight that lies on each. */
function covered(
  { shapes }: Plan,
  { layer, unit, time }: Spot,
  declared: Layer,
): readonly { readonly spot: Spot; readonly tap: number }[] {
  const [before, shape] = [shapes[layer - 1]!, shapes[layer]!];
  const window = windowOf(declared, before)!;
  const place = (unit - 1) % places(shape);
  const top = Math.floor(place / shape.columns) * window.stride - window.padding;
  const left = (place % shape.columns) * window.stride - window.padding;
  const channels = declared.pool
    ? [Math.floor((unit - 1) / places(shape)) + 1]
    : upTo(before.channels);
  return channels.flatMap((channel) =>
    cellsOf(window).flatMap(([r, c]) => {
      const [row, column] = [top + r, left + c];
      if (row < 1 || column < 1 || row > before.rows || column > before.columns) return [];
      const from = (channel - 1) * places(before) + (row - 1) * before.columns + column;
      const tap = (r - 1) * window.columns + c;
      return [
        {
          spot: { layer: layer - 1, unit: from, time },
          tap: (declared.pool ? 0 : channel - 1) * places(window) + tap,
        },
      ];
    }),
  );
}

/** The rows and columns of what a window covers, row by row. */
const cellsOf = ({ rows, columns }: Pick<Shape, "rows" | "columns">) =>
  upTo(rows).flatMap((r) => upTo(columns).map((c): [row: number, column: number] => [r, c]));

/** The input of a layer that never changes, and the number by which its weights count it. */
function constantInput(
  { widths }: Plan,
  { bias }: Layer,
  l: number,
): { readonly from: number; readonly input: 1 | -1 } | undefined {
  if (typeof bias === "string") return undefined;
  return { from: bias.index === "first" ? 0 : widths[l - 1]! + 1, input: bias.input };
}

function weightsOf(plan: Plan): readonly Parameter[] {
  const { network, shapes, widths } = plan;
  return network.layers.flatMap((layer, index) => {
    const l = index + 1;
    if (layer.pool) return [];
    const before = shapes[index]!;
    const window = windowOf(layer, before);
    const constant = constantInput(plan, layer, l);
    const inputs = window ? before.channels * places(window) : widths[index]!;
    const sources = [
      ...(constant?.from === 0 ? [0] : []),
      ...upTo(inputs),
      ...(constant && constant.from > 0 ? [constant.from] : []),
    ];
    const targets = upTo(window ? layer.filters : widths[l]!);
    return [
      ...pairsOf(network, targets, sources).map(([unit, from]) =>
        weight("w", { layer: l, unit, from }),
      ),
      ...(layer.recurrent
        ? pairsOf(network, targets, targets).map(([unit, from]) =>
            weight("u", { layer: l, unit, from, recurrent: true }),
          )
        : []),
    ];
  });
}

function pairsOf(
  { weights }: Network,
  targets: readonly number[],
  sources: readonly number[],
): readonly (readonly [number, number])[] {
  return weights === "out-in"
    ? targets.flatMap((to) => sources.map((from) => [to, from] as const))
    : sources.flatMap((from) => targets.map((to) => [to, from] as const));
}

function biasesOf({ network, widths }: Plan): readonly Parameter[] {
  return network.layers.flatMap((layer, index): Parameter[] => {
    const l = index + 1;
    if (layer.bias === "layer") return [{ id: `b${l}`, role: "bias", at: { layer: l } }];
    const owners = upTo(layer.convolution ? layer.filters : widths[l]!);
    return owners.flatMap((unit) => {
      const id = biasOf(layer, l, unit);
      return id === undefined ? [] : [{ id, role: "bias" as const, at: { layer: l, unit } }];
    });
  });
}

/** How often a unit reads another in one pass. */
const connectionsIn = (layers: readonly Layer[], shapes: readonly Shape[]): number =>
  layers.reduce((sum, layer, index) => {
    const before = shapes[index]!;
    const own = sizeOf(shapes[index + 1]!);
    const window = windowOf(layer, before);
    const read = window
      ? window.rows * window.columns * (layer.pool ? 1 : before.channels)
      : sizeOf(before);
    return sum + own * (read + (layer.recurrent ? own : 0));
  }, 0);

const biasOf = ({ bias }: Layer, l: number, owner: number): string | undefined => {
  if (bias === "layer") return `b${l}`;
  return bias === "node" || bias === "threshold" ? `b${l}_${owner}` : undefined;
};

const weight = (
  letter: "w" | "u",
  at: { layer: number; unit: number; from: number; recurrent?: true },
): Parameter => ({
  id: `${letter}${at.layer}_${at.unit}_${at.from}`,
  role: "weight",
  at,
});

/** How many places there are in rows and columns. */
const places = ({ rows, columns }: Pick<Shape, "rows" | "columns">): number => rows * columns;

const keyOf = ({ layer, unit, time }: Spot): string => `${layer} ${unit} ${time}`;

/** 1, 2, …, n */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

function groupedBy<T>(
  items: readonly T[],
  keyFor: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyFor(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
