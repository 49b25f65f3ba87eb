import { entryFor, leaves } from "../../../draw/drawing.js";
import type { Exercise } from "../../../exercise/exercise.js";
import { graphOf } from "../../../exercise/graphOf.js";
import type { ExerciseFile } from "../../../exercise/readExercise.js";
import { ownNames } from "../../../exercise/withoutNames.js";
import type { WrittenEntry } from "../../../exercise/writtenInto.js";
import type { AuditedPart } from "../../../grade/auditedParts.js";
import { givensIn, type Prepared, prepare } from "../../../problem/prepare.js";
import { labelsOf } from "../../../render/blankLabels.js";
import { symbolsFor } from "../../../render/symbols.js";
import type { Typeset } from "../../../render/typeset.js";
import type { TypedField, TypedNumber } from "../protocol.js";

/** The fields of a worked text: what it starts with, and what it prints. */
export interface AuditFields {
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly {
      readonly key: string;
      readonly kind: TypedNumber["kind"];
      readonly id: string;
      readonly symbol: Typeset;
      readonly label: string;
    }[];
  }[];
}

/** The most fields that a form has: of a larger text, the numbers are written as YAML. */
const most = 400;

/** The fields of an exercise, whether or not it has numbers; undefined where they are too many. */
export function auditFields(file: ExerciseFile): AuditFields | undefined {
  const prepared = preparedAtZero(file);
  const { program, sections, language } = prepared;
  const givens = program.ids.slice(0, program.givens);
  const count = givens.length + prepared.questions.length;
  if (count > most) return undefined;
  const symbols = symbolsFor(prepared);
  const labels = labelsOf(prepared);
  const row = (kind: TypedNumber["kind"], id: string) => ({
    key: `${kind} ${id}`,
    kind,
    id,
    symbol: symbols.of(id),
    label: labels.get(id) ?? id,
  });
  return {
    sections: [
      { title: language.say("givens"), rows: givens.map((id) => row("given", id)) },
      ...sections.map(({ title, questions }) => ({
        title,
        rows: questions.map(({ id }) => row("printed", id)),
      })),
    ],
  };
}

// Fields are shown before there is any number: what they are called does not depend on one.
function preparedAtZero(file: ExerciseFile): Prepared {
  const { exercise } = file;
  const draw = Object.fromEntries(givensIn(graphOf(exercise)).map((id) => [id, 0]));
  return prepare({ ...file, exercise: { ...exercise, draw, malrules: [] } }, []);
}

/** What stands in each field, by its key, and what an audit found of it. */
export function typedFields(
  exercise: Exercise,
  { sections }: AuditFields,
  parts: readonly AuditedPart[],
): Readonly<Record<string, TypedField>> {
  const { given = {}, printed = {} } = exercise.published ?? {};
  const found = new Map(parts[0]?.findings.map(({ id, verdict }) => [id, tolds[verdict]]));
  const givens = givensIn(graphOf(exercise));
  return Object.fromEntries(
    sections.flatMap(({ rows }) =>
      rows.flatMap(({ key, kind, id }): [string, TypedField][] => {
        const value = kind === "given" ? placeOf(id, given, givens)?.value : printed[id];
        if (value === undefined) return [];
        const told = kind === "printed" ? found.get(id) : undefined;
        const isList = Array.isArray(value) ? { isList: true as const } : {};
        const shown = [value].flat().join("; ");
        return [[key, { value: shown, ...(told ? { told } : {}), ...isList }]];
      }),
    ),
  );
}

const tolds = {
  right: "right",
  mistake: "wrong",
  follows: "follows",
  unjudgeable: "open",
  unreadable: "wrong",
} as const;

/** Where the value of a given stands: the path below `given`, and what is there. */
function placeOf(
  id: string,
  given: NonNullable<Exercise["published"]>["given"],
  givens: readonly string[],
): { readonly path: readonly (string | number)[]; readonly value: string } | undefined {
  const entry = entryFor(id, new Set(Object.keys(given)));
  if (entry === undefined) return undefined;
  const said = given[entry]!;
  if (typeof said === "number") return { path: entry === id ? [entry] : [], value: String(said) };
  const keys = new Set(Object.keys(given));
  const members = givens.filter((one) => entryFor(one, keys) === entry);
  const leaf = leaves(said)[members.indexOf(id)];
  return leaf && { path: [entry, ...leaf.path], value: String(leaf.value) };
}

/** How numbers that are typed into a form are written into the text. */
export function entriesFor(
  file: ExerciseFile,
  numbers: readonly TypedNumber[],
): readonly WrittenEntry[] {
  const { exercise } = file;
  const given = exercise.published?.given ?? {};
  const givens = givensIn(graphOf(exercise));
  const nameOf = ownNames(exercise);
  return numbers.map(({ kind, id, value }) => {
    const said = value.trim().slice(0, 100);
    if (kind === "printed")
      return {
        path: ["published", "printed", nameOf(id)],
        value: said === "" ? "" : JSON.stringify(said),
      };
    const there = placeOf(id, given, givens)?.path ?? [];
    const isListed = there.length > 1;
    const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(said)
      ? said
      : JSON.stringify(said);
    return {
      path: ["published", "given", ...(there.length > 0 ? there : [id])],
      // A place in a list is not left empty.
      value: said !== "" ? number : isListed ? "0" : "",
    };
  });
}
