import { describe, expect, test } from "vitest";
import { classProblemJson } from "../../src/class/classProblemJson.js";
import { classExercise } from "../../src/class/classProblems.js";
import { told } from "../../src/class/feedback.js";
import { handedOutProblem, readClassProblem } from "../../src/class/handedOut.js";
import { policyFor } from "../../src/class/policy.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { keyJson, problemJson } from "../../src/export/problemJson.js";
import { markScript } from "../../src/grade/markScript.js";
import { givensOf, problem, problemFromGivens } from "../../src/problem.js";
import { exerciseText, malrules } from "../exercises.js";

const name = "mlp-2-2-1-sigmoid";
const file = readExercise(exerciseText(name), `${name}.yaml`);
const overrides = { ask: ["preActivation", "activation"], tolerance: { absolute: 0.01 } };
const prepared = classExercise(file, {}, overrides, malrules);
const variant = problemFromGivens(prepared, givensOf(problem(prepared, "s")), "V");

describe("what a student is told", () => {
  const typed = { z1_1: "12", a1_1: "abc" };
  const answers = {
    ...Object.fromEntries([...variant.key].map(([id, a]) => [id, a.kind === "number" ? a.value : ""])),
    ...typed,
    a2_1: "",
  };
  const marked = markScript(variant, { schemaVersion: 1, exercise: name, answers });
  const said = (feedback: Parameters<typeof told>[1]) =>
    Object.fromEntries(told(marked, feedback).blanks.map(({ id, said }) => [id, said]));

  test("by verdicts is what is right, and no hint", () => {
    expect(said("verdicts")).toMatchObject({ z1_1: "notRight", a1_1: "unreadable", a2_1: "blank", z1_2: "right" });
    expect(told(marked, "verdicts").hints).toBe(false);
  });
  test("by hints is the same, and hints", () => {
    expect(said("hints")).toEqual(said("verdicts"));
    expect(told(marked, "hints").hints).toBe(true);
  });
  test("by format is only what can be read", () => {
    expect(new Set(Object.values(said("format")))).toEqual(new Set(["answered", "unreadable", "blank"]));
    expect(said("format")).toMatchObject({ z1_1: "answered", a1_1: "unreadable", a2_1: "blank", z1_2: "answered" });
  });
});

test("problem.json gives the same problem back, with what the set has otherwise", () => {
  const set = {
    title: "t",
    course: "c",
    name: "s",
    locale: { decimalComma: true },
    policy: {},
    exercises: [{ exercise: name }],
  };
  const exercise = { name, version: 1, points: 1, overrides, text: "", prepared, policy: policyFor({}, overrides) };
  const written = JSON.parse(
    JSON.stringify(
      classProblemJson(
        problemJson(variant, (id) => id),
        set,
        exercise,
      ),
    ),
  );
  const read = readClassProblem(written, "problem.json");
  expect(read.locale).toEqual({ decimalComma: true });
  expect(keyJson(handedOutProblem(read, file, malrules, "problem.json"))).toEqual(keyJson(variant));
  expect(() => handedOutProblem({ ...read, exerciseVersion: 9 }, file, malrules, "problem.json")).toThrow(
    `problem.json: is of version 9 of ${name}; this is version 1`,
  );
});
