import { existsSync, readFileSync } from "node:fs";
import { jsonText } from "../export/problemJson.js";
import type { Assignment, Places } from "./assignment.js";
import type { ManifestVariant } from "./manifest.js";

interface Record {
  readonly digest: string;
  readonly givens: Readonly<{ [id: string]: number }>;
}

/** What is kept of an assignment that is done: its share of the manifest, and what its files were made from. */
export const recordText = ({ variant, student, exercise, digest }: Assignment, givens: Record["givens"]): string =>
  jsonText({ schemaVersion: 1, variant, student: student.id, exercise: exercise.name, digest, givens });

/** The record of an assignment, where there is one. */
export function recordOf(places: Places, assignment: Assignment): Record | undefined {
  const { record } = places.of(assignment);
  return existsSync(record) ? (JSON.parse(readFileSync(record, "utf8")) as Record) : undefined;
}

/** Whether nothing is left to be made of an assignment. */
export function isDone(places: Places, assignment: Assignment): boolean {
  return (
    recordOf(places, assignment)?.digest === assignment.digest &&
    Object.values(places.of(assignment)).every((path) => existsSync(path))
  );
}

/** The manifest's line of an assignment that is done. */
export function manifestVariant(places: Places, assignment: Assignment): ManifestVariant | undefined {
  const record = isDone(places, assignment) ? recordOf(places, assignment) : undefined;
  if (!record) return undefined;
  const { variant, student, exercise } = assignment;
  return { variant, student: student.id, exercise: exercise.name, givens: record.givens };
}
