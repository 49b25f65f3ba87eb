import { expect, test } from "vitest";
import { indentedJson } from "../../src/input/indentedJson.js";
import fc from "../fastCheck.js";

test("JSON of any value is the value again, with nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
      (value) => {
        const text = indentedJson({ value });
        expect(JSON.parse(text)).toEqual({ value });
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\u2028\u2029]/u);
      },
    ),
  );
  expect(indentedJson({ a: "\u009b\u202e\u{e0001}\ud800\né" })).toBe(
    '{\n  "a": "\\u009b\\u202e\\udb40\\udc01\\ud800\\né"\n}',
  );
});
