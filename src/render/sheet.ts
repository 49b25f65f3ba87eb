import { commonFunctions } from "../exercise/commonFunctions.js";
import { operandsOf } from "../graph/formula.js";
import { type Graph, quantityOf, type Role } from "../graph/graph.js";
import { parse } from "../graph/parse.js";
import { tidy } from "../graph/tidy.js";
import { exactValue, type Problem } from "../problem/problem.js";
import { blankTables } from "./blankTables.js";
import { type DerivationSheet, derivationSheet } from "./derivation.js";
import { networkDiagram } from "./diagram.js";
import type { DiagramLabels } from "./diagrams/drawing.js";
import { expression } from "./expression.js";
import { type GivenGroup, givensOf } from "./givens.js";
import { marksOf } from "./letters/marks.js";
import { mistakesOf } from "./mistakes.js";
import { asGiven, rounded } from "./number.js";
import { lossesOf, type Picture, picturesOf } from "./pictures.js";
import { plain } from "./plain.js";
import { introduction, marksRule, networkTitle, roundingRule } from "./sentences.js";
import { type Symbols, symbolsFor } from "./symbols.js";
import { headOf, kindOf, type SheetTable } from "./table.js";
import { blank, equation, fenced, name, number, row, sign, type Typeset } from "./typeset.js";
import { type Working, workings } from "./workings.js";

/**
 * How much a worksheet tells: nothing, the rule of each kind of step, or the formula of every
 * blank.
 */
export type Help = "none" | "formulas" | "guided";

/** What the templates lay out: no template computes anything. */
export interface Sheet {
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  readonly source?: string;
  readonly intro: string;
  readonly rounding: string;
  /** What the marks above symbols say, where there are any of examples or times. */
  readonly marks: string;
  /** The network as SVG, where there is one. */
  readonly diagram: string;
  readonly givens: readonly GivenGroup[];
  readonly sections: readonly SheetSection[];
}

export interface SheetSection {
  readonly number: number;
  readonly title: string;
  readonly rules: readonly Typeset[];
  readonly lines: readonly SheetLine[];
  /** Whether the lines are too long to stand two in a row. */
  readonly wide: boolean;
  /** Blanks that repeat from step to step, example to example or time to time. */
  readonly tables: readonly SheetTable[];
}

export interface SheetLine {
  readonly id: string;
  readonly asked: boolean;
  /** Which example and time begins here, where a section has several. */
  readonly heading?: string;
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
  const whole = workings(problem.prepared);
  const fullest = fullestOf(whole.flatMap(({ lines }) => lines));
  const inTable = exercise.layout === "table";
  const sections = whole.map(({ title, lines }) => {
    const asked = lines.filter((working) => working.asked);
    const { tables, rest } = help === "guided" || inTable ? asList(asked) : tabled(asked, false);
    return {
      title,
      rules: rulesOf(lines),
      lines: headed(graph, asked.filter(({ id }) => rest.includes(id)).map(line)),
      wide: help === "guided",
      tables,
    };
  });
  return {
    ...front(problem, writing),
    sections: inTable
      ? [asTable()]
      : sections.map((section, index) => ({ number: index + 1, ...section })),
  };

  // Where every blank has its formula, what the formulas read and is not asked needs one too.
  function rulesOf(lines: readonly Working[]): readonly Typeset[] {
    if (help === "formulas")
      return lines.filter(isNewKind).map((working) => rule(fullest.get(kind(working)) ?? working));
    if (help === "none") return [];
    return lines.flatMap((working) => {
      const told = working.asked ? undefined : tellable(working);
      return told ? [equation(writing.symbols.of(working.id), told)] : [];
    });
  }

  function asTable(): SheetSection {
    const asked = whole.flatMap(({ lines }) => lines.filter((working) => working.asked));
    const { tables, rest } = tabled(asked, true);
    return {
      number: 1,
      title: tables.length > 1 ? "Fill in the tables" : "Fill in the table",
      rules: sections.flatMap(({ rules }) => rules),
      lines: asked.filter(({ id }) => rest.includes(id)).map(line),
      wide: false,
      tables,
    };
  }

  function asList(asked: readonly Working[]): {
    tables: readonly SheetTable[];
    rest: readonly string[];
  } {
    return { tables: [], rest: asked.map(({ id }) => id) };
  }

  // Only what belongs to one step, unless the exercise asks for a table; a word is chosen from a
  // list.
  function tabled(asked: readonly Working[], wanted: boolean): ReturnType<typeof blankTables> {
    const ids = asked.map(({ id }) => id);
    const steps = new Set(ids.map((id) => quantityOf(graph, id).at.step));
    if (!wanted && steps.size > 1) return asList(asked);
    const words = ids.filter((id) => problem.key.get(id)?.kind === "choice");
    const { tables, rest } = blankTables(
      problem.prepared,
      writing,
      ids.filter((id) => !words.includes(id)),
      wanted,
    );
    return { tables, rest: [...rest, ...words] };
  }

  function rule(working: Working): Typeset {
    const { symbols } = writing;
    if (!isSameForEach(working)) return equation(symbols.of(working.id), tellable(working)!);
    const left = headOf(symbols, quantityOf(graph, working.id), inTable);
    return equation(left, expression(working.formula, symbols.unmarked));
  }

  // What is the same for each example is told without naming one; a sum over examples has to name
  // them, and what is summed is to be told from the sum.
  function isSameForEach(working: Working): boolean {
    const { examples = 1, layers = [] } = exercise.network ?? {};
    if (examples === 1 || layers.some(({ recurrent }) => recurrent)) return false;
    const ids = [working.id, ...operandsOf(working.formula)];
    const named = new Set(ids.flatMap((part) => quantityOf(graph, part).at.example ?? []));
    const total = working.id.replace(/(^|\.)e\d+\./, "$1");
    return named.size === 1 && !isTotal(working) && (total === working.id || !graph.has(total));
  }

  /** Whether it adds up the same of several examples or times. */
  function isTotal({ formula }: Working): boolean {
    const operands = operandsOf(formula);
    return new Set(operands.map(kindOf)).size < operands.length;
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

  // A rule is told once for each kind of quantity, for hidden and for output units, where it is
  // first needed. The formula of a derivative is what a student is to find.
  function isNewKind(working: Working): boolean {
    const { role } = quantityOf(graph, working.id);
    if (
      role === "derivative" ||
      told.has(kind(working)) ||
      !tellable(working) ||
      problem.key.get(working.id)?.kind === "choice"
    )
      return false;
    told.add(kind(working));
    return true;
  }

  function kind(working: Working): string {
    const { id } = working;
    const { role, at } = quantityOf(graph, id);
    const layered = at.layer !== undefined && !sameInEveryLayer.includes(role);
    const isOutput = at.layer === exercise.network?.layers.length;
    return role === "value" || role === "derivative"
      ? id
      : `${role} ${layered && isOutput} ${isTotal(working)}`;
  }

  // At the first time there is no earlier state to read, at the last none that reads it: the rule
  // is one with all terms.
  function fullestOf(lines: readonly Working[]): ReadonlyMap<string, Working> {
    const found = new Map<string, Working>();
    if (!exercise.network?.layers.some(({ recurrent }) => recurrent)) return found;
    for (const working of lines) {
      const known = found.get(kind(working));
      if (!known || operandsOf(working.formula).length > operandsOf(known.formula).length)
        found.set(kind(working), working);
    }
    return found;
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
      tables: [],
      lines: headed(
        graph,
        lines.map((working): SheetLine => {
          const { id, asked } = working;
          const answer = problem.key.get(id);
          const symbol = writing.symbols.of(id);
          if (answer?.kind === "choice") {
            return { id, asked, symbol, choices: answer.words, result: name(answer.word, true) };
          }
          const result = number(writing.value(id));
          const rule = unless([result], writing.rule(working));
          const numbers =
            working.formula === id ? undefined : unless([rule, result], writing.numbers(working));
          return {
            id,
            asked,
            symbol,
            ...(rule ? { rule } : {}),
            ...(numbers ? { numbers } : {}),
            result,
          };
        }),
      ),
    })),
    pictures: picturesOf(problem, writing.symbols),
    mistakes: mistakesOf(problem).map(({ malrule, id, value }) => ({
      name: malrule.name,
      value: equation(
        writing.symbols.of(id),
        number(rounded(value, problem.prepared.exercise.rounding)),
      ),
    })),
    derivations: problem.prepared.exercise.derivations.map(derivationSheet),
    losses:
      losses.length > 1
        ? losses.map(({ id }) => equation(writing.symbols.of(id), number(writing.value(id))))
        : [],
  };
}

/** The lines, each first of an example and time headed by them, where a section has several. */
function headed(graph: Graph, lines: readonly SheetLine[]): readonly SheetLine[] {
  const headings = lines.map(({ id }) => {
    const { example, time } = quantityOf(graph, id).at;
    return [
      ...(example === undefined ? [] : [`example ${example}`]),
      ...(time === undefined ? [] : [`time ${time}`]),
    ].join(", ");
  });
  const begins = headings.map((heading, i) => heading !== headings[i - 1]);
  // Lines that change place one by one say it by their symbols.
  const several = new Set(headings).size > 1 && begins.filter(Boolean).length * 2 <= lines.length;
  return lines.map((line, i) =>
    several && begins[i] ? { ...line, heading: raised(headings[i] || "together") } : line,
  );
}

const raised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const sameInEveryLayer: readonly Role[] = ["activation", "outputLoss", "loss"];

/** How one problem's formulas and numbers are written. */
export interface Writing {
  readonly symbols: Symbols;
  /**
   * The formula in symbols; undefined where nothing on the sheet leads to the quantity, or its
   * symbol says it already.
   */
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
      formula === id
        ? undefined
        : unless([symbols.of(id)], expression(tidied(formula), symbols.of)),
    numbers: ({ formula }, operand = (id) => number(value(id))) =>
      expression(tidied(formula), operand),
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
    return slot < program.givens
      ? asGiven(values[slot]!)
      : rounded(exactValue(problem, id), exercise.rounding);
  }
}

function front(problem: Problem, { symbols, value }: Writing): Omit<Sheet, "sections"> {
  const { prepared, variant } = problem;
  const { exercise, program, graph } = prepared;
  const labels: DiagramLabels = {
    unit: symbols.unit,
    given: (id) =>
      (program.slots.get(id) ?? program.givens) < program.givens
        ? { symbol: symbols.of(id), value: value(id) }
        : undefined,
    unmarked: (id) => (graph.has(id) ? symbols.unmarked(id) : undefined),
  };
  const functions = functionsOf(problem, symbols);
  return {
    title: exercise.title,
    exercise: exercise.name,
    variant,
    ...(exercise.source ? { source: exercise.source } : {}),
    intro: introduction(exercise),
    rounding: roundingRule(exercise),
    marks: marksRule(marksOf(prepared)),
    diagram: exercise.network
      ? networkDiagram(exercise.network, labels, networkTitle(exercise.network))
      : "",
    givens: [
      ...(functions.length > 0
        ? [
            {
              title: functions.length > 1 ? "Functions" : "Function",
              values: functions,
              tables: [],
            },
          ]
        : []),
      ...givensOf(prepared, { symbols, value }),
    ],
  };
}

/** `f(x) = x³ − 3x² + 2x + 1`: the exercise's functions with their drawn coefficients. */
function functionsOf({ prepared, values }: Problem, symbols: Symbols): readonly Typeset[] {
  const { exercise, program, graph } = prepared;
  return Object.entries(exercise.functions).map(([letter, { of, is }]) => {
    const formula = tidy(parse(is, { ...commonFunctions, ...exercise.functions }), (id) =>
      graph.get(id)?.role === "constant" ? values[program.slots.get(id)!] : undefined,
    );
    const variable = (id: string): Typeset =>
      graph.has(id) && !of.includes(id) ? symbols.of(id) : name(id);
    const args = of.flatMap((id, i) => (i === 0 ? [name(id)] : [sign(", ", "tight"), name(id)]));
    return equation(row(name(letter), fenced(row(...args))), expression(formula, variable));
  });
}

/**
 * The side of an equation, unless one of the others says the same: `1 − ηx²` and `1 − η · x²`, 0.45
 * and 0.45000.
 */
const unless = (
  others: readonly (Typeset | undefined)[],
  side: Typeset | undefined,
): Typeset | undefined =>
  side && others.some((other) => other && bare(other) === bare(side)) ? undefined : side;

const bare = (math: Typeset): string =>
  plain(math)
    .replace(/[ ·]/g, "")
    .replace(/^(−?\d+)(?:\.0+|(\.\d*?[1-9])0+)$/, "$1$2");
