import { describe, expect, test } from "vitest";
import { exerciseNames, prepared } from "../exercises.js";
import { fieldOf, shareOf, slipFigures, trickFigures } from "./fairness.js";

const names = exerciseNames.filter((name) => prepared(name).exercise.network);

// Where answers are whole numbers or only yes and no, a made-up one is right half the time, and
// goes on by itself.
const coarse = ["perceptron-rule", "threshold-xor"];

describe.each(names)("in %s", (name) => {
  const field = fieldOf(name, 6);

  test("one slip of whatever kind costs itself alone, and a misprint no more", () => {
    const { byKind, misprints, worst } = slipFigures(field);
    const all = Object.values(byKind).reduce((sum, { kept, of }) => ({
      kept: sum.kept + kept,
      of: sum.of + of,
    }));
    expect(shareOf(misprints)).toBe(1);
    expect(shareOf(all), worst[0]?.what).toBeGreaterThanOrEqual(0.99);
  });

  test("made-up numbers gain next to nothing, by whatever trick", () => {
    const gains = [...trickFigures(field, 6)];
    // What an operand is copied for is often a misconception with a name.
    const isCopy = ([trick]: (typeof gains)[number]): boolean => /an operand each/.test(trick);
    if (!coarse.includes(name))
      for (const [trick, { gain, example }] of gains.filter((one) => !isCopy(one)))
        expect(gain, `${trick}: ${example}`).toBeLessThan(12);
    const mean = gains.reduce((sum, [, { gain }]) => sum + gain, 0) / Math.max(1, gains.length);
    expect(mean).toBeLessThanOrEqual(0.5);
  });
});
