import { type Graph, type Quantity, quantityOf, type Role } from "../graph/graph.js";
import type { Language, SentenceKey } from "../language/language.js";
import { hasThresholds, type Network, shapesOf, widthsOf } from "../network/network.js";
import type { Prepared } from "../problem/prepare.js";
import {
  type Cell,
  type Heading,
  kindOf,
  kindsOf,
  type SheetTable,
  type TableRow,
  type TableWriting,
} from "./table.js";
import { equation, number, row, sign, type Typeset } from "./typeset.js";
import { widthOf } from "./width.js";

/**
 * Givens of one kind: a run of equations, and what reads better as a table: examples, times, images
 * and filters.
 */
export interface GivenGroup {
  readonly title: string;
  readonly values: readonly Typeset[];
  readonly tables: readonly SheetTable[];
}

/**
 * The givens of a sheet, group by group. Where the diagram does not name the weights of some
 * layers, the weights of all stand in tables.
 */
export function givensOf(
  { exercise, program, graph, language }: Prepared,
  writing: UnitWriting,
  unnamed: readonly number[] = [],
): readonly GivenGroup[] {
  const { network } = exercise;
  const givens = program.ids.slice(0, program.givens).map((id) => quantityOf(graph, id));
  const data = givens.filter(({ role }) => role === "input" || role === "target");
  const dataTables = network ? tabledData(network, data, { writing, language }) : none;
  const filters = network ? tabledFilters(graph, network, writing) : none;
  const matrices = (unnamed.length > 0 ? network!.layers : []).flatMap((_, index) =>
    tabledWeights(givens, network!, index + 1, writing),
  );
  const weights = [filters, ...matrices];
  const tabled = new Set([...dataTables.tabled, ...weights.flatMap(({ tabled }) => tabled)]);
  return [
    ...dataTables.made,
    ...givenGroups.flatMap(({ role, title }) => {
      const all = givens.filter((quantity) => quantity.role === role);
      const values = all
        .filter((quantity) => !tabled.has(quantity))
        .map(({ id }) => equation(writing.symbols.of(id), number(writing.value(id))));
      const tables = role === "weight" ? weights.flatMap(({ made }) => made) : [];
      const key = role === "bias" && network && hasThresholds(network) ? "givenThreshold" : title;
      return values.length + tables.length > 0
        ? [{ title: language.say(key, { count: all.length }), values, tables }]
        : [];
    }),
  ];
}

/** What is made of some givens, and which of them stand in tables of it. */
interface Tabled<T> {
  readonly made: readonly T[];
  readonly tabled: readonly Quantity[];
}

const none: Tabled<never> = { made: [], tabled: [] };

/** How givens are written, and in which language. */
interface GivenWriting {
  readonly writing: TableWriting;
  readonly language: Language;
}

/** Inputs and targets where there are several examples or times, or an image. */
function tabledData(
  network: Network,
  data: readonly Quantity[],
  how: GivenWriting,
): Tabled<GivenGroup> {
  const examples = distinct(data.map(({ at }) => at.example));
  const times = distinct(data.map(({ at }) => at.time));
  if (typeof network.inputs !== "number" && network.inputs[0] > 1) {
    const [inputs, targets] = [
      data.filter(({ role }) => role === "input"),
      data.filter(({ role }) => role === "target"),
    ];
    const images = imagesOf(inputs, examples, network.inputs[1], how);
    const ofTargets = examples.length > 1 ? rowsByExample("givenTargets", targets, how) : none;
    return {
      made: [...images.made, ...ofTargets.made],
      tabled: [...images.tabled, ...ofTargets.tabled],
    };
  }
  if (times.length > 1) return columnsByTime(data, examples, times, how);
  return examples.length > 1 ? rowsByExample("givenExamples", data, how) : none;
}

/** The pixels of each image as they lie. */
function imagesOf(
  inputs: readonly Quantity[],
  examples: readonly (number | undefined)[],
  columns: number,
  { writing: { symbols, value }, language }: GivenWriting,
): Tabled<GivenGroup> {
  const all = span(symbols.unmarked(inputs[0]!.id), symbols.unmarked(inputs.at(-1)!.id));
  const tables = examples.map((example) => ({
    title: example === undefined ? { symbol: all } : { text: exampleNamed(example, language) },
    head: [],
    rows: gridRows(
      inputs.filter(({ at }) => at.example === example),
      columns,
      value,
    ),
  }));
  const values = examples.length > 1 ? [all] : [];
  return { made: [{ title: language.say("givenInputsByRow"), values, tables }], tabled: inputs };
}

/** A column a time, and a table an example. */
function columnsByTime(
  data: readonly Quantity[],
  examples: readonly (number | undefined)[],
  times: readonly (number | undefined)[],
  { writing: { symbols, value }, language }: GivenWriting,
): Tabled<GivenGroup> {
  const tables = examples.map((example): SheetTable => {
    const own = data.filter(({ at }) => at.example === example);
    return {
      ...(example === undefined ? {} : { title: { text: exampleNamed(example, language) } }),
      head: times.map((time) => ({
        text: language.raised(language.say("placeTime", { number: time! })),
      })),
      rows: kindsOf(own).map((kind) => {
        const some = own.filter(({ id }) => kindOf(id) === kind);
        return {
          label: { symbol: symbols.unmarked(some[0]!.id) },
          cells: times.map((time) =>
            cellOf(
              some.find(({ at }) => at.time === time),
              value,
            ),
          ),
        };
      }),
    };
  });
  const targets = data.some(({ role }) => role === "target");
  const title = language.say(targets ? "givenInputsAndTargets" : "givenInputs");
  return { made: [{ title, values: [], tables }], tabled: data };
}

/** A row an example, and a column for each kind of input and target. */
function rowsByExample(
  title: "givenTargets" | "givenExamples",
  data: readonly Quantity[],
  { writing: { symbols, value }, language }: GivenWriting,
): Tabled<GivenGroup> {
  if (data.length === 0) return none;
  const columns = kindsOf(data).map((kind) => data.filter(({ id }) => kindOf(id) === kind));
  const table = {
    head: columns.map(([first]) => ({ symbol: symbols.unmarked(first!.id) })),
    rows: distinct(data.map(({ at }) => at.example)).map((example) => ({
      label: { text: exampleNamed(example!, language) },
      cells: columns.map((column) =>
        cellOf(
          column.find(({ at }) => at.example === example),
          value,
        ),
      ),
    })),
  };
  return { made: [{ title: language.say(title), values: [], tables: [table] }], tabled: data };
}

const exampleNamed = (number: number, language: Language): string =>
  language.raised(language.say("placeExample", { number }));

/** The weights of each filter as they lie on the image, a grid for each channel. */
function tabledFilters(
  graph: Graph,
  network: Network,
  { symbols, value }: TableWriting,
): Tabled<SheetTable> {
  const grids = network.layers.flatMap((_, index) => filterGrids(graph, network, index + 1));
  return {
    made: grids.map(({ weights, columns }) => ({
      title: { symbol: span(symbols.of(weights[0]!.id), symbols.of(weights.at(-1)!.id)) },
      head: [],
      rows: gridRows(weights, columns, value),
    })),
    tabled: grids.flatMap(({ weights }) => weights),
  };
}

/** How a table writes what it shows, units among it. */
interface UnitWriting extends TableWriting {
  readonly symbols: TableWriting["symbols"] & { unit(layer: number, unit: number): Typeset };
}

/**
 * The weights that lead to a layer, in the order in which they are listed: a row each unit that
 * they lead to, or that they come from, in several tables where the page is too narrow for one.
 * Another has those from the layer itself.
 */
function tabledWeights(
  givens: readonly Quantity[],
  network: Network,
  layer: number,
  writing: UnitWriting,
): readonly Tabled<SheetTable>[] {
  // Those of filters stand in grids.
  if (network.layers[layer - 1]!.convolution) return [];
  const all = givens.filter(
    ({ role, at }) => role === "weight" && at.layer === layer && at.unit !== undefined,
  );
  const kinds = [false, true].map((recurrent) =>
    all.filter(({ at }) => (at.recurrent ?? false) === recurrent),
  );
  return kinds.flatMap((weights): readonly Tabled<SheetTable>[] => {
    const [first, second] = weights;
    if (!first || !second || weights.some(({ at }) => at.from === undefined)) return [];
    const byUnit = first.at.unit === second.at.unit;
    const side = ({ at }: Quantity): number => (byUnit ? at.from! : at.unit!);
    const headOf = ({ at: { unit, from, recurrent } }: Quantity): Heading => ({
      symbol: byUnit
        ? sourceSymbol(network, writing.symbols, recurrent ? layer : layer - 1, from!)
        : writing.symbols.unit(layer, unit!),
    });
    const count = distinct(weights.map(side)).length;
    const rows = Array.from({ length: weights.length / count }, (_, r) =>
      weights.slice(r * count, (r + 1) * count).map((weight) => ({
        symbol: writing.symbols.of(weight.id),
        head: headOf(weight),
        cell: { value: number(writing.value(weight.id)) },
      })),
    );
    return [{ made: besideEachOther(rows), tabled: weights }];
  });
}

/** A weight in a table: its own symbol, what heads its column, and its value. */
interface WeightCell {
  readonly symbol: Typeset;
  readonly head: Heading;
  readonly cell: { readonly value: Typeset };
}

// As in the style sheet for paper, in letters of 11 pt: what there is beside the titles, the least
// width of a cell, and what stands empty in one.
const em = (11 / 72) * 25.4;
const roomOfTable = 140 / em;
const leastCell = 13 / em;
const paddingOfCell = 5.2 / em;

/** Tables of as many columns as fit on paper, each of about as many. */
function besideEachOther(rows: readonly (readonly WeightCell[])[]): readonly SheetTable[] {
  const named = (row: readonly WeightCell[]): Typeset =>
    row.length > 1 ? span(row[0]!.symbol, row.at(-1)!.symbol) : row[0]!.symbol;
  const count = rows[0]!.length;
  const cells = rows.flat().flatMap(({ head, cell }) => [cell.value, head.symbol!]);
  const wide = Math.max(leastCell, Math.max(...cells.map(widthOf)) + paddingOfCell);
  const room = roomOfTable - Math.max(...rows.map((row) => widthOf(named(row)))) - paddingOfCell;
  const tables = Math.ceil(count / Math.max(1, Math.floor(room / wide)));
  const columns = Math.ceil(count / tables);
  return Array.from({ length: Math.ceil(count / columns) }, (_, t) => {
    const parts = rows.map((row) => row.slice(t * columns, (t + 1) * columns));
    return {
      head: parts[0]!.map(({ head }) => head),
      rows: parts.map((row) => ({
        label: { symbol: named(row) },
        cells: row.map(({ cell }) => cell),
      })),
    };
  });
}

/** A unit or an input; or the number that an input never changes from. */
function sourceSymbol(
  network: Network,
  symbols: UnitWriting["symbols"],
  layer: number,
  unit: number,
): Typeset {
  const { bias } = network.layers[layer] ?? {};
  const isConstant = unit === 0 || unit > widthsOf(network)[layer]!;
  if (!isConstant || typeof bias !== "object") return symbols.unit(layer, unit);
  return number(bias.input === 1 ? "1" : "−1");
}

/** The weights of each filter of a layer, channel by channel; none where it has no filters. */
function filterGrids(
  graph: Graph,
  network: Network,
  layer: number,
): readonly { readonly weights: readonly Quantity[]; readonly columns: number }[] {
  const { convolution, filters } = network.layers[layer - 1]!;
  if (!convolution) return [];
  const before = shapesOf(network)[layer - 1]!;
  const [height, columns] = convolution;
  const size = Math.min(height, before.rows) * columns;
  return Array.from({ length: filters * before.channels }, (_, i) => {
    const filter = Math.floor(i / before.channels) + 1;
    const first = (i % before.channels) * size + 1;
    const weights = Array.from({ length: size }, (_, tap) =>
      quantityOf(graph, `w${layer}_${filter}_${first + tap}`),
    );
    return { weights, columns };
  });
}

const gridRows = (
  quantities: readonly Quantity[],
  columns: number,
  value: TableWriting["value"],
): readonly TableRow[] =>
  Array.from({ length: quantities.length / columns }, (_, r) => ({
    label: {},
    cells: quantities
      .slice(r * columns, (r + 1) * columns)
      .map((quantity) => cellOf(quantity, value)),
  }));

const cellOf = (quantity: Quantity | undefined, value: TableWriting["value"]): Cell =>
  quantity ? { value: number(value(quantity.id)) } : {};

const span = (from: Typeset, to: Typeset): Typeset => row(from, sign(" … ", "tight"), to);

const distinct = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

const givenGroups = [
  { title: "givenInput", role: "input" },
  { title: "givenInitialState", role: "initialState" },
  { title: "givenTarget", role: "target" },
  { title: "givenWeight", role: "weight" },
  { title: "givenBias", role: "bias" },
  { title: "givenGradient", role: "gradient" },
  { title: "givenVelocity", role: "initialVelocity" },
  { title: "givenLearningRate", role: "learningRate" },
  { title: "givenMomentum", role: "momentum" },
  { title: "givenChange", role: "change" },
] as const satisfies readonly { readonly title: SentenceKey; readonly role: Role }[];
