import { describe, expect, test } from "vitest";
import { markScript } from "../../src/grade/markScript.js";
import { continuedFrom, writtenIn } from "../../src/grade/ownNumbers.js";
import type { Submission } from "../../src/handedIn/submission.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { type MarkedSheet, markedScript } from "../../src/render/markedScript.js";
import { plain } from "../../src/render/plain.js";
import { template } from "../../src/render/templates.js";
import { ascended, net, right, slipped } from "../cli/scripts.js";
import { exerciseNames, prepared } from "../exercises.js";

function sheetOf(answers: object, of: Problem = net): MarkedSheet {
  const submission = { schemaVersion: 1, exercise: "", student: "s<1>", answers } as Submission;
  return markedScript(of, markScript(of, submission), {
    typed: submission.answers,
    written: writtenIn(of, submission),
    right: continuedFrom(of, submission),
  });
}
const blankOf = (sheet: MarkedSheet, id: string) =>
  sheet.sections.flatMap(({ blanks }) => blanks).find((blank) => blank.id === id)!;
const workingOf = (sheet: MarkedSheet, id: string) =>
  sheet.workings.flatMap(({ lines }) => lines).find((line) => line.id === id)!;
const page = (sheet: MarkedSheet): string =>
  template("report")(sheet).replace(/<style>.*<\/style>/s, "");

describe("a marked script", () => {
  test("says of each blank what was written, the verdict in words and the marks", () => {
    const sheet = sheetOf(slipped);
    expect(blankOf(sheet, "z1_1")).toMatchObject({
      typed: right().z1_1,
      said: "right",
      marks: "1 of 1",
    });
    expect(blankOf(sheet, "a1_1")).toMatchObject({
      said: "not right",
      isFirstError: true,
      marks: "0 of 1",
    });
    expect(blankOf(sheet, "after1000.a2_1").marks).toBe("not marked");
    expect(sheet).toMatchObject({ score: "53", maxScore: "54" });
  });

  test("says what an answer follows from: what its own formula reads", () => {
    const { said, from } = blankOf(sheetOf(slipped), "z2_1");
    expect([said, ...from.map(plain)]).toEqual(["follows from what you wrote for", "out_h1"]);
  });

  test("works on from the student's own numbers", () => {
    const { numbers, result, typed } = workingOf(sheetOf(slipped), "z2_1");
    expect(plain(numbers!)).toContain(String(slipped.a1_1));
    expect(plain(result)).toBe(String(slipped.z2_1).replace("-", "−"));
    expect(typed).toBe("");
    expect(workingOf(sheetOf(slipped), "a1_1")).toMatchObject({ typed: slipped.a1_1 });
    expect(plain(workingOf(sheetOf(slipped), "a1_1").result)).toBe(right().a1_1);
  });

  test("puts in what follows where no number was written", () => {
    const sheet = sheetOf({ ...slipped, z2_1: "abc", a2_1: "" });
    expect(plain(workingOf(sheet, "a2_1").numbers!)).toContain(
      String(slipped.z2_1).replace("-", "−"),
    );
    expect(plain(workingOf(sheet, "a2_1").result)).toBe(slipped.a2_1);
  });

  test("has no working where all is right", () => {
    expect(sheetOf(right()).workings).toEqual([]);
  });

  test("names a misconception and gives its hint", () => {
    const sheet = sheetOf(ascended);
    expect(sheet.misconceptions).toEqual([
      {
        said: "Your answers are those of someone who goes up the gradient instead of down",
        hint: "Should the loss grow or shrink by this step? Look at the sign in the update rule.",
        evidence: "at 8 of 8 blanks where it would show",
      },
    ]);
    expect(blankOf(sheet, "new_w2_1_1").said).toBe(
      "not right, as from someone who goes up the gradient instead of down",
    );
  });

  test("says which misconceptions were committed together, and which tie", () => {
    const submission = { schemaVersion: 1, exercise: "", answers: ascended } as Submission;
    const marks = markScript(net, submission);
    const explanations = [["ascends", "omits-learning-rate"], ["another-input"]];
    const verdict = { kind: "misconception" as const, explanations };
    const sheet = markedScript(
      net,
      {
        ...marks,
        blanks: marks.blanks.map((blank) =>
          blank.id === marks.firstError ? { ...blank, verdict } : blank,
        ),
        diagnosis: [{ explanations, certainty: "consistent", hits: 1, opportunities: 1 }],
      },
      {
        typed: ascended,
        written: writtenIn(net, submission),
        right: continuedFrom(net, submission),
      },
    );
    const both =
      "goes up the gradient instead of down and leaves the learning rate out of the update";
    const who = `${both}, or multiplies a weight's gradient by the wrong input`;
    expect(blankOf(sheet, marks.firstError!).said).toBe(`not right, as from someone who ${who}`);
    expect(sheet.misconceptions[0]!.said).toBe(`Your answers fit someone who ${who}`);
    expect(sheet.misconceptions[0]!.hint).toMatch(/^Should the loss grow .* is one step\?$/);
  });

  test("hostile 46: escapes what was typed, and cuts it at 64 characters", () => {
    const sheet = sheetOf({
      ...right(),
      z1_1: "<script>\u202e",
      z1_2: "x".repeat(70),
      loss: { a: 1 },
      a1_1: "٣",
    });
    expect(blankOf(sheet, "z1_1").typed).toBe("<script>\\u202e");
    expect(blankOf(sheet, "z1_2").typed).toBe(`${"x".repeat(63)}…`);
    expect(blankOf(sheet, "loss").typed).toBe('{"a":1}');
    expect(blankOf(sheet, "a1_1").typed).toBe("\\u{663}");
    const html = page(sheet);
    expect(html).toContain("&lt;script&gt;");
    expect(html).toContain("s&lt;1&gt;");
    expect(html).not.toContain("<script");
  });

  test.each(exerciseNames)("of %s can be laid out whatever was written", (name) => {
    const variant = problem(prepared(name), "3");
    const ids = variant.prepared.questions.map(({ id }) => id);
    for (const written of ["1e308", "-1e300", "0", "7.25", "", "abc"]) {
      const html = page(
        sheetOf(
          Object.fromEntries(ids.map((id, i) => [id, i % 2 ? right(variant)[id] : written])),
          variant,
        ),
      );
      expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    }
  });
});
