import { expect, test } from "vitest";
import { exerciseNames } from "../exercises.js";
import { measureEveryOrder } from "./everyOrder.js";

test.each(exerciseNames)(
  "honest work on %s loses no mark, in whatever order it is done",
  (name) => {
    const { wrong, outside, blanks, examples } = measureEveryOrder(name, 160);
    expect(blanks).toBeGreaterThan(500);
    expect([wrong, outside], examples.join("\n")).toEqual([0, 0]);
  },
);
