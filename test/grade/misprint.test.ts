import { expect, test } from "vitest";
import { mayBeMisprint, misprintIn } from "../../src/grade/misprint.js";

test.each([
  [0.5142, [0.5124, 9], 4, "two neighbouring digits exchanged"],
  [-0.5142, [-0.51239], 4, "two neighbouring digits exchanged"],
  [0.5142, [-0.5124], 4, undefined],
  [0.5421, [0.5124], 4, undefined],
  [0.0521, [0.5021], 4, undefined],
  [0.517397, [0.5123974], 6, "one digit is another"],
  [0.5173, [0.5123], 4, undefined],
  [0.51, [0.15], 2, undefined],
  [100000, [0.33], 0, undefined],
  [0.012357, [0.012347], 6, undefined],
  [0.012347, [0.512347], 6, undefined],
  [17.629, [107.629], 3, undefined],
])("%s for one of %j with %i decimals: %s", (printed, right, decimals, misprint) => {
  expect(misprintIn(printed, right, decimals)).toBe(misprint);
});

test("a short number may be a misprint, where nobody can tell whether it is one", () => {
  expect(misprintIn(-3.11, [-3.17], 2)).toBeUndefined();
  expect(mayBeMisprint(-3.11, [-3.17], 2)).toBe(true);
  expect(mayBeMisprint(-3.11, [-3.2717], 2)).toBe(false);
});
