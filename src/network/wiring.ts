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

/**
 * Which unit reads what through which weight. Throws a RangeError where a filter or pool does not
 * fit, or where there is more than anybody works out by hand.
 */
export function wiringOf(network: Network): Wiring {
  const shapes = shapesOf(network);
  const widths = shapes.map(sizeOf);
  const times =
    network.times > 1 || network.layers.some(({ recurrent }) => recurrent)
      ? upTo(network.times)
      : [0];
  const passes = times.length * network.examples * (network.steps + 1);
  const connections = passes * connectionsIn(network.layers, shapes);
  if (connections > mostConnections) {
    const what = "the connections of all examples, times and steps";
    throw new RangeError(
      `is too large to be worked with by hand: ${what} are ${connections}, at most ${mostConnections}`,
    );
  }
  const units = read(
    times.flatMap((time) =>
      network.layers.flatMap((layer, index) =>
        upTo(widths[index + 1]!).map((unit) => unitAt({ layer: index + 1, unit, time }, layer)),
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
    parameters: [...weights(), ...biases()],
    readersOf: (spot) => readers.get(keyOf(spot)) ?? [],
    usesOf: (weight) => byWeight.get(weight) ?? [],
  };

  /**
   * Without those that nothing reads and that have no target: what a network with one target says
   * before its last time.
   */
  function read(all: readonly Unit[]): readonly Unit[] {
    const wanted = new Set(all.flatMap(({ sources }) => sources.map(({ spot }) => keyOf(spot))));
    const isTarget = ({ layer, time }: Unit): boolean =>
      layer === network.layers.length && (network.targets === "every" || time === times.at(-1));
    const kept = all.filter((unit) => isTarget(unit) || wanted.has(keyOf(unit)));
    return kept.length === all.length ? all : read(kept);
  }

  function unitAt(spot: Spot, layer: Layer): Unit {
    const { layer: l, unit } = spot;
    const before = shapes[l - 1]!;
    const window = windowOf(layer, before);
    if (layer.pool) {
      const sources = covered(spot, layer, before).map(({ spot }) => ({ spot }));
      if (sources.length === 0) throw new RangeError(`layer ${l} pools nothing but padding`);
      return { ...spot, sources, pool: layer.pool };
    }
    const channel = window ? Math.ceil(unit / places(shapes[l]!)) : unit;
    const read: Source[] = window
      ? covered(spot, layer, before).map(({ spot, tap }) => ({
          spot,
          weight: `w${l}_${channel}_${tap}`,
        }))
      : upTo(widths[l - 1]!).map((from) => ({
          spot: { layer: l - 1, unit: from, time: spot.time },
          weight: `w${l}_${unit}_${from}`,
        }));
    const constant = constantInput(layer, l);
    const still: Source[] = constant
      ? [
          {
            spot: { ...spot, layer: l - 1, unit: constant.from },
            weight: `w${l}_${unit}_${constant.from}`,
            constant: constant.input,
          },
        ]
      : [];
    const earlier: Source[] =
      layer.recurrent && (spot.time > 1 || network.state === "given")
        ? upTo(widths[l]!).map((from) => ({
            spot: { layer: l, unit: from, time: spot.time - 1 },
            weight: `u${l}_${unit}_${from}`,
          }))
        : [];
    const first = constant?.from === 0;
    const bias = biasOf(layer, l, channel);
    return {
      ...spot,
      sources: first ? [...still, ...read, ...earlier] : [...read, ...earlier, ...still],
      ...(bias === undefined ? {} : { bias: { id: bias, subtracted: layer.bias === "threshold" } }),
    };
  }

  /** The spots under a filter or pool, with the number of the filter's weight that lies on each. */
  function covered(
    { layer, unit, time }: Spot,
    declared: Layer,
    before: Shape,
  ): { spot: Spot; tap: number }[] {
    const shape = shapes[layer]!;
    const window = windowOf(declared, before)!;
    const place = (unit - 1) % places(shape);
    const top = Math.floor(place / shape.columns) * window.stride - window.padding;
    const left = (place % shape.columns) * window.stride - window.padding;
    const channels = declared.pool
      ? [Math.floor((unit - 1) / places(shape)) + 1]
      : upTo(before.channels);
    return channels.flatMap((channel) =>
      upTo(window.rows).flatMap((r) =>
        upTo(window.columns).flatMap((c) => {
          const [row, column] = [top + r, left + c];
          if (row < 1 || column < 1 || row > before.rows || column > before.columns) return [];
          return [
            {
              spot: {
                layer: layer - 1,
                unit: (channel - 1) * places(before) + (row - 1) * before.columns + column,
                time,
              },
              tap:
                (declared.pool ? 0 : channel - 1) * window.rows * window.columns +
                (r - 1) * window.columns +
                c,
            },
          ];
        }),
      ),
    );
  }

  function constantInput(
    layer: Layer,
    l: number,
  ): { readonly from: number; readonly input: 1 | -1 } | undefined {
    if (typeof layer.bias === "string") return undefined;
    return { from: layer.bias.index === "first" ? 0 : widths[l - 1]! + 1, input: layer.bias.input };
  }

  function weights(): readonly Parameter[] {
    return network.layers.flatMap((layer, index) => {
      const l = index + 1;
      if (layer.pool) return [];
      const before = shapes[index]!;
      const window = windowOf(layer, before);
      const constant = constantInput(layer, l);
      const inputs = window ? before.channels * window.rows * window.columns : widths[index]!;
      const sources = [
        ...(constant?.from === 0 ? [0] : []),
        ...upTo(inputs),
        ...(constant && constant.from > 0 ? [constant.from] : []),
      ];
      const targets = upTo(window ? layer.filters : widths[l]!);
      return [
        ...pairsOf(targets, sources).map(([unit, from]) => weight("w", { layer: l, unit, from })),
        ...(layer.recurrent
          ? pairsOf(targets, targets).map(([unit, from]) =>
              weight("u", { layer: l, unit, from, recurrent: true }),
            )
          : []),
      ];
    });
  }

  function pairsOf(
    targets: readonly number[],
    sources: readonly number[],
  ): readonly (readonly [number, number])[] {
    return network.weights === "out-in"
      ? targets.flatMap((to) => sources.map((from) => [to, from] as const))
      : sources.flatMap((from) => targets.map((to) => [to, from] as const));
  }

  function biases(): readonly Parameter[] {
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

const places = ({ rows, columns }: Shape): number => rows * columns;
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
