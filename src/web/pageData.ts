import type { Prepared } from "../problem/prepare.js";
import { type Question, titles } from "../question/question.js";
import type { CourseData } from "./scorm/course.js";

/**
 * What a practice page carries besides the program: exercises and misconceptions, as the texts of
 * their files.
 */
export interface PageData {
  readonly exercises: readonly ExerciseEntry[];
  readonly malrules: string;
  /** Whether a comma is read as the decimal mark; as the reader's language has it, if not said. */
  readonly decimalComma?: boolean;
  /** What it is told where it stands in a learning platform. */
  readonly course?: CourseData;
}

/** One exercise as it can be chosen, before it is read. */
export interface ExerciseEntry {
  readonly name: string;
  readonly title: string;
  readonly blanks: number;
  /** How many blanks there are of each kind of step. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The text of its YAML file. */
  readonly text: string;
}

/** The id of the element that carries the data in the page. */
export const dataElement = "exercises";

/** The entry of an exercise with this text. */
export function exerciseEntry({ exercise, questions }: Prepared, text: string): ExerciseEntry {
  const kinds: Record<string, number> = {};
  for (const { role } of questions) kinds[titles[role]] = (kinds[titles[role]] ?? 0) + 1;
  return {
    name: exercise.name,
    title: exercise.title,
    blanks: markedIn(questions).length,
    kinds,
    text,
  };
}

/** The blanks that a sheet is finished with: those that carry marks, or all where none does. */
export function markedIn(questions: readonly Question[]): readonly Question[] {
  const marked = questions.filter(({ points }) => points > 0);
  return marked.length > 0 ? marked : questions;
}
