import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { yamlFile } from "../exercise/yamlFile.js";
import { fileBytes } from "../files/fileBytes.js";
import { shownPath } from "../files/shownPath.js";
import { csvRecords } from "../handedIn/csvRecords.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { InputError, quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Prepared } from "../problem/prepare.js";
import { alternativesAt } from "./accepted.js";
import { type Amendment, amendmentsSchema, type RulingName, rulings } from "./amendments.js";
import type { ClassSet } from "./classSet.js";
import type { Decision, Ruling } from "./decision.js";
import { endOf, isTime } from "./instant.js";

/** What a file of decisions is checked against. */
type Known = Omit<ClassSet, "decisions" | "decisionsOn">;

/** An error at a place of the entry that is read. */
type FaultAt = (path: readonly PropertyKey[], what: string) => InputError;

/**
 * Reads the decisions on a set from the text of their YAML file. `path` is where it lies: a CSV
 * that it names lies beside it. Throws an InputError with file, line and column for the first
 * mistake.
 */
export function readAmendments(text: string, path: string, set: Known): readonly Decision[] {
  const file = yamlFile(amendmentsSchema, text, shownPath(path));
  return file.value.flatMap((amendment, index) =>
    decisionsIn(amendment, index, path, set, (place, what) => file.error([index, ...place], what)),
  );
}

function decisionsIn(
  amendment: Amendment,
  index: number,
  path: string,
  set: Known,
  fault: FaultAt,
): readonly Decision[] {
  const kind = rulingOf(amendment, fault);
  refuseBadDate(amendment, fault);
  const whose = scopeOf(amendment, set, fault);
  refuseScope(kind, whose, fault);
  const { reason, date } = amendment;
  const common = { number: index + 1, reason, date, ...whose };
  if (kind === "marksFrom")
    return marksIn(join(dirname(path), amendment.marksFrom!), set, fault).map((row) => ({
      ...common,
      ...row,
      reason: row.reason ?? reason,
    }));
  return [
    { ...common, ruling: readers[kind](amendment, sheetsFor(whose, set), set, fault, whose) },
  ];
}

/** Which of the words that decide stands there. */
function rulingOf(amendment: Amendment, fault: FaultAt): RulingName {
  const [kind, other] = rulings.filter((name) => amendment[name] !== undefined);
  if (kind === undefined) throw fault([], `decides nothing: expected one of ${rulings.join(", ")}`);
  if (other !== undefined)
    throw fault([other], `${other}: expected one decision an entry, and ${kind} is one already`);
  if (amendment.credit !== undefined && kind !== "void")
    throw fault(["credit"], "credit: goes with void only");
  if (amendment.blanks !== undefined && kind !== "tolerance")
    throw fault(["blanks"], "blanks: goes with tolerance only");
  return kind;
}

function refuseBadDate({ date }: Amendment, fault: FaultAt): void {
  if (!isTime(date))
    throw fault(["date"], `date: expected a day such as 2027-03-01, got ${quoted(date)}`);
}

/** For whom a decision is. */
interface Scope {
  readonly exercise: string | undefined;
  readonly variant: string | undefined;
  readonly student: string | undefined;
}

function scopeOf({ exercise, variant, student }: Amendment, set: Known, fault: FaultAt): Scope {
  const { exercises, students, variants } = set.manifest;
  const oneOf = (key: keyof Scope, what: string, named: string, known: readonly string[]): void => {
    if (!known.includes(named))
      throw fault([key], `${key}: there is no ${named} ${what}${meant(named, known)}`);
  };
  if (exercise !== undefined)
    oneOf(
      "exercise",
      "in this set",
      exercise,
      exercises.map(({ name }) => name),
    );
  if (student !== undefined)
    oneOf(
      "student",
      "on the roster of this set",
      student,
      students.map(({ id }) => id),
    );
  const found = variant === undefined ? undefined : set.variant(variant);
  if (variant !== undefined && !found) {
    const names = variants.map((one) => one.variant);
    throw fault(
      ["variant"],
      `variant: ${variant} was not handed out in this set${didYouMean(variant, names)}`,
    );
  }
  for (const [key, said] of Object.entries({ exercise, student })) {
    const is = found?.[key as "exercise" | "student"];
    if (said !== undefined && is !== undefined && said !== is)
      throw fault([key], `${key}: variant ${found!.variant} is of ${is}, not of ${said}`);
  }
  return { exercise: found?.exercise ?? exercise, variant: found?.variant, student };
}

// Where leading zeros went, an id was taken for a number.
function meant(named: string, known: readonly string[]): string {
  const same = known.find((id) => /^0+/.test(id) && id.replace(/^0+/, "") === named);
  return same === undefined ? didYouMean(named, known) : ` (did you mean "${same}", in quotes?)`;
}

/** What a kind of decision has to say of whom it is for. */
const needs: Readonly<Record<RulingName, "exercise" | "student" | "both" | "any" | "none">> = {
  void: "exercise",
  accept: "exercise",
  tolerance: "any",
  marks: "both",
  marksFrom: "none",
  extension: "any",
  excused: "student",
};

function refuseScope(
  kind: RulingName,
  { exercise, variant, student }: Scope,
  fault: FaultAt,
): void {
  const need = needs[kind];
  const isOfOne = student !== undefined || variant !== undefined;
  if ((need === "exercise" || need === "both") && exercise === undefined)
    throw fault([kind], `${kind}: expected an exercise or a variant beside it`);
  if ((need === "student" || need === "both") && !isOfOne)
    throw fault([kind], `${kind}: expected a student or a variant beside it`);
  if (need === "any" && !isOfOne && exercise === undefined)
    throw fault([kind], `${kind}: expected an exercise, a variant or a student beside it`);
}

/** The sheets on which a decision's blanks may stand. */
const sheetsFor = ({ exercise, variant }: Scope, set: Known): readonly Prepared[] =>
  variant !== undefined
    ? [set.problemOf(set.variant(variant)).prepared]
    : set.exercises
        .concat(set.withdrawn)
        .flatMap(({ name }) =>
          exercise === undefined || exercise === name ? set.sheets(name) : [],
        );

type ReadRuling = (
  amendment: Amendment,
  sheets: readonly Prepared[],
  set: Known,
  fault: FaultAt,
  whose: Scope,
) => Ruling;

const readers: Readonly<Record<Exclude<RulingName, "marksFrom">, ReadRuling>> = {
  void: ({ void: blanks, credit = "none" }, sheets, _, fault) => ({
    kind: "void",
    blanks: blanksIn(["void"], blanks!, sheets, fault),
    credit,
  }),
  accept: ({ accept }, sheets, _, fault) => {
    const accepted = new Map(Object.entries(accept!));
    for (const [blank, one] of accepted) {
      const asking = withBlank(["accept", blank], blank, sheets, fault);
      try {
        for (const sheet of asking) alternativesAt(sheet, blank, one);
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
        throw fault(["accept", blank], `accept.${blank}: ${error.message}`);
      }
    }
    return { kind: "accept", accepted };
  },
  tolerance: ({ tolerance, blanks }, sheets, _, fault) => ({
    kind: "tolerance",
    tolerance: tolerance!,
    blanks: blanks === undefined ? undefined : blanksIn(["blanks"], blanks, sheets, fault),
  }),
  marks: ({ marks }, sheets, set, fault, { exercise }) => {
    if (typeof marks === "number") {
      const most = set.exercise(exercise!).points;
      if (marks > most)
        throw fault(["marks"], `marks: expected at most ${most}, the points of ${exercise}`);
      return { kind: "points", points: marks };
    }
    for (const [blank, given] of Object.entries(marks!)) {
      const path = ["marks", blank];
      const asking = withBlank(path, blank, sheets, fault);
      const most = Math.max(...asking.map((sheet) => pointsOf(sheet, blank)));
      if (given > most) throw fault(path, `marks.${blank}: expected at most ${most}`);
    }
    return { kind: "marks", marks: new Map(Object.entries(marks!)) };
  },
  extension: ({ extension }, _, { timeZone }, fault) => {
    const until = endOf(extension!, timeZone);
    if (until !== undefined) return { kind: "extension", until, said: extension! };
    const what = isTime(extension!)
      ? "says no time zone, and the set has none: write +01:00 behind it, or timeZone in the set"
      : `expected a time such as 2027-03-12T23:59, got ${quoted(extension!)}`;
    throw fault(["extension"], `extension: ${what}`);
  },
  excused: () => ({ kind: "excused" }),
};

const pointsOf = ({ questions }: Prepared, blank: string): number =>
  questions.find(({ id }) => id === blank)?.points ?? 0;

function blanksIn(
  path: readonly PropertyKey[],
  named: string | readonly string[],
  sheets: readonly Prepared[],
  fault: FaultAt,
): readonly string[] {
  const blanks = [named].flat() as readonly string[];
  for (const [i, blank] of blanks.entries())
    withBlank(typeof named === "string" ? path : [...path, i], blank, sheets, fault);
  return blanks;
}

/** The sheets that ask for a blank; one at least has to. */
function withBlank(
  path: readonly PropertyKey[],
  blank: string,
  sheets: readonly Prepared[],
  fault: FaultAt,
): readonly Prepared[] {
  const ids = sheets.map(({ questions }) => questions.map(({ id }) => id));
  const asking = sheets.filter((_, i) => ids[i]!.includes(blank));
  if (asking.length > 0) return asking;
  const hint = didYouMean(blank, ids.flat());
  throw fault(path, `${String(path[0])}: there is no blank ${blank}${hint}`);
}

/** What a table of marks by hand says: a row each. */
interface MarkByHand extends Scope {
  readonly reason: string | undefined;
  readonly ruling: Ruling;
}

const columns = ["student_id", "exercise", "variant", "points", "reason"] as const;

function marksIn(path: string, set: Known, place: FaultAt): readonly MarkByHand[] {
  const source = shownPath(path);
  if (!existsSync(path)) throw place(["marksFrom"], `marksFrom: there is no file ${source}`);
  const [heading, ...rows] = csvRecords(fileBytes(path, jsonLimits.bytes), source);
  const names = (heading?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const at = (line: number, what: string): InputError =>
    new InputError(source, what, { line, column: 1 });
  const hasWhose = names.includes("student_id") || names.includes("variant");
  if (!hasWhose || !names.includes("points"))
    throw at(heading?.line ?? 1, "expected the headings student_id (or variant) and points");
  const [only, ...others] = set.exercises.map(({ name }) => name);
  return rows.map(({ line, cells }) => {
    const said = Object.fromEntries(
      columns.map((name) => [name, cells[names.indexOf(name)]?.trim() || undefined]),
    ) as Readonly<Record<(typeof columns)[number], string | undefined>>;
    const fault: FaultAt = (_, what) => at(line, what);
    const { student_id: student, variant, reason, points } = said;
    if (student === undefined && variant === undefined)
      throw at(line, "expected a student_id or a variant");
    const exercise =
      said.exercise ?? (variant === undefined && others.length === 0 ? only : undefined);
    const whose = scopeOf(
      { exercise, variant, student, reason: "", date: "" } as Amendment,
      set,
      fault,
    );
    if (whose.exercise === undefined) throw at(line, "expected an exercise or a variant");
    const marks = /^\d+(?:[.,]\d+)?$/.test(points ?? "")
      ? Number(points!.replace(",", "."))
      : Number.NaN;
    if (Number.isNaN(marks))
      throw at(line, `points: expected a number, got ${quoted(points ?? "")}`);
    const most = set.exercise(whose.exercise).points;
    if (marks > most) throw at(line, `points: expected at most ${most}, got ${points}`);
    return { ...whose, reason, ruling: { kind: "points", points: marks } };
  });
}
