import { expect, test } from "vitest";
import { styleSheet } from "../../src/generated/templates.js";

/** How much smaller formulas and what is above and below them are than the text around them. */
const inFormulas = [1, 1.04, 1.04 * 0.7, 1.04 * 0.55];
const pixels = 96 / 72;

test("no two sizes of letters are so near to each other that a browser takes one for the other", () => {
  const fixed = [...styleSheet.matchAll(/\bfont(?:-size)?:[^;]*?\b([\d.]+)pt/g)].map(
    ([, points]) => Number(points) * pixels,
  );
  expect(fixed.length).toBeGreaterThan(20);
  const steps = Array.from({ length: 20 }, (_, step) => 3.75 + step / 2);
  const letters = [...fixed, ...steps].flatMap((size) => inFormulas.map((part) => part * size));
  const sizes = [...new Set(letters.map((size) => size.toFixed(4)))].map(Number);
  const hundredths = sizes.map((size) => Math.floor(size * 100 + 1e-6));
  expect(sizes.filter((_, i) => hundredths.indexOf(hundredths[i]!) !== i)).toEqual([]);
});

test("letters of pictures have no size of their own where a picture is made smaller", () => {
  expect(styleSheet).toMatch(/\nsvg \{[^}]*text-rendering: geometricPrecision/);
});
