import { describe, expect, test } from "vitest";
import { classProblems } from "../../src/class/classProblems.js";
import { type Manifest, manifestText, readManifest } from "../../src/class/manifest.js";
import { jsonText, keyJson } from "../../src/export/problemJson.js";
import { InputError } from "../../src/input/inputError.js";
import { givensOf, problem, problemFromGivens } from "../../src/problem/problem.js";
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
  expect(() => problemFromGivens(prepared(name), { ...variant.givens, w9: 1 }, "V")).toThrow(
    /has no given w9/,
  );
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
        overrides: {
          ask: ["loss"],
          tolerance: { absolute: 0.5 },
          misconceptions: ["omits-learning-rate"],
        },
      },
    ],
  };
  const again = classProblems(asking)(variant);
  expect(again.prepared.questions.map(({ id }) => id)).toEqual(["loss"]);
  expect(again.key.get("loss")).toMatchObject({
    value: drawn.key.get("loss") && expect.any(Number),
    range: { tolerance: 0.5 },
  });
  expect(again.prepared.marking().malrules.map(({ id }) => id)).toEqual(["omits-learning-rate"]);
  // A loss alone needs no learning rate.
  const { eta: _, ...needed } = variant.givens;
  expect(givensOf(again)).toEqual(needed);
});

describe("a manifest that is none", () => {
  const refusal = (changed: object | string): string => {
    const json =
      typeof changed === "string" ? changed : JSON.stringify({ ...manifest, ...changed });
    try {
      readManifest(json, "m.json");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
    throw new Error("accepted");
  };
  const [exercise] = manifest.exercises;

  test("says what is wrong with it, and where", () => {
    expect(refusal("{")).toBe(
      "m.json:1:2: expected a key in double quotes, got the end of the file",
    );
    expect(refusal('{\n  "set": "a",\n  "set": "b"\n}')).toBe(
      'm.json:3:3: duplicate key "set", first at 2:3',
    );
    expect(refusal({ students: [{}] })).toMatch(/^m\.json:1:\d+: students\[0\]\.id: is missing$/);
    expect(refusal({ schemaVersion: 2 })).toMatch(
      /^m\.json:1:\d+: schemaVersion: 2 is later than 1, .* upgrade/,
    );
  });

  test("is one, too, where a variant is of nobody or of no exercise, and where anything is there twice", () => {
    const of = (changed: object): object => ({ variants: [{ ...variant, ...changed }] });
    expect(refusal(of({ student: "008" }))).toMatch(
      /variants\[0\]\.student: expected the id of a student, got "008"$/,
    );
    expect(refusal(of({ exercise: "x" }))).toMatch(
      /variants\[0\]\.exercise: expected the name of an exercise, got "x"$/,
    );
    const twice = /\[1\]\.(variant|name|id): expected one that is not there already, got "[^"]+"$/;
    expect(refusal({ variants: [variant, variant] })).toMatch(twice);
    expect(refusal({ exercises: [exercise, exercise] })).toMatch(twice);
    expect(refusal({ students: [{ id: "007" }, { id: "007" }] })).toMatch(twice);
  });

  test("names itself where givens make no problem", () => {
    const given = (changed: object): (() => unknown) => {
      const odd = { ...variant, givens: { ...variant.givens, ...changed } };
      return () => classProblems({ ...manifest, variants: [odd] })(odd);
    };
    expect(given({ w9: 1 })).toThrow(
      new InputError("manifest.json", `variant V: ${name} has no given w9`),
    );
    expect(given({ x2: 1e308 })).toThrow(/^manifest\.json: .* too large to be written down$/);
    for (const huge of [1e308, -1e308, 1e200]) {
      for (const id of ["x1", "w1_1_1", "w2_1_1", "t1", "eta"]) {
        const odd = { ...variant, givens: { ...variant.givens, [id]: huge } };
        const key = (): string =>
          JSON.stringify(keyJson(classProblems({ ...manifest, variants: [odd] })(odd)));
        try {
          expect(key()).not.toContain("null");
        } catch (error) {
          expect((error as Error).message).toMatch(
            /^manifest\.json: .* (is not confirmed|too large to be written down$|becomes too large)/,
          );
        }
      }
    }
  });
});

test("the text of a manifest is the same in pieces, with any number of variants", () => {
  for (const count of [0, 1, 3]) {
    const variants = Array.from({ length: count }, (_, i) => ({ ...variant, variant: `V${i}` }));
    const { variants: _, ...head } = { ...manifest, title: 'quoted " [ ]\n}' };
    expect([...manifestText(head, variants)].join("")).toBe(jsonText({ ...head, variants }));
  }
});
