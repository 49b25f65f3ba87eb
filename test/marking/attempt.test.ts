import { describe, expect, test } from "vitest";
import { type Attempt, better } from "../../src/marking/attempt.js";

const attempt = (file: string, score: number, at?: number, answers = 5): Attempt => ({
  file,
  score,
  answers,
  ...(at === undefined ? {} : { at }),
});

describe("of several attempts counts", () => {
  const early = attempt("a-2.json", 3, 100);
  const late = attempt("a-10.json", 1, 50);
  const empty = attempt("z.json", 0, 900, 0);
  const unknown = attempt("b.json", 5);

  test.each([
    ["best", [early, late, empty], early],
    ["last", [early, late, empty], late],
    ["last-in-time", [early, late, empty], early],
    ["last-in-time", [early, late, unknown], early],
    ["last-in-time", [attempt("a.json", 9), unknown], unknown],
  ] as const)("the %s", (rule, all, expected) => {
    // The order in which they were read changes nothing.
    for (const order of [all, all.toReversed()])
      expect(order.reduce((one, other) => better(one, other, rule))).toBe(expected);
  });
});
