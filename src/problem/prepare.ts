import { type Drawing, drawingOf } from "../draw/drawing.js";
import { all, DeclarationError, placedIn } from "../exercise/declarationError.js";
import type { Choice, Exercise } from "../exercise/exercise.js";
import { graphOf } from "../exercise/graphOf.js";
import { type MalruleRow, malrule } from "../exercise/malruleRow.js";
import type { ExerciseFile } from "../exercise/readExercise.js";
import { type Formula, operandsOf } from "../graph/formula.js";
import {
  type Graph,
  graph,
  needed,
  type Quantity,
  quantityOf,
  type Recurrence,
  type Role,
} from "../graph/graph.js";
import { compile, type Program } from "../graph/program.js";
import { type Malrule, misreadings } from "../graph/rewrite.js";
import { didYouMean } from "../input/nearest.js";
import { english } from "../language/english.js";
import type { Language } from "../language/language.js";
import { hasThresholds, type Network } from "../network/network.js";
import { choicesOf } from "../question/choice.js";
import { type Marking, markingOf } from "../question/marking.js";
import { type Question, questionsFor, type Section, sectionsOf } from "../question/question.js";
import { type Soundness, soundnessOf } from "../question/soundness.js";

/** Where the answer to a question comes from: a value, a choice by it, or many rounds. */
export interface AskedSlot {
  readonly id: string;
  readonly slot: number;
  readonly choice: Choice | undefined;
  readonly recurrence: Recurrence | undefined;
}

/** All that an exercise is before anything is drawn: made once, used for every variant. */
export interface Prepared {
  readonly exercise: Exercise;
  /** What its sheets, its marks and all that is said of them are written in. */
  readonly language: Language;
  readonly graph: Graph;
  readonly program: Program;
  readonly sections: readonly Section[];
  readonly questions: readonly Question[];
  /** Their slots, in the same order. */
  readonly slots: readonly number[];
  /** What their answers are made of, in the same order. */
  readonly asked: readonly AskedSlot[];
  /** Their places among the questions, by id. */
  readonly places: ReadonlyMap<string, number>;
  readonly drawing: Drawing;
  readonly soundness: Soundness;
  /** Compiled when something is first drawn or marked: a list of exercises needs none. */
  readonly marking: () => Marking;
}

/**
 * Prepares an exercise for drawing, printing and marking with these malrules. `sectionsIn` says
 * what is asked, where that is not what the exercise asks. Throws an InputError that points into
 * its file where it asks for or draws the impossible.
 */
export function prepare(
  file: ExerciseFile,
  malrules: readonly Malrule[],
  sectionsIn = sectionsOf,
): Prepared {
  const { exercise, language = english } = file;
  const rows = [...malrules, ...ownMalrules(file, malrules)].map((row) =>
    told(row, exercise.network, language),
  );
  return placedIn(file, () => {
    checkMalrules(exercise.malrules, rows);
    const whole = graphOf(exercise);
    return preparedIn(whole, { exercise, language }, rows, sectionsIn(exercise, whole, language));
  });
}

/** A misconception, told of an exercise's network in a language. */
function told(
  { ofThresholds, ...malrule }: Malrule,
  network: Network | undefined,
  language: Language,
): Malrule {
  const { name, hint } = network && ofThresholds && hasThresholds(network) ? ofThresholds : malrule;
  return { ...malrule, name: language.textOf(name), hint: language.textOf(hint) };
}

function checkMalrules(ids: readonly string[], rows: readonly Malrule[]): void {
  const known = rows.map(({ id }) => id);
  all(
    ids.map((id, index) => () => {
      const problem = `there is no malrule ${id}${didYouMean(id, known)}`;
      if (!known.includes(id)) throw new DeclarationError(["malrules", index], problem);
    }),
  );
}

/**
 * The misconceptions that an exercise declares itself. Throws an InputError where one is no rule,
 * has the name of another, or changes nothing.
 */
function ownMalrules(file: ExerciseFile, others: readonly Malrule[]): readonly Malrule[] {
  const { misconceptions } = file.exercise;
  if (misconceptions.length === 0) return [];
  const whole = placedIn(file, () => graphOf(file.exercise));
  return misconceptions.map((row, index) => {
    const mistake = (message: string) =>
      file.error(["misconceptions", index], `${row.id}: ${message}`);
    const namesakes = [...others, ...misconceptions.slice(0, index)];
    if (namesakes.some(({ id }) => id === row.id)) throw mistake("there is one of this id already");
    const own = ruleOf(row, mistake);
    if (![...whole.values()].some((quantity) => misreadings(whole, quantity, own).length > 0))
      throw mistake("it changes nothing in this exercise");
    return own;
  });
}

function ruleOf(row: MalruleRow, mistake: (message: string) => Error): Malrule {
  try {
    return malrule(row);
  } catch (problem) {
    if (problem instanceof SyntaxError) throw mistake(problem.message);
    throw problem;
  }
}

/**
 * The same exercise with other formulas for some of its quantities, none for those whose value is
 * known, and other `points` for some blanks: to mark with, since nothing is drawn from it and no
 * derivative in it is confirmed. Throws a RangeError for a formula that needs what is computed from
 * it, or reads what there is not.
 */
export function preparedWith(
  prepared: Prepared,
  formulas: ReadonlyMap<string, Formula | undefined>,
  points: ReadonlyMap<string, number> = new Map(),
): Prepared {
  const { exercise } = prepared;
  const sections = prepared.sections.map(({ title, questions }) => ({
    title,
    questions: questions.map((one) => ({ ...one, points: points.get(one.id) ?? one.points })),
  }));
  const changed = [...graphOf(exercise).values()].map((quantity): Quantity => {
    const { derivative, ...rest } = quantity;
    const unconfirmed = derivative ? { ...rest, derivative: { ...derivative, share: true } } : rest;
    if (!formulas.has(quantity.id)) return unconfirmed;
    const { orders: _, recurrence: __, formula: ___, ...bare } = unconfirmed;
    const formula = formulas.get(quantity.id);
    return formula === undefined ? bare : { ...bare, formula };
  });
  const known = [...formulas].flatMap(([id, formula]) => (formula === undefined ? [id] : []));
  const drawing = { ...prepared.drawing, known: [...prepared.drawing.known, ...known] };
  return preparedIn(graph(changed), prepared, prepared.marking().malrules, sections, drawing);
}

function preparedIn(
  whole: Graph,
  { exercise, language }: Pick<Prepared, "exercise" | "language">,
  malrules: readonly Malrule[],
  sections: readonly Section[],
  asDrawn?: Drawing,
): Prepared {
  const questions = sections.flatMap((section) => section.questions);
  const asked = questions.map(({ id }) => id);
  const own = neededWith(
    whole,
    asked,
    malrules.filter(({ id }) => exercise.malrules.includes(id)),
  );
  const program = compile(own, exercise.rounding.significant !== undefined);
  const drawing =
    asDrawn ?? drawingOf(program.ids.slice(0, program.givens), exercise.draw, givensIn(whole));
  const ranges = drawing.givens.map(({ choices, purpose }) => ({
    low: choices.reduce((a, b) => Math.min(a, b)),
    high: choices.reduce((a, b) => Math.max(a, b)),
    isDrawn: purpose >= 0,
  }));
  const marking = whenAsked(() => markingOf(program, questions, malrules));
  const choices = choicesOf(exercise);
  return {
    exercise,
    language,
    graph: own,
    program,
    sections,
    questions,
    slots: asked.map((id) => program.slots.get(id)!),
    asked: asked.map((id) => ({
      id,
      slot: program.slots.get(id)!,
      choice: choices.get(id),
      recurrence: quantityOf(own, id).recurrence,
    })),
    places: new Map(asked.map((id, place) => [id, place])),
    drawing,
    soundness: soundnessOf(program, exercise, asked, marking, ranges),
    marking,
  };
}

/**
 * The same exercise asking for these printed quantities and nothing else. Throws an InputError for
 * one it does not have.
 */
export function askingFor(
  { exercise, error }: ExerciseFile,
  ids: readonly string[],
  malrules: readonly Malrule[],
): Prepared {
  return prepare(
    { exercise: { ...exercise, ask: [{ title: "Asked", of: [...ids], points: 1 }] }, error },
    malrules,
    (_, graph) => [
      { title: "Asked", questions: questionsFor(ids, graph, ["published", "printed"]) },
    ],
  );
}

// Besides what the questions need: the givens that the sheet shows; what a derivative is confirmed
// from; and what the exercise's misconceptions put in the place of something.
function neededWith(whole: Graph, asked: readonly string[], malrules: readonly Malrule[]): Graph {
  const shown = givensIn(whole).filter((id) => !onlyIfNeeded.includes(quantityOf(whole, id).role));
  let wanted: readonly string[] = [...shown, ...asked];
  let found = needed(whole, wanted);
  const misread = [...found.values()].flatMap((quantity) =>
    malrules.flatMap((malrule) => misreadings(whole, quantity, malrule).flatMap(operandsOf)),
  );
  wanted = [...wanted, ...misread];
  for (;;) {
    found = needed(whole, wanted);
    const referred = [...found.values()].flatMap(({ derivative }) =>
      derivative ? [derivative.of, derivative.by] : [],
    );
    if (referred.every((id) => found.has(id))) return found;
    wanted = [...wanted, ...referred];
  }
}

// An exercise that stops before the update needs no rate, and one without a loss no targets.
const onlyIfNeeded: readonly Role[] = ["target", "learningRate", "momentum", "initialVelocity"];

/** What in a graph is computed from nothing. */
export const givensIn = (graph: Graph): readonly string[] =>
  [...graph.values()].filter((q) => q.formula === undefined && !q.recurrence).map(({ id }) => id);

/** What is made when it is first asked for, and once. */
function whenAsked<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
