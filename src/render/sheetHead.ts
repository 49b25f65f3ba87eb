import { commonFunctions } from "../exercise/commonFunctions.js";
import { parse } from "../graph/parse.js";
import { tidy } from "../graph/tidy.js";
import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { type CircuitLabels, circuitDiagram, circuitOf } from "./diagrams/circuit.js";
import { diagramSvg } from "./diagrams/diagramSvg.js";
import type { DiagramLabels } from "./diagrams/labels.js";
import { type NetworkDiagram, networkDiagram } from "./diagrams/networkDiagram.js";
import { expression } from "./expression.js";
import { type GivenGroup, givensOf } from "./givens.js";
import { marksOf } from "./letters/marks.js";
import { bracketsRule, introduction, marksRule, networkTitle, roundingRule } from "./sentences.js";
import type { Symbols } from "./symbols.js";
import { formulasOfTable } from "./table.js";
import { equation, fenced, name, row, sign, type Typeset } from "./typeset.js";
import { constantIn, type ProblemWriting } from "./writing.js";

/** What stands above the sections of a sheet. */
export interface SheetHead {
  /** What the sheet is written in. */
  readonly language: Language;
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly source?: string;
  readonly intro: string;
  readonly rounding: string;
  /** What the marks above symbols and the brackets in formulas say, where there are any. */
  readonly marks: string;
  /** The network as SVG, where there is one. */
  readonly diagram: string;
  readonly givens: readonly GivenGroup[];
}

/** How a diagram is drawn. */
export interface DiagramLook {
  /** Whether each part of it says what it stands for. */
  readonly hasNames?: boolean;
  /** Whether a circuit has the values that are asked, in place of room for them. */
  readonly isSolved?: boolean;
}

/** The head of a sheet of this problem that shows these formulas. */
export function sheetHead(
  problem: Problem,
  writing: ProblemWriting,
  shown: readonly Typeset[],
  look: DiagramLook = {},
): SheetHead {
  const { prepared, variant } = problem;
  const { exercise, language } = prepared;
  const { svg, unnamed } = diagramOf(problem, writing, look);
  const givens = [
    ...functionsOf(problem, writing.symbols),
    ...givensOf(prepared, writing, unnamed),
  ];
  const printed = [...givens.flatMap(formulasGiven), ...shown];
  return {
    language,
    title: exercise.title,
    exercise: exercise.name,
    variant,
    ...(exercise.source ? { source: exercise.source } : {}),
    intro: introduction(prepared),
    rounding: roundingRule(prepared),
    marks: language.text([
      ...marksRule(marksOf(prepared, printed), prepared),
      ...bracketsRule(printed, language),
    ]),
    diagram: svg,
    givens,
  };
}

const formulasGiven = ({ values, tables }: GivenGroup): readonly Typeset[] => [
  ...values,
  ...tables.flatMap(formulasOfTable),
];

/**
 * The network or circuit of a problem, drawn once for all that is printed: labels take time to
 * place. With names, which say what each line of it is of, it is drawn for the page alone, and
 * solved, which only a circuit shows, for the solution.
 */
function diagramOf(problem: Problem, writing: ProblemWriting, look: DiagramLook): NetworkDiagram {
  const isShared = !look.hasNames && (!look.isSolved || problem.prepared.exercise.network);
  const known = isShared ? diagrams.get(problem) : undefined;
  if (known !== undefined) return known;
  const made = drawn(problem, writing, look);
  if (isShared) diagrams.set(problem, made);
  return made;
}

function drawn(
  problem: Problem,
  writing: ProblemWriting,
  { hasNames = false, isSolved = false }: DiagramLook,
): NetworkDiagram {
  const { exercise, language } = problem.prepared;
  const { network } = exercise;
  if (network) {
    const labels = diagramLabels(problem, writing);
    return networkDiagram(network, labels, networkTitle(network, language), hasNames);
  }
  const circuit = circuitOf(problem.prepared);
  if (!circuit) return { svg: "", unnamed: [] };
  const title = language.say("circuitAlt", { count: circuit.gates.length });
  const labels = circuitLabels(problem, writing, circuit.output, isSolved);
  return { svg: diagramSvg(circuitDiagram(circuit, labels), title, hasNames), unnamed: [] };
}

function circuitLabels(
  { prepared: { program, graph, questions } }: Problem,
  { symbols, value }: ProblemWriting,
  output: string,
  isSolved: boolean,
): CircuitLabels {
  const isGiven = (id: string): boolean => program.slots.get(id)! < program.givens;
  const gradients = new Map(
    [...graph.values()].flatMap(({ id, derivative }): [string, string][] =>
      derivative?.of === output && program.slots.has(id) ? [[derivative.by, id]] : [],
    ),
  );
  const asked = new Set(questions.map(({ id }) => id));
  return {
    symbol: symbols.of,
    value: (id) => (isGiven(id) || (isSolved && asked.has(id)) ? value(id) : undefined),
    isGiven,
    gradient: (id) => gradients.get(id),
    isAsked: (id) => asked.has(id),
  };
}

const diagrams = new WeakMap<Problem, NetworkDiagram>();

function diagramLabels({ prepared }: Problem, { symbols, value }: ProblemWriting): DiagramLabels {
  const { program, graph, language } = prepared;
  return {
    language,
    unit: symbols.unit,
    given: (id) =>
      (program.slots.get(id) ?? program.givens) < program.givens
        ? { symbol: symbols.of(id), value: value(id) }
        : undefined,
    unmarked: (id) => (graph.has(id) ? symbols.unmarked(id) : undefined),
  };
}

/** `f(x) = x³ − 3x² + 2x + 1`: the exercise's functions with their drawn coefficients. */
function functionsOf(problem: Problem, symbols: Symbols): readonly GivenGroup[] {
  const { exercise, language } = problem.prepared;
  const { functions } = exercise;
  const known = { ...commonFunctions, ...functions };
  const values = Object.entries(functions).map(([letter, { of, is }]) => {
    const formula = tidy(parse(is, known), constantIn(problem));
    const args = of.flatMap((id, i) => (i === 0 ? [name(id)] : [sign(", ", "tight"), name(id)]));
    return equation(
      row(name(letter), fenced(row(...args))),
      expression(formula, (id) => operandIn(problem, symbols, of, id)),
    );
  });
  if (values.length === 0) return [];
  return [{ title: language.say("givenFunction", { count: values.length }), values, tables: [] }];
}

// What a function is of is called as it says itself, whatever else has that name.
const operandIn = (
  { prepared }: Problem,
  symbols: Symbols,
  of: readonly string[],
  id: string,
): Typeset => (prepared.graph.has(id) && !of.includes(id) ? symbols.of(id) : name(id));
