import { type Quantity, quantityOf } from "../graph/graph.js";
import type { Language } from "../language/language.js";
import type { Prepared } from "../problem/prepare.js";
import {
  type Cell,
  type Heading,
  headOf,
  kindOf,
  kindsOf,
  type SheetTable,
  type TableWriting,
} from "./table.js";
import { number } from "./typeset.js";

/**
 * Questions laid out in tables, with a column or row for each time, example or step; `rest` are
 * those that belong to none of these, such as a total. `withData` says whether inputs and targets
 * stand beside the blanks.
 */
export function blankTables(
  { graph, exercise, program, language }: Prepared,
  writing: TableWriting,
  asked: readonly string[],
  withData: boolean,
): { readonly tables: readonly SheetTable[]; readonly rest: readonly string[] } {
  const givens = program.ids.slice(0, program.givens).map((id) => quantityOf(graph, id));
  const tabling: Tabling = {
    writing,
    language,
    stepName: exercise.stepName,
    hasExamples: (exercise.network?.examples ?? 1) > 1,
    withData,
    isOfAll: (kind) => graph.has(kind) && quantityOf(graph, kind).at.example === undefined,
    data: withData ? givens.filter(({ role }) => role === "input" || role === "target") : [],
  };
  const { tables, rest } = laidOut(
    tabling,
    asked.map((id) => quantityOf(graph, id)),
    [],
  );
  return { tables, rest: rest.map(({ id }) => id) };
}

/** What all tables of a sheet have in common. */
interface Tabling {
  readonly writing: TableWriting;
  readonly language: Language;
  readonly stepName: string;
  readonly hasExamples: boolean;
  readonly withData: boolean;
  /** Whether there is such a thing of all examples together, too: the loss, beside its mean. */
  readonly isOfAll: (kind: string) => boolean;
  /** The inputs and targets that stand beside the blanks. */
  readonly data: readonly Quantity[];
}

/** Tables, and what of the wanted quantities is in none of them. */
interface Laid {
  readonly tables: readonly SheetTable[];
  readonly rest: readonly Quantity[];
}

/** What repeats from row to row, or from column to column. */
type Dimension = "step" | "example" | "time";

/** What one row or column stands for. */
interface Repetition {
  readonly name: string;
  readonly at: Partial<Record<Dimension, number>>;
}

/** What belongs in tables along one dimension. */
interface Along {
  readonly dimension: Dimension;
  readonly title: readonly string[];
  readonly repetitions: readonly Repetition[];
  /** What is asked in them, and of which kinds it is. */
  readonly placed: readonly Quantity[];
  readonly kinds: readonly string[];
}

/** The most columns of blanks, and of truth tables, that a page has room for. */
const most = { columns: 6, kinds: 9 };

function laidOut(tabling: Tabling, wanted: readonly Quantity[], title: readonly string[]): Laid {
  const [steps, times, examples] = (["step", "time", "example"] as const).map((dimension) =>
    valuesOf(wanted, dimension),
  ) as [number[], number[], number[]];
  if (steps.length > 1) return overSteps(tabling, wanted, steps, title);
  if (times.length > 1 && examples.length > 1)
    return overTimesOfExamples(tabling, wanted, times, examples, title);
  if (times.length > 1) return alongDimension(tabling, wanted, "time", title);
  if (examples.length > 1) return alongDimension(tabling, wanted, "example", title);
  return { tables: [], rest: wanted };
}

/** Tables for each step where steps have several examples or times, else one over all of them. */
function overSteps(
  tabling: Tabling,
  wanted: readonly Quantity[],
  steps: readonly number[],
  title: readonly string[],
): Laid {
  const bySteps = steps.map((step) => wanted.filter(({ at }) => at.step === step));
  const isMixed = bySteps.some(
    (inStep) => valuesOf(inStep, "time").length + valuesOf(inStep, "example").length > 1,
  );
  if (!isMixed) return alongDimension(tabling, wanted, "step", title);
  return together(
    bySteps.map((inStep, i) =>
      laidOut(tabling, inStep, [...title, placeNamed(tabling, { step: steps[i]! })]),
    ),
  );
}

/** One table of all times of all examples where it has room, else a table an example. */
function overTimesOfExamples(
  tabling: Tabling,
  wanted: readonly Quantity[],
  times: readonly number[],
  examples: readonly number[],
  title: readonly string[],
): Laid {
  const timed = wanted.filter(({ at }) => at.time !== undefined);
  const all = examples.flatMap((example) =>
    sorted(times).map((time) => ({
      name: placeNamed(tabling, { example, time }),
      at: { example, time },
    })),
  );
  const tables =
    all.length <= most.columns
      ? [alongDimension(tabling, timed, "time", title, all)]
      : examples.map((example) =>
          laidOut(
            tabling,
            timed.filter(({ at }) => at.example === example),
            [...title, placeNamed(tabling, { example })],
          ),
        );
  const untimed = wanted.filter(({ at }) => at.time === undefined);
  return together([...tables, laidOut(tabling, untimed, title)]);
}

const together = (parts: readonly Laid[]): Laid => ({
  tables: parts.flatMap(({ tables }) => tables),
  rest: parts.flatMap(({ rest }) => rest),
});

function alongDimension(
  tabling: Tabling,
  wanted: readonly Quantity[],
  dimension: Dimension,
  title: readonly string[],
  repetitions = repetitionsOf(tabling, wanted, dimension),
): Laid {
  const placed = wanted.filter(({ at }) => at[dimension] !== undefined);
  const kinds = kindsOf(placed);
  // A single number for each of many examples takes less room in a list.
  const isSingle = kinds.length === 1 && repetitions.length > most.columns && !tabling.withData;
  if (isSingle || kinds.length * repetitions.length < 3) return { tables: [], rest: wanted };
  const along: Along = { dimension, title, repetitions, placed, kinds };
  // An example is a row, as in a truth table.
  const isExample = dimension === "example" || (dimension === "step" && tabling.hasExamples);
  const inRows = isExample && (kinds.length <= most.kinds || repetitions.length > most.columns);
  return {
    tables: inRows ? repetitionsAsRows(tabling, along) : repetitionsAsColumns(tabling, along),
    rest: wanted.filter(({ at }) => at[dimension] === undefined),
  };
}

function repetitionsOf(
  tabling: Tabling,
  wanted: readonly Quantity[],
  dimension: Dimension,
): readonly Repetition[] {
  return sorted(valuesOf(wanted, dimension)).map((value) => {
    const at = { [dimension]: value };
    return { name: placeNamed(tabling, at), at };
  });
}

/** `Example 2, time 1` */
function placeNamed(
  { language, stepName }: Tabling,
  { step, example, time }: Repetition["at"],
): string {
  return language.raised(
    language.row([
      ...(step === undefined ? [] : [language.say("placeStep", { name: stepName, number: step })]),
      ...(example === undefined ? [] : [language.say("placeExample", { number: example })]),
      ...(time === undefined ? [] : [language.say("placeTime", { number: time })]),
    ]),
  );
}

function repetitionsAsRows(tabling: Tabling, along: Along): readonly SheetTable[] {
  const { kinds, repetitions } = along;
  const data = kindsOf(tabling.data);
  const before = kinds.length + data.length <= most.kinds ? data : [];
  return portions(kinds, most.kinds).map((some) => ({
    ...titled(tabling, along),
    head: [
      ...before.map((kind) => dataHeading(tabling, kind)),
      ...some.map((kind) => blankHeading(tabling, along, kind)),
    ],
    rows: repetitions.map((repetition) => ({
      label: { text: repetition.name },
      cells: [
        ...before.map((kind) => dataCell(tabling, along, kind, repetition)),
        ...some.map((kind) => blankCell(along, kind, repetition)),
      ],
    })),
  }));
}

function repetitionsAsColumns(tabling: Tabling, along: Along): readonly SheetTable[] {
  const { kinds, repetitions, dimension } = along;
  const data = dimension === "time" ? kindsOf(tabling.data) : [];
  return portions(repetitions, most.columns).map((some) => ({
    ...titled(tabling, along),
    head: some.map(({ name: text }) => ({ text })),
    rows: [
      ...data.map((kind) => ({
        label: dataHeading(tabling, kind),
        cells: some.map((repetition) => dataCell(tabling, along, kind, repetition)),
      })),
      ...kinds.map((kind) => ({
        label: blankHeading(tabling, along, kind),
        cells: some.map((repetition) => blankCell(along, kind, repetition)),
      })),
    ],
  }));
}

const titled = ({ language }: Tabling, { title }: Along): Pick<SheetTable, "title"> =>
  title.length > 0 ? { title: { text: language.row(title) } } : {};

const blankHeading = (
  { writing, isOfAll }: Tabling,
  { placed, dimension }: Along,
  kind: string,
): Heading => {
  const first = firstOf(placed, kind);
  return {
    symbol:
      dimension === "example" && isOfAll(kind)
        ? writing.symbols.inAnyExample(first.id)
        : headOf(writing.symbols, first, dimension === "step"),
  };
};

const dataHeading = ({ writing, data }: Tabling, kind: string): Heading => ({
  symbol: writing.symbols.unmarked(firstOf(data, kind).id),
});

const firstOf = (quantities: readonly Quantity[], kind: string): Quantity =>
  quantities.find(({ id }) => kindOf(id) === kind)!;

function blankCell({ placed }: Along, kind: string, repetition: Repetition): Cell {
  const blank = placed.find(
    (quantity) => kindOf(quantity.id) === kind && isOf(quantity, repetition),
  );
  return blank ? { id: blank.id } : {};
}

/** The input or target of the example and time that the quantities of a repetition are of. */
function dataCell(
  { data, writing }: Tabling,
  { placed }: Along,
  kind: string,
  repetition: Repetition,
): Cell {
  const places = placed.filter((quantity) => isOf(quantity, repetition)).map(({ at }) => at);
  const [example, time] = (["example", "time"] as const).map(
    (dimension) =>
      repetition.at[dimension] ?? places.find((at) => at[dimension] !== undefined)?.[dimension],
  );
  const found = data.find(
    ({ id, at }) =>
      kindOf(id) === kind &&
      (at.example === undefined || at.example === example) &&
      (at.time === undefined || at.time === time),
  );
  return found ? { value: number(writing.value(found.id)) } : {};
}

const isOf = ({ at }: Quantity, repetition: Repetition): boolean =>
  Object.entries(repetition.at).every(([dimension, value]) => at[dimension as Dimension] === value);

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const valuesOf = (quantities: readonly Quantity[], dimension: Dimension): number[] => [
  ...new Set(quantities.flatMap(({ at }) => at[dimension] ?? [])),
];

/** As many equal portions as are needed for none to be larger than `size`. */
function portions<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  const each = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, i) => items.slice(i * each, (i + 1) * each));
}
