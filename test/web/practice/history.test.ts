import { describe, expect, test } from "vitest";
import {
  type FirstTry,
  isMastered,
  recurringHints,
  standings,
  suggestion,
  withTry,
} from "../../../src/web/practice/history.js";
import type { ExerciseEntry } from "../../../src/web/practice/pageData.js";

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
  kinds: Object.fromEntries(
    Object.entries(kinds).map(([kind, count], i) => [kind, [count, i + 1]] as const),
  ),
  said: {},
});
const exercises = [
  entry("long", { Loss: 4, Deltas: 8, Update: 8 }),
  entry("short", { Loss: 1, Deltas: 3 }),
];

describe("what a student finds hard", () => {
  test("is the kind of step that goes wrong most at the first try", () => {
    const history = [...tries("Loss", 9, 1), ...tries("Deltas", 1, 3), ...tries("Update", 3, 3)];
    expect(standings(history)).toMatchObject([
      { kind: "Deltas", right: 1, tries: 4 },
      { kind: "Update", right: 3, tries: 6 },
      { kind: "Loss", right: 9, tries: 10 },
    ]);
  });

  test("is no longer what was hard long ago", () => {
    expect(standings([...tries("Loss", 0, 30), ...tries("Loss", 20, 0)])).toMatchObject([
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
    const known = { hint: "Is there a ½?", times: 2, kind: "Loss" };
    expect(recurringHints(history)).toEqual([known]);
    expect(recurringHints([...history, ...tries("Update", 9, 0)])).toEqual([known]);
    expect(recurringHints([...history, ...tries("Loss", 4, 0)])).toEqual([]);
  });
});

describe("what to practise next", () => {
  test("is the exercise that is made of the hardest kind the most", () => {
    const found = suggestion([...tries("Deltas", 1, 3), ...tries("Loss", 2, 2)], exercises);
    expect([found?.kind, found?.exercise.name]).toEqual(["Deltas", "short"]);
    expect(suggestion(tries("Update", 0, 3), exercises)?.exercise.name).toBe("long");
  });

  test("is nothing where little was tried, or nothing is hard, or no exercise asks for it", () => {
    expect(suggestion(tries("Deltas", 0, 1), exercises)).toBeUndefined();
    expect(suggestion(tries("Deltas", 8, 2), exercises)).toBeUndefined();
    expect(suggestion(tries("Values", 0, 9), exercises)).toBeUndefined();
  });

  const on = (day: number, exercise: string, all: readonly FirstTry[]) =>
    all.map((one) => ({ ...one, day, exercise }));
  const hard = on(1, "long", tries("Deltas", 1, 3));

  test("is another kind than the one before, where more than one is hard", () => {
    const both = [...on(1, "long", tries("Loss", 1, 2)), ...hard];
    expect(suggestion(both, exercises)?.kind).toBe("Loss");
    expect(suggestion(hard, exercises)?.kind).toBe("Deltas");
  });

  test("is on a sheet that was not worked on lately, among those that have much of it", () => {
    const sheets = [...exercises, entry("other", { Deltas: 2, Loss: 1 })];
    const names = [];
    let history: readonly FirstTry[] = [];
    for (let day = 1; day <= 4; day++) {
      history = [...history, ...on(day, names.at(-1) ?? "long", tries("Deltas", 0, 2))];
      names.push(suggestion(history, sheets)!.exercise.name);
    }
    expect(names).toEqual(["short", "other", "long", "short"]);
  });

  test("is an error to find where a misconception recurs, an example where nearly all is wrong", () => {
    expect(suggestion(hard, exercises)?.task).toEqual({ kind: "worked", open: 0 });
    const half = on(1, "long", tries("Update", 2, 2));
    expect(suggestion(half, exercises)?.task).toEqual({ kind: "part", part: 3 });
    const misread = on(1, "long", tries("Deltas", 2, 2, ["Which sign?"]));
    expect(suggestion(misread, exercises)).toMatchObject({
      task: { kind: "error" },
      hint: "Which sign?",
    });
  });

  test("comes back after some days, then after more, and is mastered then", () => {
    let history: readonly FirstTry[] = hard;
    const due = (today: number) => suggestion(history, exercises, today)?.isReview;
    const doRight = (day: number) => {
      history = [...history, ...on(day, "short", tries("Deltas", 4, 0))];
    };
    const mastered = () => isMastered(standings(history)[0]!);
    expect(due(1)).toBe(false);
    doRight(1);
    expect([due(1), due(2)]).toEqual([undefined, true]);
    doRight(2);
    expect([due(3), due(5), due(6), mastered()]).toEqual([undefined, undefined, true, false]);
    doRight(6);
    expect([due(99), mastered()]).toEqual([undefined, true]);
    history = [...history, ...on(99, "short", tries("Deltas", 0, 1))];
    expect(mastered()).toBe(false);
  });
});
