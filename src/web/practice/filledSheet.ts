import { continuedFrom } from "../../grade/ownNumbers.js";
import { localValue } from "../../graph/local.js";
import { readNumber } from "../../handedIn/readNumber.js";
import type { Problem } from "../../problem/problem.js";
import { choicesOf, wordFor } from "../../question/choice.js";
import type { Question } from "../../question/question.js";
import { rounded } from "../../render/number.js";
import type { Answers } from "../page/answers.js";
import { partsOf, type SheetPart } from "./sheetParts.js";
import type { Task } from "./task.js";

/** A sheet some of whose blanks are filled in: those are no work of the student's. */
export interface FilledSheet {
  /** The ids of the blanks that are left to the student. */
  readonly open: ReadonlySet<string>;
  /** What stands in all others. */
  readonly filled: Answers;
  /** The error that is to be found, where there is one. */
  readonly plant?: Plant;
}

/** A misconception's result at one blank: an error that somebody can find. */
export interface Plant {
  readonly id: string;
  readonly typed: string;
  /** What a student who writes this is asked. */
  readonly hint: string;
}

/**
 * What is filled in for a task, and what is left open. A worked example of more parts than there
 * are, or a part that there is not, is the whole sheet.
 */
export function filledSheet(problem: Problem, task: Task): FilledSheet {
  const { questions } = problem.prepared;
  if (task.kind === "error") {
    const plants = plantsIn(problem);
    const first = (task.plant ?? 0) % plants.length;
    for (const plant of [...plants.slice(first), ...plants.slice(0, first)]) {
      const filled = withPlant(problem, plant);
      if (Object.values(filled).every(canBeRead)) return { open: new Set(), filled, plant };
    }
  }
  const open = openIn(partsOf(problem.prepared), task);
  if (!open) return { open: new Set(questions.map(({ id }) => id)), filled: {} };
  return { open, filled: without(workedFrom(problem, {}), open) };
}

function openIn(parts: readonly SheetPart[], task: Task): ReadonlySet<string> | undefined {
  const left =
    task.kind === "worked" && task.open < parts.length
      ? parts.slice(parts.length - task.open)
      : task.kind === "part"
        ? parts.slice(task.part - 1, task.part)
        : [];
  if (left.length === 0 && !(task.kind === "worked" && task.open === 0)) return undefined;
  return new Set(left.flatMap(({ ids }) => ids));
}

const without = (answers: Answers, ids: ReadonlySet<string>): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.has(id)));

/** The whole sheet of somebody who went wrong in this one place. */
export const withPlant = (problem: Problem, { id, typed }: Pick<Plant, "id" | "typed">): Answers =>
  workedFrom(problem, { [id]: typed });

/** Every answer, worked out from these; from nothing, it is the key with the digits carried. */
export function workedFrom(problem: Problem, written: Answers): Answers {
  const { prepared, key } = problem;
  const { exercise, questions } = prepared;
  const choices = choicesOf(exercise);
  const right = continuedFrom(problem, { schemaVersion: 1, exercise: "", answers: written });
  const text = ({ id }: Question): string => {
    const answer = key.get(id)!;
    const value = right.get(id)!;
    if (answer.kind === "choice") return wordFor(choices.get(id)!, value) ?? answer.word;
    return rounded(value, exercise.rounding);
  };
  return Object.fromEntries(questions.map((one) => [one.id, written[one.id] ?? text(one)]));
}

// From a negative activation there is no logarithm.
const canBeRead = (text: string): boolean => !/NaN|Infinity/.test(text);

/**
 * The errors that can be planted in a variant: what the exercise's own misconceptions (where it
 * names none, all that it is marked with) give at each blank where that is neither right nor too
 * large to be written down.
 */
export function plantsIn({ prepared, values, answers }: Problem): readonly Plant[] {
  const { exercise, program } = prepared;
  const { locals, questions } = prepared.marking();
  const work = locals.initial.slice();
  work.set(values.subarray(0, program.ids.length));
  const found = new Map<string, Plant>();
  for (const { slot, question, misreadings } of questions) {
    const answer = answers[slot];
    if (answer?.kind !== "number" || question.points === 0) continue;
    for (const { malrule, local } of misreadings) {
      if (exercise.malrules.length > 0 && !exercise.malrules.includes(malrule.id)) continue;
      const value = localValue(locals, local, work);
      if (!(Math.abs(value) < largest)) continue;
      const typed = rounded(value, exercise.rounding);
      if (Math.abs(value - values[slot]!) <= 2 * answer.range.tolerance) continue;
      found.set(`${question.id} ${typed}`, { id: question.id, typed, hint: malrule.hint });
    }
  }
  return [...found.values()];
}

/** More than this nobody writes down by hand, nor works out anything from. */
const largest = 1e4;

/**
 * The sheet as it stands: once its error has been named, that blank is the student's, and what
 * follows is worked out from what they write there.
 */
export function sheetAfter(
  problem: Problem,
  sheet: FilledSheet,
  { named, answers }: { readonly named: readonly string[]; readonly answers: Answers },
): FilledSheet {
  const { plant } = sheet;
  if (!plant || !named.includes(plant.id)) return sheet;
  const open = new Set([plant.id]);
  const typed = answers[plant.id] ?? "";
  const mended =
    readNumber(typed).kind === "number" ? withPlant(problem, { id: plant.id, typed }) : {};
  const canStand = Object.values(mended).every(canBeRead);
  return { open, plant, filled: without({ ...sheet.filled, ...(canStand ? mended : {}) }, open) };
}
