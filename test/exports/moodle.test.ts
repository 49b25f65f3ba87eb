import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { moodle } from "../../src/exports/moodle.js";
import { markScript } from "../../src/grade/markScript.js";
import { foreseenIn } from "../../src/problem/foreseen.js";
import { exerciseNames } from "../exercises.js";
import { type ClozeQuestion, clozeQuestions, markCloze } from "./cloze.js";
import { blanksOf, exportedOf, scriptsWithSlips } from "./exported.js";

const fileOf = (what: Parameters<typeof moodle>[0]): string =>
  moodle(what).files["moodle.xml"] as string;

describe.each(exerciseNames)("%s in Moodle", (name) => {
  const what = exportedOf(name, "moodle");
  const [of] = what.exercises[0]!.variants;
  const [question] = clozeQuestions(fileOf(what));
  const ids = blanksOf(of!);

  test("has a blank for each question, with its points", () => {
    const { questions } = of!.prepared;
    expect(question!.blanks.map(({ points }) => points)).toEqual(
      ids.map((id) => questions.find((one) => one.id === id)!.points),
    );
  });

  test("is marked blank for blank as by the key alone, where somebody slips and goes on", () => {
    const random = seedrandom.alea(name);
    for (const answers of scriptsWithSlips(of!, 2, random)) {
      const { blanks } = markScript(
        of!,
        { schemaVersion: 1, exercise: name, answers },
        { followThrough: 0, imprecise: 0 },
      );
      const marks = ids.map((id, i) => markCloze(question!.blanks[i]!, answers[id]!).marks);
      expect(marks).toEqual(ids.map((id) => blanks.find((blank) => blank.id === id)!.marks));
    }
  });

  test("gives the hint of each foreseen mistake, and no marks for it", () => {
    const foreseen = foreseenIn(of!);
    for (const [i, id] of ids.entries())
      for (const { value, malrule } of foreseen.get(id)!)
        expect(markCloze(question!.blanks[i]!, String(value))).toEqual({
          marks: 0,
          feedback: malrule.hint.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
        });
  });

  test("has boxes of one width, no minus that cannot be typed, and its pictures in the file", () => {
    const widths = question!.blanks
      .filter(({ type }) => type === "NUMERICAL")
      .map(({ alternatives }) => Math.max(...alternatives.map(({ answer }) => answer.length)));
    expect(new Set(widths).size).toBeLessThan(2);
    expect(question!.text + question!.solution).not.toMatch(/−\d/);
    const named = [...question!.text.matchAll(/@@PLUGINFILE@@\/([^"]+)"/g)].map(([, file]) => file);
    expect([...question!.files.keys()]).toEqual(named);
    for (const svg of question!.files.values()) expect(svg).toMatch(/^<svg[^>]*><style>/);
  });
});

describe("an English Moodle reads", () => {
  const what = exportedOf("mlp-2-2-2-sigmoid", "abc-8");
  const [of] = what.exercises[0]!.variants;
  const [question] = clozeQuestions(fileOf(what));
  const blank = question!.blanks[blanksOf(of!).indexOf("z2_1")]!;

  test.each(["-0.5788", " -0.5788 ", "-578.8e-3", "-0.5788 V"])("%s as right", (typed) => {
    expect(markCloze(blank, typed).marks).toBe(1);
  });

  test.each(["0.5788", "−0.5788", "-0,5788", ""])("%s as not right", (typed) => {
    expect(markCloze(blank, typed).marks).toBe(0);
  });
});

test("variants stand in the category of their exercise, by names that tell them apart", () => {
  const [first, second] = clozeQuestions(fileOf(exportedOf("chain-rule", "a-1", "a-2")));
  const named = ({ name, category }: ClozeQuestion) => [category, name];
  expect(named(first!)).toEqual(["$course$/top/handprop/chain-rule", "chain-rule v2.a-1"]);
  expect(named(second!)).toEqual(["$course$/top/handprop/chain-rule", "chain-rule v2.a-2"]);
  expect(first!.text).not.toContain("a-1");
});

test("what an exercise says itself is neither a blank nor the end of anything", () => {
  const [exercise] = exportedOf("chain-rule", "1").exercises;
  const { prepared } = exercise!;
  const words = "{1:NUMERICAL:=1} ]]> <b>bold</b> & {2:MULTICHOICE:=a~b}";
  const own = { ...prepared, exercise: { ...prepared.exercise, title: words, source: words } };
  const variants = exercise!.variants.map((of) => ({ ...of, prepared: own }));
  const xml = fileOf({
    ...exportedOf("chain-rule", "1"),
    exercises: [{ ...exercise!, prepared: own, variants }],
  });
  const [question] = clozeQuestions(xml);
  expect(question!.blanks).toHaveLength(5);
  expect(question!.text).toContain("Source: &#123;1:NUMERICAL:&#x3D;1} ]]&gt; &lt;b&gt;bold");
});

test("half points become whole ones, and the mark that the quiz has to give is said", () => {
  const what = exportedOf("chain-rule", "1");
  const [exercise] = what.exercises;
  const questions = exercise!.prepared.questions.map((question) => ({ ...question, points: 0.5 }));
  const halved = { ...exercise!, prepared: { ...exercise!.prepared, questions }, points: 2.5 };
  const { files, said } = moodle({ ...what, exercises: [halved] });
  const [question] = clozeQuestions(String(files["moodle.xml"]));
  expect(question!.blanks.map(({ points }) => points)).toEqual([1, 1, 1, 1, 1]);
  expect(said).toContain("set the mark of chain-rule in the quiz: 2.5 instead of 5");
});
