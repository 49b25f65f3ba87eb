import { expect, test } from "vitest";
import { draws } from "../../src/problem/draws.js";
import { problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";

// All draws of an exercise are bounded in one array.
test("draws the same whatever is drawn in between", () => {
  const exercise = prepared("mlp-2-2-2-sigmoid");
  const alone = [...untilSound("apart")];
  expect(alone.length).toBeGreaterThan(1);
  const interrupted: unknown[] = [];
  const before = problem(exercise, "between");
  for (const step of untilSound("apart")) {
    interrupted.push(step);
    expect(problem(exercise, "between").key).toEqual(before.key);
  }
  expect(interrupted).toEqual(alone);

  /** Every rejection, then the sound values. */
  function* untilSound(seed: string) {
    const found = yield* draws(exercise, seed);
    yield found && [...found.values];
  }
});
