import { expect, test } from "vitest";
import { pathSegment } from "../../src/files/pathSegment.js";
import fc from "../fastCheck.js";

test("hostile 34: whatever an id is, its folder is one plain name, and nobody else's", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
      fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
      (a, b) => {
        expect(pathSegment(a)).toMatch(/^[\w%-]{1,120}$/);
        expect(pathSegment(a) === pathSegment(b)).toBe(a === b);
      },
    ),
  );
  expect(["..", ".", "/etc/passwd", "con", "a\\b", "a\0b", "%2E"].map(pathSegment)).toEqual([
    "%2E%2E",
    "%2E",
    "%2Fetc%2Fpasswd",
    "%con",
    "a%5Cb",
    "a%00b",
    "%252E",
  ]);
});

test("hostile 35: long ids that begin alike have different folders", () => {
  expect(pathSegment(`${"x".repeat(300)}1`)).not.toBe(pathSegment(`${"x".repeat(300)}2`));
});
