import { describe, expect, test } from "vitest";
import { exerciseNames, prepared } from "../exercises.js";
import { fieldOf, shareOf, slipFigures, trickFigures } from "./fairness.js";

const names = exerciseNames.filter((name) => prepared(name).exercise.network);

// Where answers are whole numbers or only yes and no, a made-up one is right half the time, and
// goes on by itself.
const coarse = ["perceptron-rule", "threshold-xor"];

// Pairs of made-up numbers of one kind that still pay, by what they gain at most and on average.
const holes: Readonly<Record<string, readonly [most: number, mean: number]>> = {
  "convolution-one-filter": [70, 6],
  "descent-by-hand": [30, 6],
  "mlp-2-2-2-relu": [20, 2],
};

describe.each(names)("in %s", (name) => {
  const field = fieldOf(name, 6);

  test("one slip of whatever kind costs itself alone, and a misprint no more", () => {
    const { byKind, misprints, worst } = slipFigures(field);
    const all = Object.values(byKind).reduce((sum, { kept, of }) => ({
      kept: sum.kept + kept,
      of: sum.of + of,
    }));
    expect(shareOf(misprints)).toBe(1);
    expect(shareOf(all), worst[0]?.what).toBeGreaterThanOrEqual(
      coarse.includes(name) ? 0.98 : 0.99,
    );
  });

  test("made-up numbers of a kind gain next to nothing", () => {
    const gains = [...trickFigures(field, 6)].filter(
      ([trick]) =>
        !coarse.includes(name) &&
        // What stands in an operand's place is a misconception with a name; two numbers among
        // right ones of their kind are two slips.
        !/an operand each|key positions/.test(trick),
    );
    const [most, meanGain] = holes[name] ?? [12, 0.5];
    for (const [trick, { gain, example }] of gains)
      expect(gain, `${trick}: ${example}`).toBeLessThan(most);
    const mean = gains.reduce((sum, [, { gain }]) => sum + gain, 0) / Math.max(1, gains.length);
    expect(mean).toBeLessThanOrEqual(meanGain);
  });
});
