import { describe, expect, test } from "vitest";
import { markScript } from "../../src/grade/markScript.js";
import type { Submission } from "../../src/handedIn/submission.js";
import { type Feedback, type FeedbackLevel, feedbackOn } from "../../src/render/feedback.js";
import { plain } from "../../src/render/plain.js";
import { ascended, net, right, slipped } from "../cli/scripts.js";

function toldOf(answers: object, level?: FeedbackLevel): Feedback {
  const submission = { schemaVersion: 1, exercise: "", answers } as Submission;
  return feedbackOn(net, markScript(net, submission), level);
}
const blankOf = ({ blanks }: Feedback, id: string) => blanks.find((blank) => blank.id === id)!;

describe("what a student is told", () => {
  test("is whether an answer is right, what it follows from, and where to look first", () => {
    const told = toldOf(slipped);
    expect(blankOf(told, "a1_2")).toMatchObject({ kind: "right", said: "right", isFirst: false });
    expect(blankOf(told, "a1_1")).toMatchObject({ kind: "notRight", isFirst: true });
    const { kind, said, from } = blankOf(told, "z2_1");
    expect([kind, said, ...from.map(({ symbol }) => plain(symbol))]).toEqual([
      "follows",
      "follows from what you wrote for",
      "out_h1",
    ]);
    expect(told.first).toBe("a1_1");
  });

  test("is the hint of every misconception that shows, at its blanks, and the name of none", () => {
    const both = { ...ascended, loss: (2 * Number(right().loss)).toFixed(4) };
    const told = toldOf(both);
    expect(blankOf(told, "new_w2_1_1").hints).toEqual([expect.stringContaining("grow or shrink")]);
    expect(told.hints[0]).toContain("grow or shrink");
    for (const malrule of net.prepared.marking().malrules) {
      expect(JSON.stringify(told)).not.toContain(`"${malrule.id}"`);
      expect(JSON.stringify(told)).not.toContain(malrule.name);
    }
  });

  test("is that an answer has too few digits, where nothing else is wrong with it", () => {
    const { a1_1 } = right();
    const coarse = toldOf({ a1_1: Number(a1_1).toFixed(2) });
    expect(blankOf(coarse, "a1_1")).toMatchObject({
      kind: "imprecise",
      said: "right as far as it goes: the sheet carries four decimals",
    });
    expect(blankOf(toldOf({ a1_1: (Number(a1_1) + 0.02).toFixed(2) }), "a1_1").said).toBe(
      "not right",
    );
    expect(blankOf(toldOf({ a1_1: (Number(a1_1) + 0.0005).toFixed(4) }), "a1_1").said).toBe(
      "not right",
    );
    expect(blankOf(toldOf({ a1_1: "1" }), "a1_1").said).toBe("not right");
  });

  test("is without hints where only verdicts are told", () => {
    const told = toldOf(ascended, "verdicts");
    expect(told.hints).toEqual([]);
    expect(told.blanks.flatMap(({ hints }) => hints)).toEqual([]);
    expect(blankOf(told, "new_w2_1_1").kind).toBe("notRight");
  });

  test("is only whether answers can be read where only their format is told", () => {
    const told = toldOf({ ...slipped, z1_2: "abc", z1_1: "" }, "format");
    expect(blankOf(told, "a1_1")).toMatchObject({
      kind: "read",
      said: "can be read",
      isFirst: false,
    });
    expect(blankOf(told, "z2_1")).toMatchObject({ kind: "read", from: [], errors: [] });
    expect(blankOf(told, "z1_2")).toMatchObject({
      kind: "unreadable",
      said: expect.stringMatching(/letters/),
    });
    expect(told.counts).toEqual({ blanks: 56, read: 54, unreadable: 1, blank: 1 });
    expect(told.summary).toBe("54 of 56 can be read, 1 not readable, 1 not answered.");
    expect(JSON.stringify(told)).not.toMatch(/right/i);
  });
});
