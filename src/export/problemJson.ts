import { quantityOf } from "../graph/graph.js";
import type { Answer, Problem } from "../problem.js";

/** What identifies a variant in every document about it. */
export function identityOf({ prepared: { exercise }, seed, variant }: Problem) {
  return {
    schemaVersion: 1,
    exercise: exercise.name,
    exerciseVersion: exercise.version,
    ...(seed === undefined ? {} : { seed }),
    variant,
  };
}

/** `problem.json`: givens and questions, and no answer. `symbol` writes a quantity as TeX. */
export function problemJson(problem: Problem, symbol: (id: string) => string): object {
  const { exercise, program, questions, graph } = problem.prepared;
  return {
    ...identityOf(problem),
    title: exercise.title,
    rounding: exercise.rounding,
    givens: program.ids.slice(0, program.givens).map((id, slot) => ({
      id,
      role: quantityOf(graph, id).role,
      symbol: symbol(id),
      value: problem.values[slot],
    })),
    questions: questions.map(({ id, role, points }) => ({
      id,
      role,
      symbol: symbol(id),
      points,
      ...choicesFor(problem.key.get(id)!),
    })),
  };
}

// How an answer is to be typed, where it is not a number.
function choicesFor(answer: Answer): object {
  return answer.kind === "choice" ? { type: "choice", choices: answer.words } : {};
}

/** `key.json`: the answer to every question, and how far from it an answer may be. */
export function keyJson(problem: Problem): object {
  return {
    ...identityOf(problem),
    answers: Object.fromEntries([...problem.key].map(([id, answer]) => [id, answerJson(answer)])),
  };
}

const answerJson = (answer: Answer): object =>
  answer.kind === "choice"
    ? { value: answer.word, choices: answer.words }
    : { value: significant(answer.value), tolerance: significant(answer.range.tolerance) };

/** `submission.json`: to be filled in. */
export function blankSubmission(problem: Problem): object {
  return {
    ...identityOf(problem),
    student: "",
    answers: Object.fromEntries(problem.prepared.questions.map(({ id }) => [id, ""])),
  };
}

/** A document as it is written: the same bytes everywhere. */
export const jsonText = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

// Engines may differ in the last bits of exp; twelve figures are the same everywhere.
const significant = (value: number): number => Number(value.toPrecision(12)) + 0;
