import { expect, test } from "vitest";
import { misreadingsNear, pairsNear } from "../../src/grade/nearby.js";
import { estimateNear, keyEstimate, type Work, workIn, wrongAmong } from "../../src/grade/work.js";
import { localValue } from "../../src/graph/local.js";
import { problem } from "../../src/problem/problem.js";
import { malrulePairsAt } from "../../src/question/malrulePairs.js";
import type { MarkedQuestion } from "../../src/question/marking.js";
import { exerciseNames, prepared } from "../exercises.js";
import { worked } from "./sheet.js";

test.each(exerciseNames)("in %s no misreading that fits is far by a look at all values", (name) => {
  const exercise = prepared(name);
  const of = problem(exercise, "nearby");
  const { locals, questions } = exercise.marking();
  let fitting = 0;
  for (const marked of questions) {
    for (const { local } of marked.misreadings) {
      const values = locals.initial.slice();
      values.set(of.values.subarray(0, exercise.program.ids.length));
      const answers: Record<string, string> = {
        [marked.question.id]: String(localValue(locals, local, values)),
      };
      const alone = worked(of, answers);
      if (alone.wrong[marked.slot] === undefined) continue;
      fitting += expectedAt(alone, marked);
      // The same beside another wrong answer that it reads.
      const other = questions.find(({ slot }) => local.operands.includes(slot));
      if (!other) continue;
      answers[other.question.id] = String(1.3 * of.values[other.slot]! + 0.7);
      const beside = worked(of, answers);
      if (beside.wrong[marked.slot] !== undefined) fitting += expectedAt(beside, marked);
    }
  }
  expect(fitting).toBeGreaterThan(0);
});

/** How many fit, each of which has to be among those that are near. */
function expectedAt(work: Work, marked: MarkedQuestion): number {
  const { slot, misreadings } = marked;
  const right = work.wrong[slot]!;
  const places = misreadingsNear(work, marked, right, false);
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  const key = keyEstimate(work, slot);
  const fitting = [...misreadings.keys()].filter((place) => {
    const { local } = misreadings[place]!;
    const instead = wrongAmong(work, local.operands).map(
      (operand) => [operand, keyEstimate(work, operand)] as const,
    );
    return (
      estimateNear(work, slot, local, right) ??
      (instead.length > 0 && estimateNear(work, slot, local, key, instead))
    );
  });
  expect(places).toEqual(expect.arrayContaining(fitting));
  const { program, marking } = work.problem.prepared;
  const pairs = malrulePairsAt(program, marking(), marked);
  const there = workIn(work, pairs.locals);
  const fittingPairs = [...pairs.pairs.keys()].filter((place) =>
    estimateNear(there, slot, pairs.pairs[place]!.local, right),
  );
  expect(pairsNear(work, slot, pairs, right)).toEqual(expect.arrayContaining(fittingPairs));
  return fitting.length;
}
