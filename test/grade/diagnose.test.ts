import { expect, test } from "vitest";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { problem } from "../../src/problem.js";
import { exerciseNames, prepared } from "../exercises.js";

const exercises = new Map(exerciseNames.map((name) => [name, prepared(name)]));

const mark = (name: string, seed: string, answers: Record<string, unknown>): MarkedScript =>
  markScript(problem(exercises.get(name)!, seed), { schemaVersion: 1, exercise: name, answers });

const named = ({ diagnosis }: MarkedScript): readonly string[] => diagnosis.map(({ malrules }) => malrules.join());

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
