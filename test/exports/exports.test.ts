import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readExported } from "../../src/class/exported.js";
import { exportCommand } from "../../src/cli/export.js";
import { exports } from "../../src/exports.js";
import { caught, folderWith } from "../cli/scripts.js";
import { exerciseText } from "../exercises.js";

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

describe.each(exports)("$name", ({ name, editions }) => {
  test("is the same bytes for the same exercise and seeds, for its owner only", async () => {
    const [once, again] = [folderWith({}), folderWith({})];
    for (const out of [once, again]) {
      const { code, err } = await caught(() =>
        exportCommand(name, "chain-rule", { seed: "s", count: 2, out }),
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
    for (const edition of editions as readonly string[]) {
      const options = { seed: "s", out, edition };
      expect((await caught(() => exportCommand(name, "chain-rule", options))).code).toBe(0);
    }
    const { code, err } = await caught(() =>
      exportCommand(name, "chain-rule", { seed: "s", out, edition: "0.1" }),
    );
    expect([code, err]).toEqual([2, expect.stringContaining("--edition")]);
  });
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
