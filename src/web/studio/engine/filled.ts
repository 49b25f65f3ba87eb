import type { Formula } from "../../../graph/formula.js";
import { dependenciesOf } from "../../../graph/graph.js";
import { type Malrule, misreadings } from "../../../graph/rewrite.js";
import { preparedWith } from "../../../problem/prepare.js";
import { exactValue, givensOf, type Problem, problemFromGivens } from "../../../problem/problem.js";
import { UnsoundError } from "../../../problem/unsoundError.js";
import { rounded } from "../../../render/number.js";
import { plain } from "../../../render/plain.js";
import { number } from "../../../render/typeset.js";
import type { FilledAs } from "../protocol.js";

/** What is written in the blanks by somebody of a kind. */
export type Filled = Readonly<Record<string, string>>;

/**
 * The answers of somebody who makes no mistake; who makes one slip and goes on with it; or who has
 * a misconception everywhere. Throws an UnsoundError where such answers cannot be worked out.
 */
export function filled(problem: Problem, as: FilledAs): Filled {
  if (as.kind !== "misconception")
    return as.kind === "slip" ? slipped(problem) : answersOf(problem, problem);
  const { id: malruleId } = as;
  const malrule = problem.prepared.marking().malrules.find(({ id }) => id === malruleId);
  return malrule ? answersOf(problem, misread(problem, malrule)) : answersOf(problem, problem);
}

/** What is asked in a problem, with the values that another makes of it. */
function answersOf(problem: Problem, other: Problem): Filled {
  const { prepared, key } = problem;
  const { rounding } = prepared.exercise;
  return Object.fromEntries(
    prepared.questions.flatMap(({ id }) => {
      const answer = key.get(id)!;
      if (answer.kind === "choice") return [[id, answer.word]];
      // A state after many rounds is not carried by hand, so no slip gets there.
      const isFarOff = prepared.graph.get(id)?.recurrence !== undefined;
      const value = exactValue(isFarOff ? problem : other, id);
      return Number.isFinite(value) ? [[id, plain(number(rounded(value, rounding)))]] : [];
    }),
  );
}

function misread(problem: Problem, malrule: Malrule): Problem {
  const { graph } = problem.prepared;
  const formulas = [...graph.values()].flatMap((quantity): [string, Formula][] => {
    const [formula] = misreadings(graph, quantity, malrule);
    return formula === undefined ? [] : [[quantity.id, formula]];
  });
  return workedOut(problem, new Map(formulas), {});
}

/** The first blank that another is computed from has the wrong sign, or is 1 where it is 0. */
function slipped(problem: Problem): Filled {
  const { questions, graph } = problem.prepared;
  const right = answersOf(problem, problem);
  const asked = questions.filter(({ id }) => problem.key.get(id)!.kind === "number");
  const isUsed = (id: string): boolean =>
    asked.some((one) => dependenciesOf(graph.get(one.id)!).includes(id));
  const { id } = asked.find((one) => isUsed(one.id)) ?? asked[0] ?? {};
  if (id === undefined) return right;
  const wrong = -exactValue(problem, id) || 1;
  const other = workedOut(problem, new Map([[id, undefined]]), { [id]: wrong });
  return answersOf(problem, other);
}

/** The same numbers, with other formulas for some quantities or none for those that are known. */
function workedOut(
  problem: Problem,
  formulas: ReadonlyMap<string, Formula | undefined>,
  known: Readonly<Record<string, number>>,
): Problem {
  try {
    const prepared = preparedWith(problem.prepared, formulas);
    return problemFromGivens(prepared, { ...givensOf(problem), ...known }, problem.variant);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnsoundError("such answers cannot be worked out here");
  }
}
