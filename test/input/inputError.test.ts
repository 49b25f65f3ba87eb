import { expect, test } from "vitest";
import { InputError, quoted, shortened } from "../../src/input/inputError.js";
import { nearest } from "../../src/input/nearest.js";

test("a message is one line that can be read, however long what it repeats", () => {
  const long = "\u001b[31m\n".repeat(100_000);
  const { message } = new InputError("a\n.json", `there is no ${long}`, { line: 1, column: 2 });
  expect(message).toMatch(/^a\\u000a\.json:1:2: there is no (\\u001b\[31m\\u000a)+.* … .*\\u000a$/);
  expect(message.length).toBeLessThan(6000);
  expect(quoted(long).length).toBeLessThan(300);
});

test("a text is shortened where it is longer than what is allowed, and says so", () => {
  expect(shortened("12345", 5)).toBe("12345");
  expect(shortened("123456", 5)).toBe("1234…");
});

test("a word of a million letters is near to nothing", () => {
  expect(nearest("x".repeat(1e6), ["x", "feedback"])).toBeUndefined();
  expect(nearest("fedback", ["x", "feedback"])).toBe("feedback");
});
