import { isOperation, operandsOf } from "../../graph/formula.js";
import type { OperatorName } from "../../graph/operators.js";
import type { Prepared } from "../../problem/prepare.js";
import { expression } from "../expression.js";
import type { Point } from "../geometry.js";
import type { SvgText } from "../svgText.js";
import { equation, name, number, sign, type Typeset } from "../typeset.js";
import type { Diagram, Edge, Node, PlacedLabel } from "./diagram.js";
import { pageWidth, rimTowards } from "./diagram.js";
import { framed, type PictureParts, stacked, together } from "./framed.js";
import { levelLabel } from "./labelPlaces.js";
import { inLabelSize } from "./labels.js";

/** One operation of a circuit. */
interface CircuitGate {
  readonly id: string;
  /** What it reads, each once, in the order of its formula. */
  readonly reads: readonly string[];
  readonly name: Typeset;
  /** How many gates there are from the givens to it. */
  readonly depth: number;
}

/** Operations on givens and on one another, of which the last one's value is what is sought. */
export interface Circuit {
  /** In an order of computing. */
  readonly gates: readonly CircuitGate[];
  readonly output: string;
}

/** So many operations make a circuit. */
const size = { least: 3, most: 30 };

/**
 * The circuit that an exercise without a network is, to be differentiated: every quantity that is
 * computed, derivatives aside, is one operation on givens and others, and leads to the same one.
 * Undefined where it is none.
 */
export function circuitOf({ exercise, program, graph }: Prepared): Circuit | undefined {
  if (exercise.network || exercise.gradients.length !== 1) return undefined;
  const computed = program.ids.slice(program.givens).filter((id) => !graph.get(id)?.derivative);
  const depths = new Map(program.ids.slice(0, program.givens).map((id) => [id, 0]));
  const gates: CircuitGate[] = [];
  for (const id of computed) {
    const formula = graph.get(id)?.formula;
    if (formula === undefined || !isOperation(formula)) return undefined;
    const reads = operandsOf(formula);
    if (formula.args.some(isOperation) || !reads.every((read) => depths.has(read)))
      return undefined;
    const depth = 1 + Math.max(...reads.map((read) => depths.get(read)!));
    depths.set(id, depth);
    gates.push({ id, reads, depth, name: nameOf(formula) });
  }
  const [output] = exercise.gradients;
  const used = new Set(gates.flatMap(({ reads }) => reads));
  const leadOn = gates.every(({ id }) => id === output || used.has(id));
  const isSome = gates.length >= size.least && gates.length <= size.most;
  return isSome && leadOn && depths.has(output!) ? { gates, output: output! } : undefined;
}

const signs: Partial<Record<OperatorName, string>> = { "+": "+", "-": "−", "*": "×", "/": "÷" };

/** The sign of an operation on two quantities, or what is done to the one that it reads. */
function nameOf(formula: Parameters<typeof isOperation>[0] & object): Typeset {
  const of = signs[formula.op];
  return of !== undefined && operandsOf(formula).length === 2
    ? sign(of, "tight")
    : expression(formula, (id) => name(operandsOf(formula).indexOf(id) === 0 ? "x" : "y"));
}

/** What stands at the wires of a circuit. */
export interface CircuitLabels {
  symbol(id: string): Typeset;
  /** A value as it is written; undefined of what is still to be computed. */
  value(id: string): string | undefined;
  isGiven(id: string): boolean;
  /** The id of the derivative of the output by a quantity; undefined where there is none. */
  gradient(id: string): string | undefined;
  /** Whether a quantity is asked: there is a place for its value. */
  isAsked(id: string): boolean;
}

const radius = 21;
const place = { width: 34, height: 15, gap: 4 };
/** How far what stands at a wire is from it, and from wires of other heights. */
const aside = 10.5;
const rowGap = 60;
/** How far a wire has to another height. */
const turn = 28;

/**
 * A circuit from left to right: givens and operations as circuits, the value of each on its wire
 * and what comes back below it, with places for what is asked and not known yet. What is too wide
 * goes on in another row, which begins with the values that it reads from the rows before.
 */
export function circuitDiagram({ gates, output }: Circuit, labels: CircuitLabels): Diagram {
  const texts = new Map(
    [...new Set(gates.flatMap(({ id, reads }) => [...reads, id]))].map((id) => [
      id,
      textsOf(labels, id),
    ]),
  );
  const stub = 8 + Math.max(...[...texts.values()].flat().map(widthOf));
  const pitch = 2 * radius + stub + turn;
  const perRow = Math.max(1, Math.floor((pageWidth.most - 2 * radius - stub - 8) / pitch));
  const deepest = Math.max(...gates.map(({ depth }) => depth));
  const rows = Array.from({ length: Math.ceil(deepest / perRow) }, (_, row) =>
    gates.filter(({ depth }) => Math.ceil(depth / perRow) === row + 1),
  );
  const drawn = rows.map((own, row) => {
    const later = new Set(rows.slice(row + 1).flatMap((gates) => gates.flatMap((g) => g.reads)));
    const goesOn = (id: string): boolean => id === output || later.has(id);
    return circuitRow(own, { labels, texts, stub, pitch, before: row * perRow, goesOn });
  });
  return framed(stacked(drawn));
}

/** A label, and whether a place for a value stands after it. */
interface WireText {
  readonly of: string;
  readonly text: SvgText;
  readonly hasPlace: boolean;
}

const widthOf = ({ text, hasPlace }: WireText): number =>
  text.width + (hasPlace ? place.gap + place.width : 0);

/** What stands above a wire, and what stands below it. */
const textsOf = (labels: CircuitLabels, id: string): readonly WireText[] =>
  [id, labels.gradient(id) ?? []].flat().map((of) => wireText(labels, of));

function wireText(labels: CircuitLabels, of: string): WireText {
  const value = labels.value(of);
  const symbol = labels.symbol(of);
  const text = value === undefined ? symbol : equation(symbol, number(value));
  return {
    of,
    text: inLabelSize(text),
    hasPlace: value === undefined && labels.isAsked(of),
  };
}

interface RowLayout {
  readonly labels: CircuitLabels;
  readonly texts: ReadonlyMap<string, readonly WireText[]>;
  /** How long wires go straight, with what stands at them. */
  readonly stub: number;
  readonly pitch: number;
  /** How deep the rows before go. */
  readonly before: number;
  /** Whether a value is read in a later row, or is the output. */
  goesOn(id: string): boolean;
}

/** The gates of a row, with the givens and the earlier values that they read. */
function circuitRow(gates: readonly CircuitGate[], layout: RowLayout): PictureParts {
  const { stub, goesOn } = layout;
  const centers = centersOf(gates, layout);
  const own = new Set(gates.map(({ id }) => id));
  const isRead = new Set(gates.flatMap(({ reads }) => reads));
  const nodes = [...centers].map(([id, center]): Node => {
    const gate = gates.find((gate) => gate.id === id);
    return {
      ...center,
      of: id,
      radius,
      name: gate?.name ?? layout.labels.symbol(id),
      kind: gate ? "unit" : "input",
      again: !gate && !layout.labels.isGiven(id),
    };
  });
  const starts = (id: string): Point => ({ ...centers.get(id)!, x: centers.get(id)!.x + radius });
  const ends = (id: string): Point => ({ ...centers.get(id)!, x: starts(id).x + stub });
  const wires = [...centers.keys()].map(
    (id): Edge => ({
      of: id,
      from: starts(id),
      to: ends(id),
      isPart: isRead.has(id) && !(own.has(id) && goesOn(id)),
    }),
  );
  const turns = gates.flatMap(({ id, reads }) =>
    reads.map(
      (read): Edge => ({
        of: read,
        from: ends(read),
        to: rimTowards({ ...centers.get(id)!, radius }, ends(read), 1),
      }),
    ),
  );
  // An earlier value says by its node what it is.
  const said = nodes.filter(({ again }) => !again).map(({ of }) => of!);
  const wired = said.map((id) => atWire(layout.texts.get(id)!, starts(id), stub));
  return together([{ nodes, edges: [...wires, ...turns], labels: [] }, ...wired]);
}

/** Where each value of a row is: a leaf a line, an operation between what it reads. */
function centersOf(
  gates: readonly CircuitGate[],
  { pitch, before }: RowLayout,
): ReadonlyMap<string, Point> {
  const own = new Map(gates.map((gate) => [gate.id, gate]));
  const read = new Set(gates.flatMap(({ reads }) => reads));
  const centers = new Map<string, Point>();
  let lines = 0;
  const visit = (id: string, column: number): number => {
    const known = centers.get(id);
    if (known) return known.y;
    const gate = own.get(id);
    const at = gate ? gate.depth - before : column;
    const heights = (gate?.reads ?? []).map((read) => visit(read, at - 1));
    const y = gate ? heights.reduce((sum, y) => sum + y, 0) / heights.length : rowGap * lines++;
    centers.set(id, { x: at * pitch, y });
    return y;
  };
  for (const { id, depth } of gates) if (!read.has(id)) visit(id, depth - before);
  return centers;
}

/** What stands at a wire, the places among it. */
function atWire(texts: readonly WireText[], from: Point, stub: number): PictureParts {
  const put = texts.map((wire, i) => {
    const left = from.x + (stub - widthOf(wire)) / 2;
    const y = from.y + (i === 0 ? -aside : aside);
    return { wire, left, y };
  });
  return {
    nodes: [],
    edges: [],
    labels: put.map(
      ({ wire, left, y }): PlacedLabel =>
        levelLabel(wire.of, wire.text, { x: left + wire.text.width / 2, y }),
    ),
    places: put
      .filter(({ wire }) => wire.hasPlace)
      .map(({ wire, left, y }) => ({
        of: wire.of,
        x: left + wire.text.width + place.gap + place.width / 2,
        y,
        width: place.width,
        height: place.height,
      })),
  };
}
