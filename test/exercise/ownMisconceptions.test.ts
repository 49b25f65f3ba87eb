import { describe, expect, test } from "vitest";
import { graphOf } from "../../src/exercise/graphOf.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { markScript } from "../../src/grade/markScript.js";
import { misreadings } from "../../src/graph/rewrite.js";
import { prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, exerciseText, malrules, prepared } from "../exercises.js";
import { workedBy } from "../measure/formulaStudent.js";

const own = (row: string): ReturnType<typeof prepare> =>
  prepare(
    readExercise(
      `${exerciseText("mlp-2-2-1-tanh")}\nmisconceptions:\n${row.replace(/^/gm, "  ")}`,
      "own.yaml",
    ),
    malrules,
  );

const row = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    id: "adds-the-rate",
    in: "updatedWeight",
    right: "rest - learningRate * slope",
    wrong: "rest - (learningRate + slope)",
    name: "adds the rate to the gradient",
    hint: "How do rate and gradient make a step?",
    ...changes,
  })
    .map(([key, value], i) => `${i === 0 ? "- " : "  "}${key}: ${JSON.stringify(value)}`)
    .join("\n");

describe("an instructor's own misconception, in the exercise's file", () => {
  test("is named where it is committed", () => {
    const of = problem(own(row()), "1");
    const value = (id: string): number => of.values[of.prepared.program.slots.get(id)!]!;
    const answers = workedBy(of, (slot) => {
      const [, weight] = /^new_(w.*)$/.exec(of.prepared.program.ids[slot]!) ?? [];
      if (weight === undefined) return undefined;
      const written = value(weight) - (value("eta") + value(`d${weight}`));
      return { written, onwards: written };
    });
    const { diagnosis } = markScript(of, { schemaVersion: 1, exercise: "mlp-2-2-1-tanh", answers });
    expect(diagnosis[0]).toMatchObject({ malrules: ["adds-the-rate"], certainty: "shows" });
  });

  test("is refused where it changes nothing, with its line", () => {
    const line = exerciseText("mlp-2-2-1-tanh").split("\n").length + 2;
    expect(() => own(row({ right: "velocity * slope" }))).toThrow(
      new RegExp(
        `own\\.yaml:${line}:\\d+.*adds-the-rate: it changes nothing in this exercise`,
        "s",
      ),
    );
  });

  test("is refused where it has the id of another, or a formula that is none", () => {
    expect(() => own(row({ id: "ascends" }))).toThrow("there is one of this id already");
    expect(() => own(`${row()}\n${row()}`)).toThrow("there is one of this id already");
    expect(() => own(row({ wrong: "rest -" }))).toThrow("adds-the-rate: ");
  });
});

const graphs = exerciseNames.map((name) => graphOf(prepared(name).exercise));

test.each(malrules.map((malrule) => [malrule.id, malrule] as const))(
  "the row %s changes something in a shipped exercise",
  (_, malrule) => {
    const fits = graphs.some((whole) =>
      [...whole.values()].some((quantity) => misreadings(whole, quantity, malrule).length > 0),
    );
    expect(fits).toBe(true);
  },
);
