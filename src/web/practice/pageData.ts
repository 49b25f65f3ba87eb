import { quantityOf } from "../../graph/graph.js";
import type { Prepared } from "../../problem/prepare.js";
import { titleOf } from "../../question/question.js";
import type { PageSpeech } from "../page/pageLanguage.js";
import { layerWords } from "../page/places.js";
import type { CourseData } from "../scorm/course.js";
import { markedIn, partsOf } from "./sheetParts.js";

/**
 * What a practice page carries besides the program: exercises and misconceptions, as their files
 * say them.
 */
export interface PageData extends PageSpeech {
  readonly exercises: readonly ExerciseEntry[];
  readonly malrules: unknown;
  /** What it is told where it stands in a learning platform. */
  readonly course?: CourseData;
}

/** One exercise as it can be chosen, before it is read. */
export interface ExerciseEntry {
  readonly name: string;
  readonly title: string;
  readonly blanks: number;
  /** How many blanks there are of each kind of step, and which part has the first of them. */
  readonly kinds: Readonly<Record<string, readonly [count: number, part: number]>>;
  /** What its file says, read and checked. */
  readonly said: unknown;
}

/** The id of the element that carries the data in the page. */
export const dataElement = "exercises";

/** The entry of an exercise whose file says this. */
export function exerciseEntry(prepared: Prepared, said: unknown): ExerciseEntry {
  const { exercise, questions } = prepared;
  const kinds: Record<string, readonly [count: number, part: number]> = {};
  for (const [i, { ids }] of partsOf(prepared).entries())
    for (const id of ids) {
      const kind = kindOfStep(prepared, id);
      const [count, part] = kinds[kind] ?? [0, i + 1];
      kinds[kind] = [count + 1, part];
    }
  return {
    name: exercise.name,
    title: exercise.title,
    blanks: markedIn(questions).length,
    kinds,
    said,
  };
}

/** The kind of step at a blank, with its layer: what a student finds hard or easy. */
export function kindOfStep(prepared: Prepared, id: string): string {
  const layer = layerWords(prepared, id);
  const kind = titleOf(quantityOf(prepared.graph, id).role, prepared.language);
  return layer ? prepared.language.row([kind, layer]) : kind;
}
