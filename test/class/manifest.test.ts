import { expect, test } from "vitest";
import { classProblems } from "../../src/class/classProblems.js";
import { type Manifest, manifestText, readManifest } from "../../src/class/manifest.js";
import { jsonText, keyJson } from "../../src/export/problemJson.js";
import { givensOf, problem, problemFromGivens } from "../../src/problem.js";
import { exerciseNames, exerciseText, malrulesText, prepared } from "../exercises.js";

const name = "mlp-2-2-1-sigmoid";
const drawn = problem(prepared(name), "42");
const variant = { variant: "V", student: "007", exercise: name, givens: givensOf(drawn) };
const manifest: Manifest = {
  schemaVersion: 1,
  course: "c",
  set: "s",
  title: "t",
  locale: { decimalComma: false },
  policy: {},
  exercises: [{ name, version: 1, points: 10, overrides: {}, text: exerciseText(name) }],
  malrules: malrulesText,
  students: [{ id: "007" }],
  variants: [variant],
};

test.each(exerciseNames)("%s is the same problem again from its givens", (exercise) => {
  const first = problem(prepared(exercise), "42");
  const again = problemFromGivens(prepared(exercise), givensOf(first), "V");
  expect(again.values).toEqual(first.values);
  expect(again.variant).toBe("V");
  expect(again.seed).toBeUndefined();
});

test("a value missing or too many among the givens is an error that names it", () => {
  const { eta: _, ...rest } = variant.givens as Record<string, number>;
  expect(() => problemFromGivens(prepared(name), rest, "V")).toThrow(/has no value for eta/);
  expect(() => problemFromGivens(prepared(name), { ...variant.givens, w9: 1 }, "V")).toThrow(/has no given w9/);
});

test("a manifest gives back the problem that was handed out", () => {
  const read = readManifest(JSON.stringify(manifest), "manifest.json");
  const again = classProblems(read)(read.variants[0]!);
  const { seed: _, ...key } = keyJson(drawn) as Record<string, unknown>;
  expect(keyJson(again)).toEqual({ ...key, variant: "V" });
});

test("overrides change what is asked and how it is marked, and move no number", () => {
  const [exercise] = manifest.exercises;
  const asking = {
    ...manifest,
    exercises: [
      {
        ...exercise!,
        overrides: { ask: ["loss"], tolerance: { absolute: 0.5 }, misconceptions: ["omits-learning-rate"] },
      },
    ],
  };
  const again = classProblems(asking)(variant);
  expect(again.prepared.questions.map(({ id }) => id)).toEqual(["loss"]);
  expect(again.key.get("loss")).toMatchObject({
    value: drawn.key.get("loss") && expect.any(Number),
    range: { tolerance: 0.5 },
  });
  expect(again.prepared.marking.malrules.map(({ id }) => id)).toEqual(["omits-learning-rate"]);
  // A loss alone needs no learning rate.
  const { eta: _, ...needed } = variant.givens;
  expect(givensOf(again)).toEqual(needed);
});

test("a manifest that is none says what is wrong with it", () => {
  expect(() => readManifest("{", "m.json")).toThrow(/^m\.json: /);
  expect(() => readManifest(JSON.stringify({ ...manifest, students: [{}] }), "m.json")).toThrow(
    "m.json: students[0].id: is missing",
  );
});

test("the text of a manifest is the same in pieces, with any number of variants", () => {
  for (const count of [0, 1, 3]) {
    const variants = Array.from({ length: count }, (_, i) => ({ ...variant, variant: `V${i}` }));
    const { variants: _, ...head } = { ...manifest, title: 'quoted " [ ]\n}' };
    expect([...manifestText(head, variants)].join("")).toBe(jsonText({ ...head, variants }));
  }
});
