import { expect, test } from "vitest";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { resultOf } from "../../src/grade/resultsJson.js";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, prepared } from "../exercises.js";
import { exactHand } from "../measure/arithmetic.js";
import type { Misconception } from "../measure/misconceptions.js";
import { usual } from "../measure/orders.js";
import { carry } from "../measure/student.js";
import { givensOf, taskOf } from "../measure/task.js";

const exercises = new Map(exerciseNames.map((name) => [name, prepared(name)]));

const mark = (name: string, seed: string, answers: Record<string, unknown>): MarkedScript =>
  markScript(problem(exercises.get(name)!, seed), { schemaVersion: 1, exercise: name, answers });

/** A script by one who has these misconceptions throughout, and loses no digit. */
function believing(name: string, seed: string, ...believes: Misconception[]): MarkedScript {
  const variant = problem(exercises.get(name)!, seed);
  const task = taskOf(exercises.get(name)!);
  const student = { hand: exactHand, choose: usual, believes: new Set(believes) };
  const script = carry(task, givensOf(variant), student);
  return mark(
    name,
    seed,
    Object.fromEntries([...script].map(([id, value]) => [id, value.toFixed(task.digits.decimals)])),
  );
}

const named = ({ diagnosis }: MarkedScript): readonly string[] =>
  diagnosis.map(({ malrules }) => malrules.join());
const verdictOf = ({ blanks }: MarkedScript, id: string) =>
  blanks.find((blank) => blank.id === id)!.verdict;

test("what follows from a wrong digit is no misconception, though one would give it from the right values", () => {
  const script = mark("descent-by-hand", "measure-96", {
    a1_1: "1.5",
    loss: "6.125",
    dw1_1_1: "7",
    new_w1_1_1: "-1.6",
    "s2.a1_1": "-3.2",
    "s2.loss": "0.72",
    "s2.dw1_1_1": "-2.4",
    "s2.new_w1_1_1": "-0.88",
  });
  expect(script.firstError).toBe("a1_1");
  expect(named(script)).toEqual([]);
});

test("a pre-activation that was right at its activation contradicts a misconception once, however many blanks it enters", () => {
  const script = believing("mlp-2-3-1-relu", "measure-2", "another-nodes-bias");
  expect(script.diagnosis[0]).toMatchObject({
    malrules: ["another-nodes-bias"],
    hits: 8,
    contradictions: 4,
  });
});

test("a misconception is found in a value that another has changed before, where that value is not asked", () => {
  const script = believing("mlp-2-2-2-relu", "measure-26", "ascends", "uses-updated-weights");
  expect(named(script)).toEqual(["ascends", "uses-updated-weights"]);
  const together = { kind: "misconception", explanations: [["ascends", "uses-updated-weights"]] };
  expect(verdictOf(script, "dz2_1_da1_1")).toMatchObject(together);
  expect(resultOf(script).blanks.dz2_1_da1_1).toMatchObject({
    malrules: ["ascends", "uses-updated-weights"],
    explanations: [["ascends", "uses-updated-weights"]],
  });
  expect(resultOf(script).blanks.new_w2_2_2).not.toHaveProperty("explanations");
});

test("two that give the same are told from two committed together", () => {
  const script = believing(
    "mlp-2-3-1-relu",
    "measure-7",
    "error-sign-flipped",
    "omits-activation-derivative",
  );
  expect(verdictOf(script, "dw1_3_1")).toMatchObject({
    explanations: expect.arrayContaining([
      ["omits-activation-derivative", "error-sign-flipped"],
      ["error-sign-flipped", "ignores-gate"],
    ]),
  });
  expect(script.diagnosis[1]).toMatchObject({
    malrules: ["omits-activation-derivative", "ignores-gate"],
    explanations: [["omits-activation-derivative"], ["ignores-gate"]],
  });
});

test("what follows without earning marks does not stand in the way of finding two misconceptions", () => {
  const script = believing(
    "mlp-2-2-2-sigmoid",
    "measure-5",
    "transposed-weights",
    "second-pass-old-weights",
  );
  expect(named(script).slice(0, 2)).toEqual(["transposed-weights", "second-pass-old-weights"]);
});

test.each([
  ["activation-twice", "exponent-sign"],
  ["tanh-for-sigmoid", "activation-twice"],
] as const)("%s and %s are found at one blank", (one, other) => {
  const script = believing("mlp-2-1-1-sigmoid", "measure-24", one, other);
  expect(script.diagnosis[0]?.explanations[0]).toEqual(expect.arrayContaining([one, other]));
});
