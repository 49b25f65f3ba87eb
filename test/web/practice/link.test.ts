import { expect, test } from "vitest";
import { linkTo, readLink } from "../../../src/web/practice/link.js";

test("a link says exercise, seed and help, whatever is in them", () => {
  for (const link of [
    { exercise: "chain-rule" },
    { exercise: "chain-rule", seed: "42" },
    { exercise: "chain-rule", seed: "a b&c=#ü", help: "guided" as const },
  ]) {
    expect(readLink(linkTo(link))).toEqual(link);
  }
});

test("what cannot be read in a link is left out", () => {
  expect(readLink("")).toBeUndefined();
  expect(readLink("#seed=1")).toBeUndefined();
  expect(readLink("#exercise=x&seed=%20&help=all")).toEqual({ exercise: "x" });
  expect(readLink(`#exercise=x&seed=${"s".repeat(1e5)}`)).toEqual({
    exercise: "x",
    seed: "s".repeat(200),
  });
});
