import type { MarkingPolicy } from "../grade/markScript.js";
import { type MarkedBlank, type MarkedScript, markScript } from "../grade/markScript.js";
import type { Formula } from "../graph/formula.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Submission } from "../handedIn/submission.js";
import type { Answer, Key } from "../problem/key.js";
import { type Prepared, preparedWith } from "../problem/prepare.js";
import { givensOf, type Problem, problemFromGivens } from "../problem/problem.js";
import { UnsoundError } from "../problem/unsoundError.js";
import { type Accepted, type Alternative, alternativesAt } from "./accepted.js";
import type { Decision, Ruling } from "./decision.js";

/** A script marked as it was decided. */
export interface AmendedScript {
  readonly script: MarkedScript;
  /** The problem it was marked against. */
  readonly problem: Problem;
  /** The decisions that touched it. */
  readonly decisions: readonly Decision[];
  /** The points that it has by hand. */
  readonly points?: number;
  readonly isExcused: boolean;
}

/** What stands at a blank instead of its key, and by which decision. */
interface InsteadAtBlank extends InsteadThere {
  readonly decision: Decision;
}

interface InsteadThere {
  readonly blank: string;
  readonly alternative: Alternative | { readonly value: number };
}

type Of<K extends Ruling["kind"]> = Decision & { readonly ruling: Extract<Ruling, { kind: K }> };

const of = <K extends Ruling["kind"]>(decisions: readonly Decision[], kind: K) =>
  decisions.filter((decision): decision is Of<K> => decision.ruling.kind === kind);

/**
 * Marks a script by the decisions that are about it: each amends the problem before it is marked,
 * so that what follows from an accepted answer follows, or sets marks when it is. What is accepted
 * holds where the student earns more by it.
 */
export function markAmended(
  problem: Problem,
  submission: Submission,
  policy: MarkingPolicy,
  decisions: readonly Decision[],
): AmendedScript {
  if (decisions.length === 0) {
    const script = markScript(problem, submission, policy);
    return { script, problem, decisions, isExcused: false };
  }
  const amended = toleratedAndVoided(problem, decisions);
  let best = { problem: amended, script: markScript(amended, submission, policy) };
  const taken: InsteadAtBlank[] = [];
  for (const instead of insteadIn(problem.prepared, submission, policy, decisions)) {
    if (verdictAt(best.script, instead.blank) === "correct") continue;
    if (taken.some(({ blank }) => blank === instead.blank)) continue;
    const other = withInstead(amended, [...taken, instead]);
    const script = other && markScript(other, submission, policy);
    if (!script || script.score <= best.script.score + 1e-9) continue;
    // What is not the accepted answer is worth no less by it.
    if (marksAt(script, instead.blank) < marksAt(best.script, instead.blank)) continue;
    best = { problem: other, script };
    taken.push(instead);
  }
  const [byHand] = of(decisions, "points").slice(-1);
  const holding = decisions.filter((decision) => !isOverruled(decision, decisions));
  return {
    ...best,
    script: withMarks(best.script, decisions),
    decisions: holding.filter(
      (decision) =>
        taken.some((one) => one.decision === decision) ||
        (decision.ruling.kind === "tolerance"
          ? isTouched(problem, amended, submission, policy)
          : isAbout(decision.ruling, problem)),
    ),
    ...(byHand ? { points: byHand.ruling.points } : {}),
    isExcused: of(decisions, "excused").length > 0,
  };
}

/** Whether later decisions of its kind say all that this one says otherwise. */
function isOverruled(decision: Decision, all: readonly Decision[]): boolean {
  const { ruling } = decision;
  const later = all
    .slice(all.indexOf(decision) + 1)
    .flatMap((one) => (one.ruling.kind === ruling.kind ? [one.ruling] : []));
  if (ruling.kind === "points" || ruling.kind === "excused") return later.length > 0;
  const overruled = new Set(later.flatMap(blanksSetBy));
  const own = blanksSetBy(ruling);
  return own.length > 0 && own.every((blank) => overruled.has(blank));
}

/** The blanks of which a decision leaves nothing that one before it said. */
function blanksSetBy(ruling: Ruling): readonly string[] {
  if (ruling.kind === "void") return ruling.blanks;
  return ruling.kind === "marks" ? [...ruling.marks.keys()] : [];
}

/** The problem that a script is marked against. */
export const amendedProblem = (
  problem: Problem,
  submission: Submission,
  policy: MarkingPolicy,
  decisions: readonly Decision[],
): Problem =>
  decisions.length === 0 ? problem : markAmended(problem, submission, policy, decisions).problem;

/** Whether a decision is about a script of this problem, whatever stands in it. */
function isAbout(ruling: Ruling, { key }: Problem): boolean {
  switch (ruling.kind) {
    case "void":
      return ruling.blanks.some((blank) => key.has(blank));
    case "marks":
      return [...ruling.marks.keys()].some((blank) => key.has(blank));
    default:
      return ruling.kind === "points" || ruling.kind === "excused";
  }
}

const marksAt = ({ blanks }: MarkedScript, blank: string): number =>
  blanks.find(({ id }) => id === blank)?.marks ?? 0;

const verdictAt = ({ blanks }: MarkedScript, blank: string): string | undefined =>
  blanks.find(({ id }) => id === blank)?.verdict.kind;

/** Whether another tolerance makes another verdict of any answer. */
function isTouched(
  problem: Problem,
  amended: Problem,
  submission: Submission,
  policy: MarkingPolicy,
): boolean {
  const [before, after] = [problem, amended].map((one) => markScript(one, submission, policy));
  return before!.blanks.some(({ id, verdict }) => verdictAt(after!, id) !== verdict.kind);
}

function toleratedAndVoided(problem: Problem, decisions: readonly Decision[]): Problem {
  const out = voidedWith(decisions, "none");
  const voided = out.size === 0 ? problem : remade(problem, new Map(), {}, out);
  return of(decisions, "tolerance").reduce((before, { ruling }) => {
    const { tolerance, blanks } = ruling;
    const { prepared } = before;
    const loose = madeOnce(prepared, JSON.stringify(tolerance), () => ({
      ...prepared,
      exercise: { ...prepared.exercise, tolerance },
    }));
    const after = problemFromGivens(loose, givensOf(before), before.variant);
    if (!blanks) return after;
    return withAnswers(before, (id, answer) => (blanks.includes(id) ? after.key.get(id)! : answer));
  }, voided);
}

/** The blanks that do not count with this credit: of several that say it, the later holds. */
function voidedWith(decisions: readonly Decision[], credit: "none" | "full"): ReadonlySet<string> {
  const credits = new Map(
    of(decisions, "void").flatMap(({ ruling }) =>
      ruling.blanks.map((blank) => [blank, ruling.credit] as const),
    ),
  );
  return new Set([...credits.keys()].filter((blank) => credits.get(blank) === credit));
}

/** What may stand at blanks of this script instead of their keys, in the order of computing. */
function insteadIn(
  prepared: Prepared,
  { answers }: Submission,
  policy: MarkingPolicy,
  decisions: readonly Decision[],
): readonly InsteadAtBlank[] {
  const asked = new Set(prepared.questions.map(({ id }) => id));
  const accepted = of(decisions, "accept").flatMap((decision) =>
    [...decision.ruling.accepted].flatMap(([blank, accepted]) =>
      asked.has(blank)
        ? alternativesOnce(prepared, blank, accepted).map((alternative) => ({
            decision,
            blank,
            alternative,
          }))
        : [],
    ),
  );
  // Whoever went on from what they wrote at a blank that does not count has made no error.
  const written = of(decisions, "void").flatMap((decision) =>
    decision.ruling.blanks.flatMap((blank) => {
      const reading = readNumber(answers[blank], policy);
      return asked.has(blank) && reading.kind === "number"
        ? [{ decision, blank, alternative: { value: reading.value } }]
        : [];
    }),
  );
  const { slots } = prepared.program;
  return [...accepted, ...written].sort((a, b) => slots.get(a.blank)! - slots.get(b.blank)!);
}

/** What is accepted at a blank is read, and tried, once for all scripts. */
function alternativesOnce(
  prepared: Prepared,
  blank: string,
  accepted: Accepted,
): readonly Alternative[] {
  const known = readOf.get(prepared) ?? new Map<string, readonly Alternative[]>();
  readOf.set(prepared, known);
  const name = JSON.stringify([blank, accepted]);
  const read = known.get(name) ?? alternativesAt(prepared, blank, accepted);
  known.set(name, read);
  return read;
}

const readOf = new WeakMap<Prepared, Map<string, readonly Alternative[]>>();

/** Whether something can be worked out at a blank of this problem. */
export const hasValueAt = (problem: Problem, blank: string, alternative: Alternative): boolean =>
  withInstead(problem, [{ blank, alternative }]) !== undefined;

/** A problem with other formulas, values and words at some blanks; none where it makes none. */
function withInstead(problem: Problem, all: readonly InsteadThere[]): Problem | undefined {
  const formulas = new Map<string, Formula | undefined>();
  const values: Record<string, number> = {};
  const words = new Map<string, string>();
  for (const { blank, alternative } of all) {
    if ("word" in alternative) words.set(blank, alternative.word);
    else if ("value" in alternative) {
      formulas.set(blank, undefined);
      values[blank] = alternative.value;
    } else formulas.set(blank, alternative.formula);
  }
  try {
    const other = formulas.size === 0 ? problem : remade(problem, formulas, values, new Set());
    return withAnswers(other, (id, answer) => besides(answer, problem.key.get(id)!, words.get(id)));
  } catch (error) {
    if (error instanceof UnsoundError || error instanceof RangeError) return undefined;
    throw error;
  }
}

// What is right by the key stays right.
function besides(answer: Answer, key: Answer, word: string | undefined): Answer {
  if (answer.kind === "choice") return word === undefined ? key : { ...answer, word };
  if (key.kind === "choice" || key.value === answer.value) return answer;
  const others = [...(answer.range.others ?? []), { key: key.value, range: key.range }];
  return { ...answer, value: answer.value, range: { ...answer.range, others } };
}

/** The same variant in an exercise with these formulas, and blanks that carry no marks. */
function remade(
  problem: Problem,
  formulas: ReadonlyMap<string, Formula | undefined>,
  values: Readonly<Record<string, number>>,
  out: ReadonlySet<string>,
): Problem {
  const { prepared, variant } = problem;
  const points = new Map([...out].map((id) => [id, 0]));
  const made = madeOnce(prepared, JSON.stringify([[...formulas], [...out]]), () =>
    preparedWith(prepared, formulas, points),
  );
  return problemFromGivens(made, { ...givensOf(problem), ...values }, variant);
}

/** What is made of an exercise is compiled once for all scripts. */
function madeOnce(prepared: Prepared, name: string, make: () => Prepared): Prepared {
  const known = madeOf.get(prepared) ?? new Map<string, Prepared>();
  madeOf.set(prepared, known);
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}

const madeOf = new WeakMap<Prepared, Map<string, Prepared>>();

function withAnswers(
  problem: Problem,
  change: (id: string, answer: Answer) => Answer,
): Problem & Key {
  const { slots } = problem.prepared.program;
  const key = new Map([...problem.key].map(([id, answer]) => [id, change(id, answer)]));
  const answers = [...problem.answers];
  for (const [id, answer] of key) answers[slots.get(id)!] = answer;
  return { ...problem, key, answers };
}

/** The script with the marks that were decided. */
function withMarks(script: MarkedScript, decisions: readonly Decision[]): MarkedScript {
  const full = voidedWith(decisions, "full");
  const byHand = new Map(of(decisions, "marks").flatMap(({ ruling }) => [...ruling.marks]));
  const blanks = script.blanks.map((blank): MarkedBlank => {
    const marks = byHand.get(blank.id) ?? (full.has(blank.id) ? blank.points : blank.marks);
    return { ...blank, marks: Math.min(marks, blank.points) };
  });
  const isVoid = new Set(of(decisions, "void").flatMap(({ ruling }) => ruling.blanks));
  const { firstError, ...rest } = script;
  const first =
    firstError !== undefined && isVoid.has(firstError)
      ? blanks.find(
          ({ id, verdict: { kind } }) =>
            (kind === "wrong" || kind === "misconception") && !isVoid.has(id),
        )?.id
      : firstError;
  return {
    ...rest,
    blanks,
    score: blanks.reduce((sum, { marks }) => sum + marks, 0),
    maxScore: blanks.reduce((sum, { points }) => sum + points, 0),
    ...(first === undefined ? {} : { firstError: first }),
  };
}
