import { boundAsWritten } from "../graph/local.js";
import { exactValue } from "../problem/problem.js";
import type { Estimate } from "../question/evidence.js";
import type { MarkedQuestion } from "../question/marking.js";
import { carriedAt, type PrintedText, roomAt, unitAt } from "./printedText.js";
import type { Work } from "./work.js";

/** What one step says of a printed number: whether it is right there, or nobody can tell. */
export type StepVerdict = "right" | "unjudgeable" | "wrong";

/**
 * The largest share of a value by which the digits printed before it may leave it open: beyond,
 * they say too little to judge it by.
 */
export const mostOpen = 0.02;

/**
 * Judges a number that is not the exact one by the numbers printed before it. What its formula
 * gives on them as they stand, and what lies between that and the exact value, is right. Beyond,
 * each printed number may stand for any that rounds to it, or that is cut to it, and what is not
 * printed is carried with the digits shown. What lies within that is right, too, where it is no
 * more than a small share of the value. So a number that is moved away is right at first, then
 * perhaps open, then wrong, and never right again. `onRight` says whether no mistake comes before,
 * and which operands are right.
 */
export function judgeStep(
  text: PrintedText,
  work: Work,
  marked: MarkedQuestion,
  onRight: { readonly whole: boolean; isRight(operand: number): boolean },
): StepVerdict {
  const { slot } = marked;
  const { value } = text.written[slot]!;
  // Computed in full, it does not depend on what was printed, unless that was wrong.
  if (text.printedAs === "computed" && onRight.whole) return "wrong";
  const step = work.wrong[slot]!;
  const near = onRight.whole
    ? hull([
        around(step),
        around({ value: exactValue(text.problem, marked.question.id), bound: roomAt(text, slot) }),
      ])
    : around(step);
  if (contains(near, value)) return "right";
  const far = hull([
    near,
    ...cuttings(text).map((cuts) => reachedFrom(text, work, marked, cuts, onRight.isRight)),
  ]);
  if (!(Number.isFinite(far.from) && Number.isFinite(far.to))) return "unjudgeable";
  if (!contains(far, value)) return "wrong";
  const beyond = Math.max(far.to - near.to, near.from - far.from);
  return beyond > mostOpen * Math.abs(step.value) ? "unjudgeable" : "right";
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const around = ({ value, bound }: Estimate): Stretch => ({
  from: value - bound,
  to: value + bound,
});

const hull = (intervals: readonly Stretch[]): Stretch => ({
  from: Math.min(...intervals.map(({ from }) => from)),
  to: Math.max(...intervals.map(({ to }) => to)),
});

const contains = ({ from, to }: Stretch, value: number): boolean => {
  const slack = 8 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(to));
  return value >= from - slack && value <= to + slack;
};

/** Whether numbers of the text may have been cut off: one of each. */
const cuttings = ({ printedAs, problem }: PrintedText): readonly boolean[] =>
  printedAs === "rounded" && problem.prepared.exercise.rounding.truncation
    ? [false, true]
    : [false];

/** What a number may be where the printed ones before it are rounded, or all of them are cut. */
function reachedFrom(
  text: PrintedText,
  work: Work,
  marked: MarkedQuestion,
  cuts: boolean,
  isRight: (operand: number) => boolean,
): Stretch {
  const { slot, right } = marked;
  const { values, bounds, locals } = work;
  const before = right.operands.map((operand) => [values[operand]!, bounds[operand]!] as const);
  for (const operand of right.operands) {
    if (text.written[operand] === undefined) continue;
    const stands = standsFor(text, operand, cuts, isRight(operand));
    values[operand] = stands.value;
    bounds[operand] = stands.bound;
  }
  const rounding = { ...carriedAt(text, slot, right), truncation: false };
  const bound = boundAsWritten(locals, right, values, bounds, rounding);
  const value = values[right.result]!;
  for (const [i, operand] of right.operands.entries())
    [values[operand], bounds[operand]] = before[i]!;
  const { from, to } = around({ value, bound });
  const unit = roomAt(text, slot);
  if (!cuts) return { from: from - unit / 2, to: to + unit / 2 };
  // What is cut comes nearer to 0, and no further from it.
  return { from: to > 0 ? from - unit : from, to: from < 0 ? to + unit : to };
}

/** The numbers that a printed one may stand for; one that needs no more digits, only for itself. */
function standsFor(text: PrintedText, slot: number, cuts: boolean, isRight: boolean): Estimate {
  const { value } = text.written[slot]!;
  const exact = exactValue(text.problem, text.problem.prepared.program.ids[slot]!);
  const distance = Math.abs(value - exact);
  if (distance <= 1e-9 * Math.max(1, Math.abs(exact))) return { value, bound: 0 };
  const half = unitAt(text, slot) / 2;
  // What is printed larger than it is has been rounded.
  const isCut = cuts && !(isRight && Math.abs(value) > Math.abs(exact));
  const middle = isCut ? value + Math.sign(value) * half : value;
  const least = isCut && value === 0 ? 2 * half : half;
  return { value: middle, bound: isRight ? Math.max(least, Math.abs(middle - exact)) : least };
}
