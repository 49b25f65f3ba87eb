import { commonFunctions } from "../exercise/commonFunctions.js";
import { operandsOf } from "../graph/formula.js";
import { quantityOf, type Role } from "../graph/graph.js";
import { parse } from "../graph/parse.js";
import { tidy } from "../graph/tidy.js";
import type { Network } from "../network/network.js";
import { exactValue, type Problem } from "../problem.js";
import { type DerivationSheet, derivationSheet } from "./derivation.js";
import { networkDiagram } from "./diagram.js";
import { expression } from "./expression.js";
import { mistakesOf } from "./mistakes.js";
import { asGiven, rounded } from "./number.js";
import { lossesOf, type Picture, picturesOf } from "./pictures.js";
import { plain } from "./plain.js";
import { introduction, networkTitle, roundingRule } from "./sentences.js";
import { type Symbols, symbolsFor } from "./symbols.js";
import { blank, equation, fenced, name, number, row, sign, type Typeset } from "./typeset.js";
import { type Working, workings } from "./workings.js";

/** How much a worksheet tells: nothing, the rule of each kind of step, or the formula of every blank. */
export type Help = "none" | "formulas" | "guided";

/** What the templates lay out: no template computes anything. */
export interface Sheet {
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly source?: string;
  readonly intro: string;
  readonly rounding: string;
  /** The network as SVG, where there is one. */
  readonly diagram: string;
  readonly givens: readonly { readonly title: string; readonly values: readonly Typeset[] }[];
  readonly sections: readonly SheetSection[];
}

export interface SheetSection {
  readonly number: number;
  readonly title: string;
  readonly rules: readonly Typeset[];
  readonly lines: readonly SheetLine[];
  /** Whether the lines are too long to stand two in a row. */
  readonly wide: boolean;
  /** The lines as a table with a column a training step, where the exercise is laid out so. */
  readonly table?: SheetTable;
}

export interface SheetTable {
  readonly head: readonly string[];
  readonly rows: readonly { readonly symbol: Typeset; readonly cells: readonly { readonly id: string }[] }[];
}

export interface SheetLine {
  readonly id: string;
  readonly asked: boolean;
  readonly symbol: Typeset;
  /** The formula, where the sheet tells it. */
  readonly rule?: Typeset;
  /** The formula with numbers put in, on solutions. */
  readonly numbers?: Typeset;
  /** The result, on solutions; the blank, on worksheets. */
  readonly result: Typeset;
  /** The words to choose from, where the answer is a word. */
  readonly choices?: readonly string[];
}

export interface SolutionSheet extends Sheet {
  /** The loss before, between and after the steps, where there are several. */
  readonly losses: readonly Typeset[];
  readonly pictures: readonly Picture[];
  /** Common mistakes, and what each would have given. */
  readonly mistakes: readonly { readonly name: string; readonly value: Typeset }[];
  readonly derivations: readonly DerivationSheet[];
}

/** The worksheet of a problem: givens and blanks, and no answer. */
export function worksheet(problem: Problem, help: Help): Sheet {
  const writing = writingOf(problem);
  const { graph, exercise } = problem.prepared;
  const told = new Set<string>();
  const sections = workings(problem.prepared).map(({ title, lines }) => ({
    title,
    rules: help === "formulas" ? lines.filter(isNewKind).map(rule) : [],
    lines: lines.filter(({ asked }) => asked).map(line),
    wide: help === "guided",
  }));
  return {
    ...front(problem, writing),
    sections:
      exercise.layout === "table"
        ? [
            {
              number: 1,
              title: "Fill in the table",
              rules: sections.flatMap(({ rules }) => rules),
              lines: [],
              wide: false,
              table: tableOf(problem, writing),
            },
          ]
        : sections.map((section, index) => ({ number: index + 1, ...section })),
  };

  function rule(working: Working): Typeset {
    return equation(writing.symbols.of(working.id), tellable(working)!);
  }

  function line(working: Working): SheetLine {
    const answer = problem.key.get(working.id);
    const told = help === "guided" && answer?.kind !== "choice" ? tellable(working) : undefined;
    return {
      id: working.id,
      asked: true,
      symbol: writing.symbols.of(working.id),
      ...(told ? { rule: told } : {}),
      ...(answer?.kind === "choice" ? { choices: answer.words } : {}),
      result: blank(working.id),
    };
  }

  // A rule without a letter in it is the answer.
  function tellable(working: Working): Typeset | undefined {
    return writing.isConstant(working) ? undefined : writing.rule(working);
  }

  // A rule is told once for each kind of quantity, for hidden and for output units, where it is first needed. The
  // formula of a derivative is what a student is to find.
  function isNewKind(working: Working): boolean {
    const { role, at, id } = quantityOf(graph, working.id);
    const layered = at.layer !== undefined && !sameInEveryLayer.includes(role);
    const isOutput = at.layer === exercise.network?.layers.length;
    const kind = role === "value" || role === "derivative" ? id : `${role} ${layered && isOutput}`;
    if (role === "derivative" || told.has(kind) || !tellable(working) || problem.key.get(id)?.kind === "choice")
      return false;
    told.add(kind);
    return true;
  }
}

/** The worked solution: each step as formula, numbers put in, and result. */
export function solution(problem: Problem): SolutionSheet {
  const writing = writingOf(problem);
  const { graph } = problem.prepared;
  const losses = lossesOf(graph);
  return {
    ...front(problem, writing),
    sections: workings(problem.prepared).map(({ title, lines }, index) => ({
      number: index + 1,
      title,
      rules: [],
      wide: true,
      lines: lines.map((working) => {
        const { id, asked } = working;
        const answer = problem.key.get(id);
        const symbol = writing.symbols.of(id);
        if (answer?.kind === "choice") {
          return { id, asked, symbol, choices: answer.words, result: name(answer.word, true) };
        }
        const result = number(writing.value(id));
        const rule = unless([result], writing.rule(working));
        const numbers = working.formula === id ? undefined : unless([rule, result], writing.numbers(working));
        return { id, asked, symbol, ...(rule ? { rule } : {}), ...(numbers ? { numbers } : {}), result };
      }),
    })),
    pictures: picturesOf(problem, writing.symbols),
    mistakes: mistakesOf(problem).map(({ malrule, id, value }) => ({
      name: malrule.name,
      value: equation(writing.symbols.of(id), number(rounded(value, problem.prepared.exercise.rounding))),
    })),
    derivations: problem.prepared.exercise.derivations.map(derivationSheet),
    losses:
      losses.length > 1 ? losses.map(({ id }) => equation(writing.symbols.of(id), number(writing.value(id)))) : [],
  };
}

const sameInEveryLayer: readonly Role[] = ["activation", "outputLoss", "loss"];

/** How one problem's formulas and numbers are written. */
export interface Writing {
  readonly symbols: Symbols;
  /** The formula in symbols; undefined where nothing on the sheet leads to the quantity, or its symbol says it already. */
  rule(line: Working): Typeset | undefined;
  /** The formula with numbers put in: the variant's own, or others. */
  numbers(line: Working, operand?: (id: string) => Typeset): Typeset;
  /** Whether no symbol is left in the formula: the derivative of 5x is 5. */
  isConstant(line: Working): boolean;
  value(id: string): string;
}

export function writingOf(problem: Problem): Writing {
  const { prepared, values } = problem;
  const { exercise, graph, program } = prepared;
  const symbols = symbolsFor(prepared);
  return {
    symbols,
    rule: ({ id, formula }) =>
      formula === id ? undefined : unless([symbols.of(id)], expression(tidied(formula), symbols.of)),
    numbers: ({ formula }, operand = (id) => number(value(id))) => expression(tidied(formula), operand),
    isConstant: ({ formula }) => operandsOf(tidied(formula)).length === 0,
    value,
  };

  // Constants are not letters to a student: a drawn polynomial is printed with its coefficients.
  function tidied(formula: Working["formula"]): Working["formula"] {
    const constant = (id: string): number | undefined =>
      graph.get(id)?.role === "constant" ? values[program.slots.get(id)!] : undefined;
    return exercise.quantities.length > 0 ? tidy(formula, constant) : formula;
  }

  function value(id: string): string {
    const slot = program.slots.get(id)!;
    return slot < program.givens ? asGiven(values[slot]!) : rounded(exactValue(problem, id), exercise.rounding);
  }
}

function front(problem: Problem, { symbols, value }: Writing): Omit<Sheet, "sections"> {
  const { prepared, variant } = problem;
  const { exercise, program, graph } = prepared;
  const ids = program.ids.slice(0, program.givens);
  const given = (id: string) => ({ symbol: symbols.of(id), value: value(id) });
  const functions = functionsOf(problem, symbols);
  return {
    title: exercise.title,
    exercise: exercise.name,
    variant,
    ...(exercise.source ? { source: exercise.source } : {}),
    intro: introduction(exercise),
    rounding: roundingRule(exercise),
    diagram:
      exercise.network && hasPicture(exercise.network)
        ? networkDiagram(exercise.network, { unit: symbols.unit, given }, networkTitle(exercise.network))
        : "",
    givens: [
      ...(functions.length > 0 ? [{ title: functions.length > 1 ? "Functions" : "Function", values: functions }] : []),
      ...givenGroups.flatMap(({ title, role }) => {
        const values = ids
          .filter((id) => quantityOf(graph, id).role === role)
          .map((id) => equation(symbols.of(id), number(value(id))));
        return values.length > 0 ? [{ title: values.length > 1 ? `${title}s` : title, values }] : [];
      }),
    ],
  };
}

const hasPicture = ({ layers, examples }: Network): boolean =>
  examples === 1 &&
  layers.every(({ units, recurrent, bias }) => units !== undefined && !recurrent && typeof bias === "string");

const givenGroups: readonly { title: string; role: Role }[] = [
  { title: "Input", role: "input" },
  { title: "Initial state", role: "initialState" },
  { title: "Target", role: "target" },
  { title: "Weight", role: "weight" },
  { title: "Bias term", role: "bias" },
  { title: "Gradient", role: "gradient" },
  { title: "Velocity before", role: "initialVelocity" },
  { title: "Learning rate", role: "learningRate" },
  { title: "Momentum", role: "momentum" },
  { title: "Change", role: "change" },
];

/** `f(x) = x³ − 3x² + 2x + 1`: the exercise's functions with their drawn coefficients. */
function functionsOf({ prepared, values }: Problem, symbols: Symbols): readonly Typeset[] {
  const { exercise, program, graph } = prepared;
  return Object.entries(exercise.functions).map(([letter, { of, is }]) => {
    const formula = tidy(parse(is, { ...commonFunctions, ...exercise.functions }), (id) =>
      graph.get(id)?.role === "constant" ? values[program.slots.get(id)!] : undefined,
    );
    const variable = (id: string): Typeset => (graph.has(id) && !of.includes(id) ? symbols.of(id) : name(id));
    const args = of.flatMap((id, i) => (i === 0 ? [name(id)] : [sign(", ", "tight"), name(id)]));
    return equation(row(name(letter), fenced(row(...args))), expression(formula, variable));
  });
}

function tableOf({ prepared }: Problem, { symbols }: Writing): SheetTable {
  const { graph, questions, exercise } = prepared;
  const steps = [...new Set(questions.map(({ id }) => quantityOf(graph, id).at.step))];
  const kinds = [...new Set(questions.map(({ id }) => unstepped(id)))];
  return {
    head: steps.map((step) => `${exercise.stepName} ${step}`),
    rows: kinds.map((kind) => ({
      symbol: rowSymbol(kind),
      cells: steps.map((step) => {
        const id = step === 1 ? kind : `s${step}.${kind}`;
        return { id: questions.some((question) => question.id === id) ? id : "" };
      }),
    })),
  };

  // What a step leaves has another number in every column; the row says what it is.
  function rowSymbol(kind: string): Typeset {
    const { role, formula } = quantityOf(graph, kind);
    const [old] = role === "updatedWeight" && formula !== undefined ? operandsOf(formula) : [];
    return old === undefined ? symbols.of(kind) : row(name("new"), sign(" ", "tight"), symbols.of(old));
  }
}

/** The side of an equation, unless one of the others says the same: `1 − ηx²` and `1 − η · x²`, 0.45 and 0.45000. */
const unless = (others: readonly (Typeset | undefined)[], side: Typeset | undefined): Typeset | undefined =>
  side && others.some((other) => other && bare(other) === bare(side)) ? undefined : side;

const bare = (math: Typeset): string =>
  plain(math)
    .replace(/[ ·]/g, "")
    .replace(/^(−?\d+)(?:\.0+|(\.\d*?[1-9])0+)$/, "$1$2");

const unstepped = (id: string): string => id.replace(/^s\d+\./, "");
