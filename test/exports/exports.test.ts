import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readExported } from "../../src/class/exported.js";
import { exportCommand } from "../../src/cli/export.js";
import { exerciseValue } from "../../src/exercise/readExercise.js";
import { readMalrules } from "../../src/exercise/readMalrules.js";
import { courseExerciseOf } from "../../src/exports/scorm.js";
import { type Export, type ExportName, exports } from "../../src/exports.js";
import { problem } from "../../src/problem/problem.js";
import { courseExercise } from "../../src/web/scorm/course.js";
import { caught, folderWith } from "../cli/scripts.js";
import { exerciseText, malrulesText } from "../exercises.js";

const set = `
title: Week 3
course: Networks
name: week-3
policy: { help: guided, followThrough: 0.5 }
exercises:
  - { exercise: chain-rule, points: 10 }
  - { exercise: mine.yaml, ask: [new_w_up] }
`;
const own = exerciseText("descent-step").replace("name: descent-step", "name: mine");

const written = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "latin1")]),
  );

const entries: readonly Export[] = exports;

describe.each(entries)("$name", ({ name, editions, takes }) => {
  test("is the same bytes for the same exercise and seeds, for its owner only", async () => {
    const [once, again] = [folderWith({}), folderWith({})];
    const count = takes.includes("count") ? { count: 2 } : {};
    for (const out of [once, again]) {
      const { code, err } = await caught(() =>
        exportCommand(name as ExportName, "chain-rule", { seed: "s", ...count, out }),
      );
      expect(code).toBe(0);
      expect(err).toContain("keep it to yourself");
    }
    expect(written(again)).toEqual(written(once));
    for (const path of written(once).keys()) {
      expect(path).toMatch(/^chain-rule\/instructor\//);
      expect(statSync(join(once, path)).mode & 0o077).toBe(0);
    }
  });

  test("takes an edition that it has, and no other", async () => {
    const out = folderWith({});
    for (const edition of editions) {
      const options = { seed: "s", out, edition };
      expect(
        (await caught(() => exportCommand(name as ExportName, "chain-rule", options))).code,
      ).toBe(0);
    }
    const { code, err } = await caught(() =>
      exportCommand(name as ExportName, "chain-rule", { seed: "s", out, edition: "0.1" }),
    );
    expect([code, err]).toEqual([2, expect.stringContaining("--edition")]);
  });
});

test("an option that a format has not is refused", async () => {
  const { code, err } = await caught(() =>
    exportCommand("moodle", "chain-rule", { seed: "s", out: folderWith({}), homework: true }),
  );
  expect([code, err.trim()]).toEqual([2, "handprop: --homework is nothing that moodle takes"]);
});

describe("what is exported", () => {
  test("is of a set what the set asks, with its points, help and marking", () => {
    const folder = folderWith({ "set.yaml": set, "mine.yaml": own });
    const { name, title, isSet, exercises } = readExported(join(folder, "set.yaml"), {
      seed: "s",
      count: 3,
    });
    expect([name, title, isSet]).toEqual(["week-3", "Week 3", true]);
    expect(
      exercises.map(({ prepared, points, help, marking, variants }) => [
        prepared.exercise.name,
        points,
        help,
        marking.followThrough,
        variants.map(({ variant }) => variant),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          "chain-rule",
          10,
          "guided",
          0.5,
          [
            "v2.s-1",
            "v2.s-2",
            "v2.s-3",
          ],
        ],
        [
          "mine",
          1,
          "guided",
          0.5,
          [
            "v1.s-1",
            "v1.s-2",
            "v1.s-3",
          ],
        ],
      ]
    `);
  });

  test("is of a set in a package what it is in the class", () => {
    const changed = `
title: Changed
course: Networks
name: changed
policy: { tolerance: { absolute: 0.01 } }
exercises:
  - exercise: mlp-2-2-2-sigmoid
    ask: [preActivation, activation, loss]
    misconceptions: [omits-bias, half-forgotten]
  - { exercise: descent-step, misconceptions: none }
`;
    const path = join(folderWith({ "set.yaml": changed }), "set.yaml");
    const rules = readMalrules(malrulesText, "malrules.yaml");
    const { exercises } = readExported(path, { seed: "s" });
    for (const exercise of exercises) {
      const { prepared, text, variants } = exercise;
      const packed = JSON.parse(JSON.stringify(courseExerciseOf(exercise)));
      const again = courseExercise(exerciseValue(text, packed.name), packed, rules);
      expect(again.questions).toEqual(prepared.questions);
      expect(again.marking().malrules).toEqual(prepared.marking().malrules);
      expect(problem(again, "s").key).toEqual(variants[0]!.key);
    }
  });

  test("is of an exercise the variant of its seed, as generate draws it", () => {
    const { exercises } = readExported("chain-rule", { seed: "42" });
    expect(exercises[0]!.variants.map(({ seed }) => seed)).toEqual(["42"]);
  });

  test("is refused with the place in its file where it is neither", () => {
    const folder = folderWith({ "set.yaml": set.replace("title:", "titel:") });
    expect(() => readExported(join(folder, "set.yaml"), { seed: "s" })).toThrow(/set\.yaml:/);
    expect(() => readExported("chain-rul", { seed: "s" })).toThrow("did you mean chain-rule?");
    writeFileSync(join(folder, "text.yaml"), "just a text");
    expect(() => readExported(join(folder, "text.yaml"), { seed: "s" })).toThrow(/text\.yaml/);
  });
});
