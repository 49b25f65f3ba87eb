import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { practice } from "../../src/cli/practice.js";
import { exerciseValue } from "../../src/exercise/readExercise.js";
import { practicePage } from "../../src/practicePage.js";
import type { PageData } from "../../src/web/practice/pageData.js";
import { exerciseNames, exerciseText } from "../exercises.js";
import { caught, folderWith } from "./scripts.js";

const dataIn = (html: string): PageData =>
  JSON.parse(/<script type="application\/json" id="exercises">(.*)<\/script>/.exec(html)![1]!);

describe("practice", () => {
  test("writes a page with the chosen exercises, in their order, and says where", async () => {
    const out = join(folderWith({}), "pages", "practice.html");
    const { code, out: said } = await caught(() =>
      practice(["mlp-2-2-1-sigmoid", "chain-rule"], { out }),
    );
    expect([code, said.trim()]).toEqual([0, out]);
    const { exercises } = dataIn(readFileSync(out, "utf8"));
    expect(exercises.map(({ name, blanks }) => [name, blanks])).toEqual([
      ["mlp-2-2-1-sigmoid", 31],
      ["chain-rule", 5],
    ]);
    expect(exercises[1]).toMatchObject({ kinds: { Derivatives: [3, 2], Values: [2, 1] } });
    expect(exercises[1]!.said).toEqual(exerciseValue(exerciseText("chain-rule"), "chain-rule"));
  });

  test("has all exercises that come with handprop where none is named, the shortest first", () => {
    const { exercises } = dataIn(practicePage([]));
    expect(exercises.map(({ name }) => name).sort()).toEqual([...exerciseNames].sort());
    const blanks = exercises.map((exercise) => exercise.blanks);
    expect(blanks).toEqual([...blanks].sort((a, b) => a - b));
  });

  test("takes an instructor's own file, whatever its title says, and not where it lies", () => {
    const title = "A title </script><script>alert(1)</script> & <!-- more";
    const text = exerciseText("chain-rule")
      .replace("name: chain-rule", "name: mine")
      .replace(/title: .*/, `title: "${title}"`);
    const folder = folderWith({ "mine.yaml": text });
    const html = practicePage([join(folder, "mine.yaml")]);
    expect(dataIn(html).exercises[0]).toMatchObject({ name: "mine", title });
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toContain(folder);
  });

  test("refuses an exercise that is not there, is wrong, or is named twice", () => {
    expect(() => practicePage(["chain-rul"])).toThrow(
      "there is no such exercise or file (did you mean chain-rule?)",
    );
    const folder = folderWith({
      "chain-rule.yaml": exerciseText("chain-rule").replace("draw:", "drawn:"),
    });
    expect(() => practicePage([join(folder, "chain-rule.yaml")])).toThrow(
      /chain-rule\.yaml:20:1: drawn: unknown word/,
    );
    expect(() => practicePage(["chain-rule", "chain-rule"])).toThrow(
      "chain-rule: name: chain-rule is given twice",
    );
  });
});
