import type { Tree } from "@lezer/common";
import { describe, expect, test } from "vitest";
import { colouredYaml, mayBeDeep } from "../../../src/web/studio/colouredYaml.js";
import { exerciseNames, exerciseText } from "../../exercises.js";
import fc from "../../fastCheck.js";

const treeOf = (text: string): Tree => colouredYaml.language.parser.parse(text);

/** How many parts are in each other, at most, counted without recursion. */
function depthOf(tree: Tree): number {
  const cursor = tree.cursor();
  let depth = 0;
  let deepest = 0;
  for (;;) {
    if (cursor.firstChild()) deepest = Math.max(deepest, ++depth);
    else
      while (!cursor.nextSibling()) {
        if (!cursor.parent()) return deepest;
        depth--;
      }
  }
}

describe("the colours of a text", () => {
  test.each(exerciseNames)("%s has them", (name) => {
    const text = exerciseText(name);
    expect(mayBeDeep(text)).toBe(false);
    expect(depthOf(treeOf(text))).toBeGreaterThan(5);
  });

  const deep = [
    "- ",
    "-\t",
    "[",
    "{",
    "{a: ",
    "? ",
    "a: ",
    '"a": ',
    "*a : ",
    ": ",
    "- a: ",
    "[a]: ",
  ];
  test.each(deep)("are none where %j opens thousands of levels", (mark) => {
    expect(depthOf(treeOf(mark.repeat(50_000)))).toBe(0);
    expect(depthOf(treeOf(`title: before\n${mark.repeat(2000)}\ntitle: after\n`))).toBe(0);
  });

  test("are none where lines stand farther and farther in", () => {
    const lines = Array.from({ length: 1000 }, (_, indent) => `${" ".repeat(indent)}a:`);
    expect(depthOf(treeOf(lines.join("\n")))).toBe(0);
  });

  test("are there in a text that is long, and not deep", () => {
    for (const part of ["a:\n", "- |\n", "- a:\n", "-\n", "x: [[1, 2], [-3, 4]]\n", "# [ {\n"])
      expect(treeOf(part.repeat(200)).length, part).toBe(part.length * 200);
    expect(depthOf(treeOf("x: [[1, 2], [-3, 4]]\n".repeat(2000)))).toBeGreaterThan(3);
  });

  test("whatever is written, nothing is gone down into farther than bears recursion", () => {
    const marks = ["-", "?", ":", "[", "]", "{", "}", ",", "&a", "!a", "*a", "a", '"a"', "|", "\n"];
    const part = fc.array(fc.constantFrom(...marks, " ", "  ", "- ", ": "), {
      minLength: 1,
      maxLength: 6,
    });
    const text = fc
      .array(fc.tuple(part, fc.integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 4 })
      .map((all) => all.map(([marks, times]) => marks.join("").repeat(times)).join(""));
    fc.assert(
      fc.property(text, (written) => {
        expect(depthOf(treeOf(written))).toBeLessThan(1000);
      }),
      { numRuns: 200 },
    );
  });
});
