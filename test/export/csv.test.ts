import { expect, test } from "vitest";
import { csv } from "../../src/export/csv.js";

test.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])(
  "hostile 40: a text that begins as %j does is no formula",
  (text) => {
    expect(csv(["a"], [[text]]).replaceAll('"', "")).toBe(`a\r\n'${text}\r\n`);
  },
);

test.each([
  ["x;=1+1", "x;'=1+1"],
  ["x\t@y", "x\t'@y"],
  ["two\n-1", "two\n'-1"],
  [" =1", "' =1"],
  ["\u200b\u00a0=1", "'\u200b\u00a0=1"],
  ["'=1", "''=1"],
  ["a=b; c-d", "a=b; c-d"],
  ["−0.25", "−0.25"],
])("hostile 40: %j holds no formula, however a spreadsheet parts it", (text, expected) => {
  const quoted = csv(["a"], [[text]]).slice(3, -2);
  expect(quoted.replace(/^"|"$/g, "")).toBe(expected);
});

test("hostile 40: a text of a million tabs is no work", () => {
  expect(csv(["a"], [["\t".repeat(1e6)]]).length).toBeGreaterThan(1e6);
});

test("hostile 40: numbers stay numbers, negative ones too, and zero has no sign", () => {
  expect(csv(["a", "b"], [[-0.25, -0]])).toBe("a,b\r\n-0.25,0\r\n");
});

test("ids keep their leading zeros", () => {
  expect(csv(["id"], [["007"]])).toBe("id\r\n007\r\n");
});

test("commas, quotes and line ends are kept inside quotes", () => {
  expect(csv(["a"], [['x,"y"\n']])).toBe('a\r\n"x,""y""\n"\r\n');
});
