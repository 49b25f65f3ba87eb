import { operandsOf } from "../graph/formula.js";
import { type Place, type Quantity, quantityOf, type Role } from "../graph/graph.js";
import type { Prepared } from "../problem/prepare.js";
import { name, number, row, sign, type Typeset } from "./typeset.js";

/** A table of blanks, or of givens. */
export interface SheetTable {
  /** What the whole table is about, where there are several. */
  readonly title?: Label;
  /** None in a grid: an image, a filter. */
  readonly head: readonly Label[];
  readonly rows: readonly { readonly label: Label; readonly cells: readonly Cell[] }[];
}

/** What heads a row or a column: words or a symbol; nothing where both are absent. */
export interface Label {
  readonly text?: string;
  readonly symbol?: Typeset;
}

/** A blank, or a number; empty where both are absent. */
export interface Cell {
  readonly id?: string;
  readonly value?: Typeset;
}

/** How a table writes what it shows. */
export interface TableWriting {
  readonly symbols: { of(id: string): Typeset; unmarked(id: string): Typeset };
  value(id: string): string;
}

type Axis = "step" | "example" | "time";

/** What a row or column stands for. */
interface Spot {
  readonly name: string;
  readonly at: Partial<Record<Axis, number>>;
}

/** The most columns of blanks, and of truth tables, that a page has room for. */
const most = { columns: 6, kinds: 9 };

/**
 * Questions laid out in tables, with a column or row for each time, example or step; `rest` are
 * those that belong to none of these, such as a total. `data` says whether inputs and targets stand
 * beside the blanks.
 */
export function tablesOf(
  { graph, exercise, program }: Prepared,
  { symbols, value }: TableWriting,
  asked: readonly string[],
  data: boolean,
): { readonly tables: readonly SheetTable[]; readonly rest: readonly string[] } {
  const { network, stepName } = exercise;
  const examples = network?.examples ?? 1;
  const givens = program.ids.slice(0, program.givens).map((id) => quantityOf(graph, id));
  const rest: string[] = [];
  const tables = tablesFor(
    asked.map((id) => quantityOf(graph, id)),
    [],
  );
  return { tables, rest };

  function tablesFor(wanted: readonly Quantity[], title: readonly string[]): readonly SheetTable[] {
    const [steps, times, shown] = [
      valuesOf(wanted, "step"),
      valuesOf(wanted, "time"),
      valuesOf(wanted, "example"),
    ];
    const inStep = (step: number): readonly Quantity[] =>
      wanted.filter(({ at }) => at.step === step);
    if (steps.length > 1) {
      const mixed = steps.some(
        (step) =>
          valuesOf(inStep(step), "time").length + valuesOf(inStep(step), "example").length > 1,
      );
      return mixed
        ? steps.flatMap((step) => tablesFor(inStep(step), [...title, `${stepName} ${step}`]))
        : alongAxis(wanted, "step", title);
    }
    if (times.length > 1 && shown.length > 1) {
      const timed = wanted.filter(({ at }) => at.time !== undefined);
      const together = shown.flatMap((example) =>
        sorted(times).map((time) => ({
          name: `Example ${example}, time ${time}`,
          at: { example, time },
        })),
      );
      return [
        ...(together.length <= most.columns
          ? alongAxis(timed, "time", title, together)
          : shown.flatMap((example) =>
              tablesFor(
                timed.filter(({ at }) => at.example === example),
                [...title, `Example ${example}`],
              ),
            )),
        ...tablesFor(
          wanted.filter(({ at }) => at.time === undefined),
          title,
        ),
      ];
    }
    if (times.length > 1) return alongAxis(wanted, "time", title);
    if (shown.length > 1) return alongAxis(wanted, "example", title);
    leave(wanted);
    return [];
  }

  function alongAxis(
    wanted: readonly Quantity[],
    axis: Axis,
    title: readonly string[],
    places: readonly Spot[] = sorted(valuesOf(wanted, axis)).map((value) => ({
      name:
        axis === "step"
          ? `${stepName} ${value}`
          : axis === "time"
            ? `Time ${value}`
            : `Example ${value}`,
      at: { [axis]: value },
    })),
  ): readonly SheetTable[] {
    const placed = wanted.filter(({ at }) => at[axis] !== undefined);
    const kinds = [...new Set(placed.map(({ id }) => kindOf(id)))];
    // A single number for each of many examples takes less room in a list.
    const single = kinds.length === 1 && places.length > most.columns && !data;
    if (single || kinds.length * places.length < 3) {
      leave(wanted);
      return [];
    }
    leave(wanted.filter(({ at }) => at[axis] === undefined));
    const about = title.length > 0 ? { title: { text: title.join(", ") } } : {};
    const given = data ? [...new Set(givens.filter(isData).map(({ id }) => kindOf(id)))] : [];
    const labelOf = (kind: string): Label => ({
      symbol: headOf(symbols, placed.find(({ id }) => kindOf(id) === kind)!, axis === "step"),
    });
    const dataLabel = (kind: string): Label => ({
      symbol: symbols.unmarked(givens.find(({ id }) => kindOf(id) === kind)!.id),
    });
    const dataCell = (kind: string, place: Spot): Cell => dataAt(kind, place, placed);
    const blankCell = (kind: string, place: Spot): Cell => {
      const found = placed.find(
        (quantity) => kindOf(quantity.id) === kind && isAt(quantity, place),
      );
      return found ? { id: found.id } : {};
    };
    // An example is a row, as in a truth table.
    const isExample = axis === "example" || (axis === "step" && examples > 1);
    if (isExample && (kinds.length <= most.kinds || places.length > most.columns)) {
      const before = kinds.length + given.length <= most.kinds ? given : [];
      return portions(kinds, most.kinds).map((some) => ({
        ...about,
        head: [...before.map(dataLabel), ...some.map(labelOf)],
        rows: places.map((place) => ({
          label: { text: place.name },
          cells: [
            ...before.map((kind) => dataCell(kind, place)),
            ...some.map((kind) => blankCell(kind, place)),
          ],
        })),
      }));
    }
    return portions(places, most.columns).map((some) => ({
      ...about,
      head: some.map(({ name: text }) => ({ text })),
      rows: [
        ...(axis === "time" ? given : []).map((kind) => ({
          label: dataLabel(kind),
          cells: some.map((place) => dataCell(kind, place)),
        })),
        ...kinds.map((kind) => ({
          label: labelOf(kind),
          cells: some.map((place) => blankCell(kind, place)),
        })),
      ],
    }));
  }

  /**
   * The input or target that belongs to a place: of the example and time that its quantities are
   * of.
   */
  function dataAt(kind: string, place: Spot, placed: readonly Quantity[]): Cell {
    const there = placed.filter((quantity) => isAt(quantity, place)).map(({ at }) => at);
    const of = (axis: "example" | "time"): number | undefined =>
      place.at[axis] ?? there.find((at) => at[axis] !== undefined)?.[axis];
    const found = givens.find(
      ({ id, at }) =>
        kindOf(id) === kind &&
        (at.example === undefined || at.example === of("example")) &&
        (at.time === undefined || at.time === of("time")),
    );
    return found ? { value: number(value(found.id)) } : {};
  }

  function leave(quantities: readonly Quantity[]): void {
    rest.push(...quantities.map(({ id }) => id));
  }
}

/**
 * What heads a row or column. What a step leaves has another number in every one; its head says
 * what it is.
 */
export function headOf(
  symbols: TableWriting["symbols"],
  { id, role, formula }: Quantity,
  overSteps: boolean,
): Typeset {
  const updated = role === "updatedWeight" || role === "updatedBias";
  const [old] = overSteps && updated && formula !== undefined ? operandsOf(formula) : [];
  return old === undefined
    ? symbols.unmarked(id)
    : row(name("new"), sign(" ", "tight"), symbols.unmarked(old));
}

const isAt = ({ at }: Quantity, place: Spot): boolean =>
  Object.entries(place.at).every(([axis, value]) => at[axis as Axis] === value);

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/**
 * The id of a quantity without step, example and time: what all of a row or column have in common.
 */
export const kindOf = (id: string): string => id.replace(/^((s|e|time)\d+\.)+/, "");

const isData = ({ role }: { readonly role: Role }): boolean =>
  role === "input" || role === "target";

const valuesOf = (quantities: readonly Quantity[], key: keyof Place & Axis): number[] => [
  ...new Set(quantities.flatMap(({ at }) => at[key] ?? [])),
];

/** As many equal portions as are needed for none to be larger than `size`. */
function portions<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  const each = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, i) => items.slice(i * each, (i + 1) * each));
}
