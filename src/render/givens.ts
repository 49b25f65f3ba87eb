import { type Quantity, quantityOf, type Role } from "../graph/graph.js";
import type { Network } from "../network/network.js";
import { shapesOf } from "../network/network.js";
import type { Prepared } from "../problem/prepare.js";
import { kindOf, type SheetTable, type TableWriting } from "./table.js";
import { equation, number, row, sign, type Typeset } from "./typeset.js";

/**
 * Givens of one kind: a run of equations, and what reads better as a table: examples, times, images
 * and filters.
 */
export interface GivenGroup {
  readonly title: string;
  readonly values: readonly Typeset[];
  readonly tables: readonly SheetTable[];
}

/** The givens of a sheet, group by group. */
export function givensOf(
  { exercise, program, graph }: Prepared,
  writing: TableWriting,
): readonly GivenGroup[] {
  const { symbols, value } = writing;
  const { network } = exercise;
  const ids = program.ids.slice(0, program.givens);
  const tabled = new Set<string>();
  const data = network ? dataTables(network) : [];
  const filters = network ? filterTables(network) : [];
  return [
    ...data,
    ...givenGroups.flatMap(({ role, ...titles }) => {
      const all = ids.filter((id) => quantityOf(graph, id).role === role);
      const values = all.filter((id) => !tabled.has(id)).map(equationOf);
      const tables = role === "weight" ? filters : [];
      const one =
        role === "bias" && thresholdsOnly(network)
          ? { title: "Threshold", plural: "Thresholds" }
          : titles;
      return values.length + tables.length > 0
        ? [{ title: all.length > 1 ? (one.plural ?? `${one.title}s`) : one.title, values, tables }]
        : [];
    }),
  ];

  function equationOf(id: string): Typeset {
    return equation(symbols.of(id), number(value(id)));
  }

  /** Inputs and targets where there are several examples or times, or an image. */
  function dataTables(network: Network): readonly GivenGroup[] {
    const given = ids
      .map((id) => quantityOf(graph, id))
      .filter(({ role }) => role === "input" || role === "target");
    const examples = distinct(given.map(({ at }) => at.example));
    const times = distinct(given.map(({ at }) => at.time));
    const isImage = typeof network.inputs !== "number" && network.inputs[0] > 1;
    const inputs = given.filter(({ role }) => role === "input");
    if (isImage) {
      const [, columns] = network.inputs as readonly [number, number];
      const all = span(symbols.unmarked(inputs[0]!.id), symbols.unmarked(inputs.at(-1)!.id));
      const images = examples.map((example) => {
        const pixels = inputs.filter(({ at }) => at.example === example);
        return {
          title: example === undefined ? { symbol: all } : { text: `Example ${example}` },
          head: [],
          rows: rowsOf(pixels, columns),
        };
      });
      for (const { id } of inputs) tabled.add(id);
      return [
        { title: "Inputs, row by row", values: examples.length > 1 ? [all] : [], tables: images },
        ...(examples.length > 1
          ? byExample(
              "Targets",
              given.filter(({ role }) => role === "target"),
            )
          : []),
      ];
    }
    if (times.length > 1) {
      for (const { id } of given) tabled.add(id);
      const tables = examples.map((example): SheetTable => {
        const own = given.filter(({ at }) => at.example === example);
        return {
          ...(example === undefined ? {} : { title: { text: `Example ${example}` } }),
          head: times.map((time) => ({ text: `Time ${time}` })),
          rows: distinct(own.map(({ id }) => kindOf(id))).map((kind) => ({
            label: { symbol: symbols.unmarked(own.find(({ id }) => kindOf(id) === kind)!.id) },
            cells: times.map((time) =>
              cellOf(own.find(({ id, at }) => kindOf(id) === kind && at.time === time)),
            ),
          })),
        };
      });
      const targets = given.some(({ role }) => role === "target");
      return [{ title: targets ? "Inputs and targets" : "Inputs", values: [], tables }];
    }
    return examples.length > 1 ? byExample("Examples", given) : [];
  }

  /** A row an example. */
  function byExample(title: string, given: readonly Quantity[]): readonly GivenGroup[] {
    if (given.length === 0) return [];
    for (const { id } of given) tabled.add(id);
    const kinds = distinct(given.map(({ id }) => kindOf(id)));
    const head = kinds.map((kind) => ({
      symbol: symbols.unmarked(given.find(({ id }) => kindOf(id) === kind)!.id),
    }));
    const rows = distinct(given.map(({ at }) => at.example)).map((example) => ({
      label: { text: `Example ${example}` },
      cells: kinds.map((kind) =>
        cellOf(given.find(({ id, at }) => kindOf(id) === kind && at.example === example)),
      ),
    }));
    return [{ title, values: [], tables: [{ head, rows }] }];
  }

  /** The weights of each filter as they lie on the image, a grid for each channel. */
  function filterTables(network: Network): readonly SheetTable[] {
    const shapes = shapesOf(network);
    return network.layers.flatMap(({ convolution, filters }, index) => {
      if (!convolution) return [];
      const layer = index + 1;
      const before = shapes[index]!;
      const [height, columns] = convolution;
      const rows = Math.min(height, before.rows);
      return Array.from({ length: filters * before.channels }, (_, i): SheetTable => {
        const filter = Math.floor(i / before.channels) + 1;
        const first = (i % before.channels) * rows * columns;
        const weights = Array.from({ length: rows * columns }, (_, tap) =>
          quantityOf(graph, `w${layer}_${filter}_${first + tap + 1}`),
        );
        for (const { id } of weights) tabled.add(id);
        return {
          title: { symbol: span(symbols.of(weights[0]!.id), symbols.of(weights.at(-1)!.id)) },
          head: [],
          rows: rowsOf(weights, columns),
        };
      });
    });
  }

  function rowsOf(quantities: readonly Quantity[], columns: number): SheetTable["rows"] {
    return Array.from({ length: quantities.length / columns }, (_, r) => ({
      label: {},
      cells: quantities.slice(r * columns, (r + 1) * columns).map(cellOf),
    }));
  }

  function cellOf(quantity: Quantity | undefined): SheetTable["rows"][number]["cells"][number] {
    return quantity ? { value: number(value(quantity.id)) } : {};
  }
}

const span = (from: Typeset, to: Typeset): Typeset => row(from, sign(" … ", "tight"), to);

const thresholdsOnly = (network: Network | undefined): boolean =>
  network?.layers.every(
    ({ bias, pool }) => pool !== undefined || (bias !== "node" && bias !== "layer"),
  ) ?? false;

const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

const givenGroups: readonly { title: string; plural?: string; role: Role }[] = [
  { title: "Input", role: "input" },
  { title: "Initial state", role: "initialState" },
  { title: "Target", role: "target" },
  { title: "Weight", role: "weight" },
  { title: "Bias term", role: "bias" },
  { title: "Gradient", role: "gradient" },
  { title: "Velocity before", plural: "Velocities before", role: "initialVelocity" },
  { title: "Learning rate", role: "learningRate" },
  { title: "Momentum", role: "momentum" },
  { title: "Change", role: "change" },
];
