import { describe, expect, test } from "vitest";
import {
  type FirstTry,
  recurringHints,
  standings,
  suggestion,
  withTry,
} from "../../src/web/history.js";
import type { ExerciseEntry } from "../../src/web/pageData.js";

const tries = (
  kind: string,
  right: number,
  wrong: number,
  hints: readonly string[] = [],
): readonly FirstTry[] => [
  ...Array.from({ length: right }, () => ({ kind, isRight: true, hints: [] })),
  ...Array.from({ length: wrong }, () => ({ kind, isRight: false, hints })),
];
const entry = (name: string, kinds: Record<string, number>): ExerciseEntry => ({
  name,
  title: name,
  blanks: Object.values(kinds).reduce((sum, count) => sum + count, 0),
  kinds,
  text: "",
});
const exercises = [
  entry("long", { Loss: 4, Deltas: 8, Update: 8 }),
  entry("short", { Loss: 1, Deltas: 3 }),
];

describe("what a student finds hard", () => {
  test("is the kind of step that goes wrong most at the first try", () => {
    const history = [...tries("Loss", 9, 1), ...tries("Deltas", 1, 3), ...tries("Update", 3, 3)];
    expect(standings(history)).toEqual([
      { kind: "Deltas", right: 1, tries: 4 },
      { kind: "Update", right: 3, tries: 6 },
      { kind: "Loss", right: 9, tries: 10 },
    ]);
  });

  test("is no longer what was hard long ago", () => {
    expect(standings([...tries("Loss", 0, 30), ...tries("Loss", 20, 0)])).toEqual([
      { kind: "Loss", right: 20, tries: 20 },
    ]);
  });

  test("is kept for five hundred tries", () => {
    let history: readonly FirstTry[] = [];
    for (const one of tries("Loss", 400, 200)) history = withTry(history, one);
    expect(history).toHaveLength(500);
    expect(history.filter(({ isRight }) => isRight)).toHaveLength(300);
  });

  test("is told by the hints that were needed more than once", () => {
    const history = [
      ...tries("Loss", 0, 2, ["Is there a ½?"]),
      ...tries("Update", 0, 1, ["Which sign?"]),
    ];
    expect(recurringHints(history)).toEqual([{ hint: "Is there a ½?", times: 2 }]);
  });
});

describe("what to practise next", () => {
  test("is the exercise that is made of the hardest kind the most", () => {
    const found = suggestion([...tries("Deltas", 1, 3), ...tries("Loss", 2, 2)], exercises);
    expect([found?.kind, found?.exercise.name]).toEqual(["Deltas", "short"]);
    expect(suggestion(tries("Update", 0, 3), exercises)?.exercise.name).toBe("long");
  });

  test("is nothing where little was tried, or nothing is hard, or no exercise asks for it", () => {
    expect(suggestion(tries("Deltas", 0, 2), exercises)).toBeUndefined();
    expect(suggestion(tries("Deltas", 8, 2), exercises)).toBeUndefined();
    expect(suggestion(tries("Values", 0, 9), exercises)).toBeUndefined();
  });
});
