import { expect, test } from "vitest";
import * as z from "zod";
import { readSet } from "../../src/class/problemSet.js";
import { yamlFile } from "../../src/exercise/yamlFile.js";

const read = (text: string): unknown =>
  yamlFile(z.record(z.string(), z.unknown()), text, "f.yaml").value;

const layers = Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`,
).join("");

test.each([
  ["a key twice", "a: 1\nb: 2\na: 3\n", '3:1: duplicate key "a"'],
  ["a key twice deeper down", "a: { b: 1, c: 2, b: 3 }\n", '1:18: duplicate key "b"'],
  ["a key twice, written otherwise", '1: a\n"1": b\n', '2:1: duplicate key "1"'],
  ["several documents", "a: 1\n---\na: 2\n", "2:1: expected one document, got another from here"],
  ["what another program would run", "a: !!js/function 'function () {}'\n", "1:4: Unresolved tag"],
  ["a tag of its own", "a: !!python/object/apply:os.system [id]\n", "1:4: Unresolved tag"],
  ["lists in lists", `a: ${"[".repeat(5000)}`, "1:28: is nested too deeply"],
  ["maps in maps", `a: ${"{b: ".repeat(5000)}`, "1:100: is nested too deeply"],
  ["items in items", `${"- ".repeat(20_000)}a\n`, "1:49: is nested too deeply"],
  ["questions in questions", "? ".repeat(20_000), "1:49: is nested too deeply"],
  [
    "aliases of aliases",
    `a0: &a0 [${"x, ".repeat(9)}]\n${layers}`,
    "5:9: stands for more than 60000 values",
  ],
  [
    "more than anybody writes",
    "#".repeat(250_001),
    "1:1: expected at most 250000 characters, got 250001",
  ],
])("hostile 25: %s in YAML is refused", (_, text, expected) => {
  expect(() => read(text)).toThrow(`f.yaml:${expected}`);
});

test("what is anchored in itself is no endless value", () => {
  expect(() => readSet("title: &a [*a]\n", "set.yaml")).toThrow(
    "set.yaml:1:12: *a stands for a part that it is in itself",
  );
});

test("an alias is read, and names that reach for prototypes are names", () => {
  expect(read("a: &x [1]\nb: *x\n")).toEqual({ a: [1], b: [1] });
  expect(() => read("__proto__: { polluted: 1 }\n")).toThrow(
    'f.yaml:1:1: the key "__proto__" is not allowed here',
  );
  read("constructor: { prototype: { polluted: 1 } }\n");
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("thousands of keys and exercises are no work", () => {
  const keys = Array.from({ length: 5000 }, (_, i) => `k${i}: 1`);
  expect(Object.keys(read(keys.join("\n")) as object)).toHaveLength(5000);
  const exercises = Array.from({ length: 2000 }, (_, i) => `  - exercise: e${i}\n`).join("");
  const text = `title: T\ncourse: c\nname: s\nexercises:\n${exercises}`;
  expect(readSet(text, "set.yaml").value.exercises).toHaveLength(2000);
  expect(() => readSet(`${text}  - exercise: e0\n`, "set.yaml")).toThrow(
    /^set\.yaml:2005:15: e0 is in the set already/,
  );
});
