import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileBytes } from "../../src/files/fileBytes.js";
import { InputError } from "../../src/input/inputError.js";
import { loadExercise } from "../../src/load.js";
import { exerciseText } from "../exercises.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("bytes of a file", () => {
  const path = join(folder, "five.json");
  writeFileSync(path, "[1,2]");

  test("hostile 26: are at most what is allowed", () => {
    expect(fileBytes(path, 5)).toHaveLength(5);
    expect(() => fileBytes(path, 4)).toThrow(
      new InputError(path, "expected at most 4 bytes, got 5"),
    );
  });

  test.runIf(existsSync("/dev/zero"))("hostile 26: are read of nothing that may never end", () => {
    const what = "is a pipe or a device, expected an ordinary file";
    expect(() => fileBytes("/dev/zero", 1000)).toThrow(new InputError("/dev/zero", what));
  });

  test.each([
    ["none.json", /: there is no such file$/],
    ["five.json/x", /: there is no such file$/],
    ["x".repeat(5000), /: is longer than the name of a file can be$/],
    ["", /: is a folder, expected a file$/],
  ])("of %j are a message", (name, message) => {
    expect(() => fileBytes(join(folder, name), 1000)).toThrow(InputError);
    expect(() => fileBytes(join(folder, name), 1000)).toThrow(message);
  });
});

/** The message for a shipped exercise with one place of it changed, from the line on. */
function messageFor(name: string, right: string, wrong: string): string {
  const text = exerciseText(name);
  expect(text).toContain(right);
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text.replace(right, wrong));
  try {
    loadExercise(path);
  } catch (error) {
    const { name, message } = error as Error;
    expect(name).toBe("InputError");
    expect(message.startsWith(`${path}:`)).toBe(true);
    return message.slice(path.length + 1);
  }
  return "no error";
}

test.each([
  ["chain-rule", "symbol: x }", 'symbol: "\\\\foo" }', /^10:\d+: .*unknown command/],
  [
    "chain-rule",
    "name: chain-rule",
    "name: chain",
    "1:7: name: expected chain-rule, as the file is called, got chain",
  ],
  ["chain-rule", "draw:", "drawn:", "20:1: drawn: unknown word (did you mean draw?)"],
  ["chain-rule", "a: 2, b: 3,", "a: 2,", "32:3: no values for b"],
  [
    "chain-rule",
    "printed: { dy_dx:",
    "printed: { dy_dxx:",
    "33:22: there is no quantity dy_dxx (did you mean dy_dx?)",
  ],
  ["chain-rule", "formula: z(y)", "formula: z(yy)", /there is no quantity yy \(did you mean y\?\)/],
  ["chain-rule", "formula: y(x)", "formula: z + 1", /y is computed from itself/],
  ["chain-rule", "is: c*y^n", "is: c*", /^8:/],
  [
    "chain-rule",
    "notation: prediction",
    "pictures: [loss-curve]",
    /:12: loss-curve needs a network with one output/,
  ],
  ["chain-rule", "notation: prediction", "pictures: [weight-path]", /:12: weight-path needs of/],
  ["chain-rule", "notation: prediction", "symbols: { xx: a }", /30:16: there is no quantity xx/],
  [
    "slope-at-a-point",
    "[f, moved]",
    "[f, movd]",
    /there is no quantity movd \(did you mean moved\?\)/,
  ],
  [
    "learning-rates",
    "w4], reference: best",
    "w9], reference: best",
    /nothing that is asked needs w9/,
  ],
  [
    "learning-rates",
    "reference: best",
    "reference: bests",
    /nothing that is asked needs bests \(did you mean best\?\)/,
  ],
  [
    "mlp-2-2-1-sigmoid",
    "notation: mao",
    "pictures: [loss-surface]",
    /loss-surface needs a network with two weights/,
  ],
  ["mlp-2-1-1-sigmoid", "nudge: w2_1_1", "nudge: w2_1_9", /there is no weight w2_1_9/],
])("%s with %s changed to %s", (name, right, wrong, message) => {
  const got = messageFor(name, right, wrong);
  if (typeof message === "string") expect(got).toBe(message);
  else expect(got).toMatch(message);
});
