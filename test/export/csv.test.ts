import { expect, test } from "vitest";
import { csv } from "../../src/export/csv.js";

test.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])(
  "hostile 40: a text that begins as %j does is no formula",
  (text) => {
    expect(csv(["a"], [[text]]).replaceAll('"', "")).toBe(`a\r\n'${text}\r\n`);
  },
);

test("hostile 40: numbers stay numbers, negative ones too, and zero has no sign", () => {
  expect(csv(["a", "b"], [[-0.25, -0]])).toBe("a,b\r\n-0.25,0\r\n");
});

test("ids keep their leading zeros", () => {
  expect(csv(["id"], [["007"]])).toBe("id\r\n007\r\n");
});

test("commas, quotes and line ends are kept inside quotes", () => {
  expect(csv(["a"], [['x,"y"\n']])).toBe('a\r\n"x,""y""\n"\r\n');
});
