import { quantityOf } from "../../graph/graph.js";
import type { Prepared } from "../../problem/prepare.js";
import type { Question } from "../../question/question.js";

/** What can be left to a student by itself. */
export interface SheetPart {
  readonly title: string;
  readonly ids: readonly string[];
}

/**
 * The parts of a sheet that carry marks: its sections, or where it is one table over several steps,
 * the steps.
 */
export function partsOf({
  exercise,
  graph,
  sections,
  questions,
  language,
}: Prepared): readonly SheetPart[] {
  const marked = new Set(markedIn(questions));
  const steps = [...new Set(questions.map(({ id }) => quantityOf(graph, id).at.step))];
  const groups =
    exercise.layout === "table" && steps.length > 1
      ? steps.map((step) => ({
          title: language.say("placeStep", { name: exercise.stepName, number: step }),
          questions: questions.filter(({ id }) => quantityOf(graph, id).at.step === step),
        }))
      : sections;
  return groups
    .filter(({ questions }) => questions.some((question) => marked.has(question)))
    .map(({ title, questions }) => ({ title, ids: questions.map(({ id }) => id) }));
}

/** The blanks that a sheet is finished with: those that carry marks, or all where none does. */
export function markedIn(questions: readonly Question[]): readonly Question[] {
  const marked = questions.filter(({ points }) => points > 0);
  return marked.length > 0 ? marked : questions;
}
