import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classProblemJson } from "../../src/class/classProblemJson.js";
import { classExercise } from "../../src/class/classProblems.js";
import { type Overrides, policyFor } from "../../src/class/policy.js";
import { check } from "../../src/cli/check.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { problemJson } from "../../src/export/problemJson.js";
import { givensOf, problem, problemFromGivens } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { exerciseText, malrules } from "../exercises.js";
import { caught, folderWith } from "./scripts.js";

const name = "mlp-2-2-1-sigmoid";
const file = readExercise(exerciseText(name), `${name}.yaml`);

/**
 * What check says of a script with `typed` in it, beside the problem.json that the set handed out.
 */
async function said(
  overrides: Overrides,
  typed: object,
  decimalComma = false,
  of: object = { variant: "ABCD-EFGH" },
): Promise<string> {
  const prepared = classExercise(file, {}, overrides, malrules);
  const variant = problemFromGivens(prepared, givensOf(problem(prepared, "s")), "ABCD-EFGH");
  const set = {
    title: "t",
    course: "c",
    name: "s",
    locale: { decimalComma },
    policy: {},
    exercises: [],
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
  const text = (value: number): string =>
    rounded(value, prepared.exercise.rounding).replace("−", "-");
  const answers = Object.fromEntries(
    [...variant.key].map(([id, answer]) => [
      id,
      answer.kind !== "number"
        ? ""
        : decimalComma
          ? text(answer.value).replace(".", ",")
          : text(answer.value),
    ]),
  );
  const folder = folderWith({
    "problem.json": JSON.stringify(
      classProblemJson(
        problemJson(variant, (id) => id),
        set,
        exercise,
      ),
    ),
    "submission.json": JSON.stringify({
      schemaVersion: 1,
      exercise: name,
      ...of,
      student: "s1",
      answers: { ...answers, ...typed },
    }),
  });
  return (await caught(() => check(join(folder, "submission.json"), {}))).out;
}

describe("check of a class's variant, which has no seed", () => {
  test("tells verdicts and no hint, unless the set says otherwise", async () => {
    const out = await said({}, { a1_1: "0.9" });
    expect(out).toMatch(/a1_1 +0\.9 +not right: look here first/);
    expect(out).not.toContain("Hint:");
  });

  test("tells whether answers can be read and nothing else, where the set allows that alone", async () => {
    const out = await said({ feedback: "format" }, { a1_1: "0.9", z1_1: "abc" });
    expect(out).toMatch(/a1_1 +0\.9 +can be read/);
    expect(out).not.toMatch(/right|follows|look here/);
    expect(out).toMatch(/z1_1 +abc /);
  });

  test("reads a decimal comma where the set writes one", async () => {
    expect(await said({}, {}, true)).toMatch(/31 of 31 right/);
  });

  test("is refused where the submission is of another variant than the sheet beside it", async () => {
    const folder = folderWith({
      "problem.json": JSON.stringify({ schemaVersion: 1, exercise: name }),
      "submission.json": JSON.stringify({
        schemaVersion: 1,
        exercise: name,
        variant: "X",
        answers: {},
      }),
    });
    expect(() => check(join(folder, "submission.json"), {})).toThrow(/problem\.json:1:1: /);
    await expect(said({}, {}, false, { variant: "X" })).rejects.toThrow(
      /answers \S+, variant X; .* variant ABCD-EFGH$/,
    );
    await expect(said({}, {}, false, {})).rejects.toThrow(
      /answers \S+, no variant; .* variant ABCD-EFGH$/,
    );
  });
});
