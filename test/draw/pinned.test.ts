import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, prepared } from "../exercises.js";

type Pinned = Record<string, Record<string, Record<string, readonly number[]>>>;

/**
 * Givens by exercise, version and seed. A seed that has been handed out draws the same numbers for
 * ever: a change that moves one of these needs a new version of the exercise, and a new entry
 * beside the old.
 */
const pinned = JSON.parse(readFileSync(new URL("pinned.json", import.meta.url), "utf8")) as Pinned;

describe.each(exerciseNames)("%s", (name) => {
  const exercise = prepared(name);
  const { version } = exercise.exercise;

  test("draws what it has always drawn", () => {
    const seeds = Object.entries(pinned[name]?.[`v${version}`] ?? {});
    expect(seeds.length, `no pinned draws for version ${version}`).toBeGreaterThan(0);
    for (const [seed, givens] of seeds) {
      expect(
        [...problem(exercise, seed).values.slice(0, exercise.program.givens)],
        `seed ${seed}`,
      ).toEqual(givens);
    }
  });
});
