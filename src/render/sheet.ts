import { type Graph, quantityOf } from "../graph/graph.js";
import type { Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { blankTables } from "./blankTables.js";
import { type DerivationSheet, derivationSheet } from "./derivation.js";
import { mistakesOf } from "./mistakes.js";
import { asWorked } from "./number.js";
import { lossesOf, type Picture, picturesOf } from "./pictures.js";
import { plain } from "./plain.js";
import { type Rules, rulesByKind, tellableRule, unaskedRules } from "./rules.js";
import { type SheetHead, sheetHead } from "./sheetHead.js";
import { formulasOfTable, type SheetTable } from "./table.js";
import { blank, equation, name, number, type Typeset } from "./typeset.js";
import { type Working, type WorkingSection, workings } from "./workings.js";
import { type Worth, worthOf } from "./worth.js";
import { type ProblemWriting, unlessSame, writingOf } from "./writing.js";

/**
 * How much a worksheet tells: nothing, the rule of each kind of step, or the formula of every
 * blank.
 */
export type Help = "none" | "formulas" | "guided";

/** What the templates lay out: no template computes anything. */
export interface Sheet extends SheetHead {
  /** What all blanks are worth: `12 marks`. */
  readonly worth: string;
  readonly sections: readonly SheetSection[];
}

export interface SheetSection extends Worth {
  readonly number: number;
  readonly title: string;
  readonly rules: readonly Typeset[];
  readonly lines: readonly SheetLine[];
  /** Whether the lines are too long to stand two in a row. */
  readonly wide: boolean;
  /** Whether three of them stand in a row: a unit's three, or short ones, many or an odd number. */
  readonly inThrees: boolean;
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

/** A section of a solution on paper. */
export interface SolutionSection extends SheetSection {
  /** Whether its lines are so short that they stand in two columns. */
  readonly brief: boolean;
}

export interface SolutionSheet extends Sheet {
  readonly sections: readonly SolutionSection[];
  /** The loss before, between and after the steps, where there are several. */
  readonly losses: readonly Typeset[];
  readonly pictures: readonly Picture[];
  /** Common mistakes, and what each would have given. */
  readonly mistakes: readonly { readonly name: string; readonly value: Typeset }[];
  readonly derivations: readonly DerivationSheet[];
}

/**
 * The worksheet of a problem: givens and blanks, and no answer. `hasNames`: each part of its
 * diagram says what it stands for.
 */
export function worksheet(problem: Problem, help: Help, hasNames = false): Sheet {
  const writing = writingOf(problem);
  const sections = workings(problem.prepared);
  const lines = sections.flatMap((section) => section.lines);
  const rules = rulesOf[help](problem, writing, lines);
  const isTable = problem.prepared.exercise.layout === "table";
  const shown = isTable
    ? [tableSection(problem, writing, lines, rules, help)]
    : sections.map((section, i) => blankSection(problem, writing, section, i + 1, rules, help));
  return {
    // A hint on a screen may show any formula of the solution.
    ...sheetHead(problem, writing, formulasOf(hasNames ? solvedSections(problem) : shown), {
      hasNames,
    }),
    worth: worthOf(problem, lines).worth,
    sections: shown,
  };
}

/** The one section of a worksheet that is laid out as a table. */
function tableSection(
  problem: Problem,
  writing: ProblemWriting,
  lines: readonly Working[],
  rules: Rules,
  help: Help,
): SheetSection {
  const asked = lines.filter((line) => line.asked);
  const { tables, listed } = inTables(problem, writing, asked);
  return {
    number: 1,
    title: problem.prepared.language.say("fillInTables", { count: tables.length }),
    ...worthOf(problem, asked),
    rules: [...rules.values()],
    lines: listed.map((line) => blankLine(problem, writing, line, help)),
    wide: false,
    inThrees: false,
    tables,
  };
}

function blankSection(
  problem: Problem,
  writing: ProblemWriting,
  { title, lines }: WorkingSection,
  number: number,
  rules: Rules,
  help: Help,
): SheetSection {
  const asked = lines.filter((line) => line.asked);
  const { tables, listed } =
    help === "guided" ? { tables: [], listed: asked } : inTables(problem, writing, asked);
  return {
    number,
    title,
    ...worthOf(problem, asked),
    rules: lines.flatMap((line) => rules.get(line) ?? []),
    lines: headed(
      problem.prepared,
      listed.map((line) => blankLine(problem, writing, line, help)),
    ),
    wide: help === "guided",
    inThrees: help !== "guided" && areInThrees(problem, writing, listed),
    tables,
  };
}

/** The formulas that stand in sections. */
const formulasOf = (sections: readonly SheetSection[]): readonly Typeset[] =>
  sections.flatMap(({ rules, lines, tables }) => [
    ...rules,
    ...tables.flatMap(formulasOfTable),
    ...lines.flatMap(({ symbol, rule, numbers }) => [symbol, rule ?? [], numbers ?? []].flat()),
  ]);

const rulesOf: Record<
  Help,
  (problem: Problem, writing: ProblemWriting, lines: readonly Working[]) => Rules
> = {
  none: () => new Map(),
  formulas: rulesByKind,
  // Where every blank has its formula, what the formulas read and is not asked needs one too.
  guided: (_, writing, lines) => unaskedRules(writing, lines),
};

/** Of so many blanks with so short symbols, or of an odd number, three stand in a row. */
const many = 9;
const shortSymbol = 11;

/** Whether each three of these are one unit's, or they are short, and many or an odd number. */
function areInThrees(
  { prepared: { graph } }: Problem,
  { symbols }: ProblemWriting,
  lines: readonly Working[],
): boolean {
  const areShort = lines.every(({ id }) => lettersAcross(symbols.of(id)) <= shortSymbol);
  const isOdd = lines.length > 1 && lines.length % 2 === 1;
  if (areShort && (isOdd || lines.length >= many)) return true;
  const units = lines.map(({ id }) => {
    const { layer, unit, example, time } = quantityOf(graph, id).at;
    return unit === undefined ? undefined : [layer, unit, example, time].join();
  });
  return (
    units.length > 0 &&
    units.length % 3 === 0 &&
    units.every((unit, i) => unit !== undefined && unit === units[i - (i % 3)]) &&
    new Set(units).size === units.length / 3
  );
}

const lettersAcross = (symbol: Typeset): number =>
  symbol.kind === "fraction"
    ? Math.max(plain(symbol.above).length, plain(symbol.below).length)
    : plain(symbol).length;

/** Tables of the blanks that repeat, and the lines of the others; a word is chosen from a list. */
function inTables(
  problem: Problem,
  writing: ProblemWriting,
  asked: readonly Working[],
): { readonly tables: readonly SheetTable[]; readonly listed: readonly Working[] } {
  const { prepared, key } = problem;
  const isWord = (id: string): boolean => key.get(id)?.kind === "choice";
  const numbers = asked.map(({ id }) => id).filter((id) => !isWord(id));
  const withData = prepared.exercise.layout === "table";
  const { tables, rest } = blankTables(prepared, writing, numbers, withData);
  return { tables, listed: asked.filter(({ id }) => isWord(id) || rest.includes(id)) };
}

function blankLine(
  problem: Problem,
  writing: ProblemWriting,
  line: Working,
  help: Help,
): SheetLine {
  const { id } = line;
  const answer = problem.key.get(id);
  const symbol = writing.symbols.of(id);
  if (answer?.kind === "choice")
    return { id, asked: true, symbol, choices: answer.words, result: blank(id) };
  const rule = help === "guided" ? tellableRule(writing, line) : undefined;
  return { id, asked: true, symbol, ...(rule ? { rule } : {}), result: blank(id) };
}

/** The worked solution: each step as formula, numbers put in, and result. */
export function solution(problem: Problem): SolutionSheet {
  const writing = writingOf(problem);
  const { graph, exercise, language } = problem.prepared;
  const { symbols } = writing;
  const losses = lossesOf(graph);
  const lines = workings(problem.prepared).flatMap((section) => section.lines);
  const sections = briefly(problem, solvedSections(problem, exercise.layout === "table"));
  return {
    ...sheetHead(problem, writing, formulasOf(sections), { isSolved: true }),
    worth: worthOf(problem, lines).worth,
    sections,
    pictures: picturesOf(problem, symbols),
    mistakes: mistakesOf(problem).map(({ malrule, id, value }) => ({
      name: malrule.name,
      value: equation(symbols.of(id), number(asWorked(value, exercise.rounding))),
    })),
    derivations: exercise.derivations.map((id) => derivationSheet(id, language)),
    losses:
      losses.length > 1
        ? losses.map(({ id }) => equation(symbols.of(id), number(writing.value(id))))
        : [],
  };
}

/**
 * The sections of the worked solution; `inTables`: what the worksheet has in tables stands in them,
 * filled in, and then how it comes about.
 */
export function solvedSections(problem: Problem, inTables = false): readonly SheetSection[] {
  const writing = writingOf(problem);
  const sections: readonly Solved[] = workings(problem.prepared).map(({ title, lines }) => ({
    title,
    lines,
    tables: [],
  }));
  return (inTables ? tabulated(problem, writing, sections) : sections).map(
    ({ title, lines, tables, named }, index) => ({
      number: index + 1,
      title,
      ...worthOf(problem, lines),
      ...{ rules: [], wide: true, inThrees: false, tables },
      lines: headed(
        problem.prepared,
        lines.map((line) => solvedLine(problem, writing, line)),
        named,
      ),
    }),
  );
}

/**
 * The sections of a solution, with the formula of what each step works out in the same way told
 * once: later steps have their numbers alone.
 */
function briefly(
  { prepared: { graph } }: Problem,
  sections: readonly SheetSection[],
): readonly SolutionSection[] {
  const told = new Set<string>();
  return sections.map((section) => {
    const lines = section.lines.map((line): SheetLine => {
      if (!line.rule || !line.numbers) return line;
      const { rule: _, ...numbered } = line;
      const way =
        inAnyStep(line.id) + inAnyStep(JSON.stringify(quantityOf(graph, line.id).formula));
      if (told.has(way)) return numbered;
      told.add(way);
      return line;
    });
    const isShorter = lines.some((line, i) => line !== section.lines[i]);
    return {
      ...section,
      lines,
      brief: isShorter && lines.every((line) => !(line.rule && line.numbers)),
    };
  });
}

/** Ids without their steps; what a step before has left is called as it was in the first. */
const inAnyStep = (ids: string): string =>
  ids.replace(/(^|")(s\d+\.)?(new_(?=[a-z]+\d+_))?/g, "$1");

/** A section of a solution, before its lines are worked out. */
interface Solved {
  readonly title: string;
  readonly lines: readonly Working[];
  readonly tables: readonly SheetTable[];
  /** What heads the lines of a step. */
  readonly named?: string;
}

/** The tables of the worksheet, filled in, and then how their numbers come about. */
function tabulated(
  problem: Problem,
  writing: ProblemWriting,
  sections: readonly { readonly lines: readonly Working[] }[],
): readonly Solved[] {
  const lines = sections.flatMap((section) => section.lines);
  const asked = lines.filter((line) => line.asked);
  const tables = inTables(problem, writing, asked).tables.map((table) => ({
    ...table,
    rows: table.rows.map(({ label, cells }) => ({
      label,
      cells: cells.map((cell) =>
        cell.id === undefined ? cell : { value: number(writing.value(cell.id)) },
      ),
    })),
  }));
  const { language, exercise } = problem.prepared;
  const title = language.say("tablesFilledIn", { count: tables.length });
  return [
    { title, lines: [], tables },
    { title: language.say("stepByStep"), lines, tables: [], named: exercise.stepName },
  ];
}

function solvedLine(problem: Problem, writing: ProblemWriting, line: Working): SheetLine {
  const { id, asked } = line;
  const answer = problem.key.get(id);
  const symbol = writing.symbols.of(id);
  if (answer?.kind === "choice")
    return { id, asked, symbol, choices: answer.words, result: name(answer.word, true) };
  const result = number(writing.value(id));
  const rule = unlessSame([result], writing.rule(line));
  const numbers =
    line.formula === id ? undefined : unlessSame([rule, result], writing.numbers(line));
  return {
    id,
    asked,
    symbol,
    ...(rule ? { rule } : {}),
    ...(numbers ? { numbers } : {}),
    result,
  };
}

/** Where quantities stand, and what their places are called in. */
interface HeadedIn {
  readonly graph: Graph;
  readonly language: Language;
}

/**
 * The lines, each first of an example and time headed by them, where a section has several. Where
 * steps are `named` the step heads them, too, and alone where it has one example and time.
 */
function headed(
  { graph, language }: HeadedIn,
  lines: readonly SheetLine[],
  named?: string,
): readonly SheetLine[] {
  const places = lines.map(({ id }) => quantityOf(graph, id).at);
  const headings = places.map(({ step, example, time }) => {
    const others = places.filter((place) => place.step === step);
    const isOfSeveral = (of: "example" | "time"): boolean =>
      named === undefined || new Set(others.flatMap((place) => place[of] ?? [])).size > 1;
    const within = [
      ...(example !== undefined && isOfSeveral("example")
        ? [language.say("placeExample", { number: example })]
        : []),
      ...(time !== undefined && isOfSeveral("time")
        ? [language.say("placeTime", { number: time })]
        : []),
    ];
    if (named === undefined) return language.row(within);
    const isTogether = within.length === 0 && (isOfSeveral("example") || isOfSeveral("time"));
    return language.row([
      language.say("placeStep", { name: named, number: step }),
      ...(isTogether ? [language.say("together")] : within),
    ]);
  });
  const begins = headings.map((heading, i) => heading !== headings[i - 1]);
  // Lines that change place one by one say it by their symbols.
  const several = new Set(headings).size > 1 && begins.filter(Boolean).length * 2 <= lines.length;
  return lines.map((line, i) =>
    several && begins[i]
      ? { ...line, heading: language.raised(headings[i] || language.say("together")) }
      : line,
  );
}
