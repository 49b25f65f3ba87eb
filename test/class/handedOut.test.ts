import { expect, test } from "vitest";
import { classProblemJson } from "../../src/class/classProblemJson.js";
import { classExercise } from "../../src/class/classProblems.js";
import { handedOutProblem, readClassProblem } from "../../src/class/handedOut.js";
import { policyFor } from "../../src/class/policy.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { keyJson, problemJson } from "../../src/export/problemJson.js";
import { givensOf, problem, problemFromGivens } from "../../src/problem/problem.js";
import { exerciseText, malrules } from "../exercises.js";

const name = "mlp-2-2-1-sigmoid";
const file = readExercise(exerciseText(name), `${name}.yaml`);
const overrides = { ask: ["preActivation", "activation"], tolerance: { absolute: 0.01 } };
const prepared = classExercise(file, {}, overrides, malrules);
const variant = problemFromGivens(prepared, givensOf(problem(prepared, "s")), "V");

test("problem.json gives the same problem back, with what the set has otherwise", () => {
  const set = {
    title: "t",
    course: "c",
    name: "s",
    locale: { decimalComma: true },
    policy: {},
    exercises: [{ exercise: name }],
  };
  const exercise = {
    name,
    version: 1,
    points: 1,
    overrides,
    text: "",
    prepared,
    policy: policyFor({}, overrides),
  };
  const written = JSON.stringify(
    classProblemJson(
      problemJson(variant, (id) => id),
      set,
      exercise,
    ),
  );
  const read = readClassProblem(written, "problem.json");
  expect(read.locale).toEqual({ decimalComma: true });
  expect(keyJson(handedOutProblem(read, file, malrules, "problem.json"))).toEqual(keyJson(variant));
  expect(() =>
    handedOutProblem({ ...read, exerciseVersion: 9 }, file, malrules, "problem.json"),
  ).toThrow(
    `problem.json: is of version 9 of ${name}; this is version ${prepared.exercise.version}`,
  );
  expect(() => handedOutProblem({ ...read, givens: [] }, file, malrules, "problem.json")).toThrow(
    /^problem\.json: variant V of .* has no value for /,
  );
});
