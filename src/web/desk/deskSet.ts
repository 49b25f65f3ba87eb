import { type ClassSet, classSet } from "../../class/classSet.js";
import type { Decision } from "../../class/decision.js";
import type { UndecidedSet } from "../../class/decisionScope.js";
import type { ManifestVariant, Student } from "../../class/manifest.js";
import { readAmendments } from "../../class/readAmendments.js";
import type { DecidedBefore, DeskData } from "./deskData.js";

/** A sheet that somebody has to hand in. */
export interface DeskScript {
  readonly variant: ManifestVariant;
  readonly student: Student;
  /** What its exercise is called. */
  readonly title: string;
}

/** The set on the desk. */
export interface DeskSet {
  readonly set: ClassSet;
  /** Every sheet that counts, in the order of the manifest. */
  readonly scripts: readonly DeskScript[];
}

/** Makes the set ready for marking. Throws an InputError where it cannot be. */
export function deskSet({ manifest, decided }: DeskData): DeskSet {
  const set = classSet(manifest, (set) => (decided ? decisionsIn(decided, set) : []));
  const titles = new Map<string, string>();
  const scripts = manifest.variants
    .filter(({ refused }) => refused === undefined)
    .map((variant) => {
      const { exercise } = variant;
      const title = titles.get(exercise) ?? set.problemOf(variant).prepared.exercise.title;
      titles.set(exercise, title);
      return { variant, student: set.student(variant.student), title };
    });
  return { set, scripts };
}

/** Reads decisions as marking does. Throws an InputError for the first mistake. */
export const decisionsIn = (
  { source, text, tables }: DecidedBefore,
  set: UndecidedSet,
): readonly Decision[] =>
  readAmendments(text, source, set, (name) => {
    const table = tables[name];
    const bytes = table === undefined ? undefined : new TextEncoder().encode(table);
    return { source: name, bytes };
  });
