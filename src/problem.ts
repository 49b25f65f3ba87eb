import { type Drawing, drawGivens, drawingOf, publishedGivens } from "./draw/drawing.js";
import { randomFor } from "./draw/random.js";
import { placedIn } from "./exercise/declarationError.js";
import type { Exercise } from "./exercise/exercise.js";
import { graphOf } from "./exercise/graphOf.js";
import type { ExerciseFile } from "./exercise/readExercise.js";
import { boundsOf } from "./graph/bound.js";
import { evaluate, stateAfter } from "./graph/evaluate.js";
import { operandsOf } from "./graph/formula.js";
import { type Graph, needed, quantityOf, type Recurrence, type Role } from "./graph/graph.js";
import { type BySlot, compile, type Program } from "./graph/program.js";
import { type Malrule, misreadings } from "./graph/rewrite.js";
import { didYouMean } from "./input/nearest.js";
import { choicesOf, wordFor, wordsOf } from "./question/choice.js";
import { type Marking, markingOf } from "./question/marking.js";
import { type Question, questionsFor, type Section, sectionsOf } from "./question/question.js";
import {
  brokenCriterion,
  infiniteIn,
  isConfirmed,
  keyDisagreement,
  type Rejection,
  rejectionReasons,
  type Soundness,
  soundnessOf,
} from "./question/soundness.js";
import { rangeOf } from "./question/tolerance.js";
import type { Range } from "./question/within.js";

/** All that an exercise is before anything is drawn: made once, used for every variant. */
export interface Prepared {
  readonly exercise: Exercise;
  readonly graph: Graph;
  readonly program: Program;
  readonly sections: readonly Section[];
  readonly questions: readonly Question[];
  /** Their slots, in the same order. */
  readonly slots: readonly number[];
  readonly drawing: Drawing;
  readonly soundness: Soundness;
  readonly marking: Marking;
}

/** The right answer to one question: a number and how far from it an answer may be, or a word from a list. */
export type Answer =
  | { readonly kind: "number"; readonly value: number; readonly range: Range }
  | { readonly kind: "choice"; readonly word: string; readonly words: readonly string[] };

/** One variant of an exercise: its numbers and its key. */
export interface Problem {
  readonly prepared: Prepared;
  /** The seed it was drawn from; absent for a document's own numbers. */
  readonly seed?: string;
  /** What tells variants apart in results. */
  readonly variant: string;
  /** Values by slot of the program, the givens first. */
  readonly values: Float64Array;
  readonly key: ReadonlyMap<string, Answer>;
  /** The same by slot: marking looks each answer up many times. */
  readonly answers: BySlot<Answer>;
  /** The largest absolute value among givens and answers. */
  readonly largest: number;
}

/** Thrown where an exercise cannot give a sound variant. */
export class UnsoundError extends Error {
  override readonly name = "UnsoundError";
}

const mostDraws = 20_000;
/** In all draws of a seed: a few seconds. */
const mostInstructions = 200_000_000;

/**
 * Prepares an exercise for drawing, printing and marking with these malrules. `sectionsIn` says what is asked, where that
 * is not what the exercise asks. Throws an InputError that points into its file where it asks for or draws the impossible.
 */
export function prepare(file: ExerciseFile, malrules: readonly Malrule[], sectionsIn = sectionsOf): Prepared {
  for (const [index, id] of file.exercise.malrules.entries()) {
    const known = malrules.map((malrule) => malrule.id);
    if (!known.includes(id)) throw file.error(["malrules", index], `there is no malrule ${id}${didYouMean(id, known)}`);
  }
  return placedIn(file, () => preparedFrom(file.exercise, malrules, sectionsIn));
}

function preparedFrom(exercise: Exercise, malrules: readonly Malrule[], sectionsIn: typeof sectionsOf): Prepared {
  const whole = graphOf(exercise);
  const sections = sectionsIn(exercise, whole);
  const questions = sections.flatMap((section) => section.questions);
  const asked = questions.map(({ id }) => id);
  const graph = neededWith(
    whole,
    asked,
    malrules.filter(({ id }) => exercise.malrules.includes(id)),
  );
  const program = compile(graph);
  // Compiled when something is drawn or marked: a list of exercises needs none.
  let marking: Marking | undefined;
  const compiled = (): Marking => (marking ??= markingOf(program, questions, malrules));
  return {
    exercise,
    graph,
    program,
    sections,
    questions,
    slots: asked.map((id) => program.slots.get(id)!),
    drawing: drawingOf(program.ids.slice(0, program.givens), exercise.draw, givensIn(whole)),
    soundness: soundnessOf(program, exercise, asked, compiled),
    get marking() {
      return compiled();
    },
  };
}

/** The variant of an exercise that belongs to a seed. Throws an UnsoundError where no draw of it is sound. */
export function problem(prepared: Prepared, seed: string): Problem {
  const { exercise } = prepared;
  return problemOf(prepared, certifiedDraw(prepared, seed), `v${exercise.version}.${seed}`, seed);
}

/** The exercise with its document's own numbers. Throws a RangeError where it publishes none. */
export function publishedProblem(prepared: Prepared): Problem {
  const { exercise, program } = prepared;
  if (!exercise.published) throw new RangeError(`${exercise.name} publishes no numbers`);
  const givens = publishedGivens(
    program.ids.slice(0, program.givens),
    exercise.published.given,
    prepared.drawing.known,
  );
  return undrawn(prepared, givens, `v${exercise.version}.published`);
}

/** The variant of an exercise that has these values by the ids of its givens: nothing is drawn. Throws a RangeError where one is missing or unknown. */
export function problemFromGivens(
  prepared: Prepared,
  given: Readonly<Record<string, number>>,
  variant: string,
): Problem {
  const { exercise, program, drawing } = prepared;
  const ids = program.ids.slice(0, program.givens);
  const missing = ids.find((id) => !Object.hasOwn(given, id));
  if (missing !== undefined) throw new RangeError(`variant ${variant} of ${exercise.name} has no value for ${missing}`);
  const unknown = Object.keys(given).find((id) => !drawing.known.includes(id));
  if (unknown !== undefined) throw new RangeError(`variant ${variant}: ${exercise.name} has no given ${unknown}`);
  return undrawn(
    prepared,
    ids.map((id) => given[id]!),
    variant,
  );
}

function undrawn(prepared: Prepared, givens: readonly number[], variant: string): Problem {
  const { exercise, program, soundness } = prepared;
  const values = evaluate(program, givens);
  return problemOf(
    prepared,
    { values, bounds: boundsOf(program, values, exercise.rounding, soundness.scratch.bounds) },
    variant,
  );
}

/** The values of a problem's givens, by their ids. */
export function givensOf({ prepared: { program }, values }: Problem): Readonly<Record<string, number>> {
  return Object.fromEntries(program.ids.slice(0, program.givens).map((id, slot) => [id, values[slot]!]));
}

/** The same exercise asking for these printed quantities and nothing else. Throws an InputError for one it does not have. */
export function askingFor(
  { exercise, error }: ExerciseFile,
  ids: readonly string[],
  malrules: readonly Malrule[],
): Prepared {
  return prepare(
    { exercise: { ...exercise, ask: [{ title: "Asked", of: [...ids], points: 1 }] }, error },
    malrules,
    (_, graph) => [{ title: "Asked", questions: questionsFor(ids, graph, ["published", "printed"]) }],
  );
}

function problemOf(prepared: Prepared, draw: Draw, variant: string, seed?: string): Problem {
  const { values } = draw;
  const { key, answers } = keyFor(prepared, draw);
  let largest = 0;
  for (let slot = 0; slot < values.length; slot++) largest = Math.max(largest, Math.abs(values[slot]!));
  return { prepared, ...(seed === undefined ? {} : { seed }), variant, values, key, answers, largest };
}

/** What was drawn and what follows from it, by slot. The bounds are good until anything else is drawn. */
export interface Draw {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/**
 * The draws of a seed, in order, up to the first that is sound: every rejected one with its reason, then the sound one.
 * Ends without it where there is nothing more to draw.
 */
export function* draws(prepared: Prepared, seed: string): Generator<Rejection, Draw | undefined> {
  const { exercise, program, drawing, soundness } = prepared;
  const streams = drawing.purposes.map(randomFor(exercise.name, exercise.version, seed));
  const values = program.initial.slice();
  const { bounds } = soundness.scratch;
  const most = drawing.purposes.length > 0 ? mostDraws : 1;
  const size = 1 + program.code.length / 4;
  const rounds = program.recurrences.reduce((sum, { recurrence }) => sum + recurrence.rounds, 0);
  let spent = 0;
  for (let attempt = 0; attempt < most && spent < mostInstructions; attempt++) {
    evaluate(program, drawGivens(drawing, streams, values), values);
    let rejection = brokenCriterion(soundness.onValues, values, bounds);
    if (!rejection) {
      boundsOf(program, values, exercise.rounding, bounds);
      rejection = brokenCriterion(soundness.onBounds, values, bounds);
    }
    if (!rejection) return { values, bounds };
    // A round takes more than its instructions.
    spent += rejection.kind === "unending" ? 5 * (size + 20) * rounds : size;
    yield rejection;
  }
  return undefined;
}

function certifiedDraw(prepared: Prepared, seed: string): Draw {
  const rejections: Rejection[] = [];
  const drawing = draws(prepared, seed);
  for (;;) {
    const { done, value } = drawing.next();
    if (done && value) return value;
    if (done) break;
    rejections.push(value);
  }
  const rejected = new Map<string, number>();
  for (const { kind, about } of rejections) {
    const reason = `${about} ${rejectionReasons[kind]}`;
    rejected.set(reason, (rejected.get(reason) ?? 0) + 1);
  }
  const [[commonest] = ["nothing varies"]] = [...rejected].sort((a, b) => b[1] - a[1]);
  throw new UnsoundError(
    `${prepared.exercise.name}: no draw of seed ${seed} can be certified; most often, ${commonest}`,
  );
}

function keyFor(prepared: Prepared, { values, bounds }: Draw): Pick<Problem, "key" | "answers"> {
  const { exercise, program, questions, slots, soundness } = prepared;
  const infinite = infiniteIn(program, values);
  if (infinite !== undefined) throw new UnsoundError(`${exercise.name}: ${infinite} ${rejectionReasons.infinite}`);
  const worst = keyDisagreement(soundness, program, values);
  // At a kink, where a text's own numbers may lie and no drawn ones do, a derivative is a convention.
  const atKink = soundness.onBounds.find(({ kind }) => kind === "atKink")?.brokenBy(values, bounds) !== undefined;
  if (!isConfirmed(worst) && !atKink) {
    throw new UnsoundError(`${exercise.name}: ${worst.id} is not confirmed by dual numbers`);
  }
  const choices = choicesOf(exercise);
  const key = new Map<string, Answer>();
  const answers: (Answer | undefined)[] = program.ids.map(() => undefined);
  for (const [i, { id }] of questions.entries()) {
    const slot = slots[i]!;
    const answer = answerTo(id, slot);
    key.set(id, answer);
    answers[slot] = answer;
  }
  return { key, answers };

  function answerTo(id: string, slot: number): Answer {
    const { recurrence } = quantityOf(program.graph, id);
    if (recurrence) return recurrence.below === undefined ? stateAnswer(recurrence) : countAnswer(id, recurrence);
    const value = values[slot]!;
    const choice = choices.get(id);
    if (choice) {
      const word = wordFor(choice, value);
      if (word === undefined) throw new UnsoundError(`${exercise.name}: no word of ${id} fits ${value}`);
      return { kind: "choice", word, words: wordsOf(choice) };
    }
    const range = rangeOf(exercise.tolerance, value, bounds[slot]!, exercise.rounding, soundness.stepOf(slot, values));
    if (!Number.isFinite(range.tolerance)) {
      throw new UnsoundError(`${exercise.name}: ${id} becomes too large to be computed`);
    }
    return { kind: "number", value, range };
  }

  function countAnswer(id: string, recurrence: Recurrence): Answer {
    const count = stateAfter(program, recurrence, values);
    if (Number.isNaN(count)) {
      const { rounds, of, below } = recurrence;
      throw new UnsoundError(`${exercise.name}: ${id}: after ${rounds} rounds ${of} is not below ${below}`);
    }
    return { kind: "number", value: count, range: { tolerance: 0, open: false } };
  }

  // A thousand rounds take as long as a thousand keys, and few readers look.
  function stateAnswer(recurrence: Recurrence): Answer {
    let known: number | undefined;
    const state = (): number => (known ??= stateAfter(program, recurrence, values));
    return {
      kind: "number",
      get value() {
        return state();
      },
      get range() {
        return rangeOf(exercise.tolerance, state(), 0, exercise.rounding);
      },
    };
  }
}

/** The value of a quantity of a problem: of a state after many rounds, its answer's. */
export function exactValue({ prepared: { program }, values, key }: Problem, id: string): number {
  const answer = program.graph.get(id)?.recurrence ? key.get(id) : undefined;
  return answer?.kind === "number" ? answer.value : values[program.slots.get(id)!]!;
}

// Besides what the questions need: the givens that the sheet shows; what a derivative is confirmed from; and what the
// exercise's misconceptions put in the place of something.
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

const givensIn = (graph: Graph): readonly string[] =>
  [...graph.values()].filter((q) => q.formula === undefined && !q.recurrence).map(({ id }) => id);
