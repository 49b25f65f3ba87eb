import { type YamlFile, yamlFile, yamlValue } from "../exercise/yamlFile.js";
import { quoted } from "../input/inputError.js";
import { didYouMean } from "../input/nearest.js";
import type { Prepared } from "../problem/prepare.js";
import { type Alternative, alternativesAt } from "./accepted.js";
import { hasValueAt } from "./amend.js";
import { type Amendment, amendmentsSchema, type RulingName, rulings } from "./amendments.js";
import { concerns, type Decision, type Ruling } from "./decision.js";
import { type FaultAt, type Scope, scopeOf, type UndecidedSet } from "./decisionScope.js";
import { endOf, isTime } from "./instant.js";
import { marksIn, type NamedTable } from "./marksTable.js";

/** Finds a table that lies beside the file of decisions, by its name. */
export type TableBeside = (name: string) => NamedTable;

/**
 * What is written in a file of decisions. In one that has only remarks, nothing is decided. Throws
 * an InputError.
 */
export const amendmentsIn = (text: string, source: string): YamlFile<readonly Amendment[]> =>
  yamlFile(amendmentsSchema, text, source, yamlValue(text, source) ?? []);

/**
 * Reads the decisions on a set from the text of their YAML file. `source` is what that is called in
 * messages. Throws an InputError with file, line and column for the first mistake.
 */
export function readAmendments(
  text: string,
  source: string,
  set: UndecidedSet,
  tableBeside: TableBeside,
): readonly Decision[] {
  const file = amendmentsIn(text, source);
  const faultIn =
    (index: number): FaultAt =>
    (place, what) =>
      file.error([index, ...place], what);
  const decisions = file.value.flatMap((amendment, index) =>
    decisionsIn(amendment, index, set, tableBeside, faultIn(index)),
  );
  refuseNothingLeft(decisions, set, faultIn);
  return decisions;
}

/** An exercise without a blank that counts would cost everybody its points. */
function refuseNothingLeft(
  decisions: readonly Decision[],
  set: UndecidedSet,
  faultIn: (index: number) => FaultAt,
): void {
  const out = new Map<Prepared, Set<string>>();
  for (const { ruling, number, student, ...whose } of decisions) {
    if (ruling.kind !== "void") continue;
    for (const sheet of sheetsFor({ ...whose, student }, set)) {
      // What is of one variant or student is looked at by itself.
      const isOfAll = student === undefined && whose.variant === undefined;
      const before = out.get(sheet) ?? new Set();
      const now = new Set(before);
      for (const blank of ruling.blanks)
        if (ruling.credit === "none") now.add(blank);
        else now.delete(blank);
      if (isOfAll) out.set(sheet, now);
      if (sheet.questions.some(({ id, points }) => points > 0 && !now.has(id))) continue;
      const what =
        "void: no blank would be left that counts: say credit: full, " +
        "or take the exercise out of the set";
      throw faultIn(number - 1)(["void"], what);
    }
  }
}

function decisionsIn(
  amendment: Amendment,
  index: number,
  set: UndecidedSet,
  tableBeside: TableBeside,
  fault: FaultAt,
): readonly Decision[] {
  const kind = rulingOf(amendment, fault);
  refuseBadDate(amendment, fault);
  const whose = scopeOf(amendment, set, fault);
  refuseScope(kind, whose, fault);
  const { reason, date } = amendment;
  const common = { number: index + 1, reason, date, ...whose };
  if (kind === "marksFrom")
    return marksIn(tableBeside(amendment.marksFrom!), set, fault).map((row) => ({
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
  const [whose] = (["exercise", "variant", "student"] as const).filter(
    (name) => amendment[name] !== undefined,
  );
  if (kind === "marksFrom" && whose !== undefined)
    throw fault([whose], `${whose}: goes not with marksFrom, whose table says it in each row`);
  return kind;
}

function refuseBadDate({ date }: Amendment, fault: FaultAt): void {
  if (!isTime(date))
    throw fault(["date"], `date: expected a day such as 2027-03-01, got ${quoted(date)}`);
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
const sheetsFor = ({ exercise, variant }: Scope, set: UndecidedSet): readonly Prepared[] =>
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
  set: UndecidedSet,
  fault: FaultAt,
  whose: Scope,
) => Ruling;

const readers: Readonly<Record<Exclude<RulingName, "marksFrom">, ReadRuling>> = {
  void: ({ void: blanks, credit = "none" }, sheets, _, fault) => ({
    kind: "void",
    blanks: blanksIn(["void"], blanks!, sheets, fault),
    credit,
  }),
  accept: ({ accept }, sheets, set, fault, whose) => {
    const accepted = new Map(Object.entries(accept!));
    if (accepted.size === 0) throw fault(["accept"], "accept: expected a blank at least, got none");
    for (const [blank, one] of accepted) {
      const asking = withBlank(["accept", blank], blank, sheets, fault);
      try {
        const alternatives = asking.flatMap((sheet) => alternativesAt(sheet, blank, one));
        if (!alternatives.some((one) => isWorkable(one, blank, whose, set)))
          throw new RangeError(`${one} gives no number`);
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
    if (Object.keys(marks!).length === 0)
      throw fault(["marks"], "marks: expected points, or a blank at least, got none");
    for (const [blank, given] of Object.entries(marks!)) {
      const path = ["marks", blank];
      const asking = withBlank(path, blank, sheets, fault);
      const most = Math.max(...asking.map((sheet) => pointsOf(sheet, blank)));
      if (given > most) throw fault(path, `marks.${blank}: expected at most ${most}`);
    }
    return { kind: "marks", marks: new Map(Object.entries(marks!)) };
  },
  extension: ({ extension }, _, set, fault, { exercise }) => {
    const { timeZone } = set;
    const until = endOf(extension!, timeZone);
    if (until !== undefined) {
      refuseShorter(
        until,
        exercise === undefined ? set.exercises.map(({ name }) => name) : [exercise],
        set,
        fault,
      );
      return { kind: "extension", until, said: extension! };
    }
    const what = isTime(extension!)
      ? "says no time zone, and the set has none: write +01:00 behind it, or timeZone in the set"
      : `expected a time such as 2027-03-12T23:59, got ${quoted(extension!)}`;
    throw fault(["extension"], `extension: ${what}`);
  },
  excused: () => ({ kind: "excused" }),
};

/** So many variants are tried. */
const mostTried = 20;

/** Whether something gives a number, or a word, at a blank of some variant. */
function isWorkable(
  alternative: Alternative,
  blank: string,
  { exercise, variant, student }: Scope,
  set: UndecidedSet,
): boolean {
  let tried = 0;
  for (const one of set.variants) {
    if (!concerns({ exercise, variant, student }, one)) continue;
    if (hasValueAt(set.problemOf(one), blank, alternative)) return true;
    if (++tried === mostTried) return false;
  }
  return false;
}

/** An extension that ends before every deadline that it moves takes time away. */
function refuseShorter(
  until: number,
  exercises: readonly string[],
  set: UndecidedSet,
  fault: FaultAt,
): void {
  const deadlines = exercises.flatMap((name) => set.policy(name).deadline ?? []);
  const isShorter = (deadline: string): boolean => until < endOf(deadline, set.timeZone)!;
  if (deadlines.length > 0 && deadlines.every(isShorter))
    throw fault(["extension"], `extension: expected a time after the deadline, ${deadlines[0]}`);
}

const pointsOf = ({ questions }: Prepared, blank: string): number =>
  questions.find(({ id }) => id === blank)?.points ?? 0;

function blanksIn(
  path: readonly PropertyKey[],
  named: string | readonly string[],
  sheets: readonly Prepared[],
  fault: FaultAt,
): readonly string[] {
  const blanks = [named].flat() as readonly string[];
  for (const [i, blank] of blanks.entries()) {
    const place = typeof named === "string" ? path : [...path, i];
    withBlank(place, blank, sheets, fault);
    if (blanks.indexOf(blank) < i)
      throw fault(place, `${String(path[0])}: ${blank} is there twice`);
  }
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
