import { expect, test } from "vitest";
import { jsonText } from "../../src/export/problemJson.js";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import {
  readResults,
  resultOf,
  resultsJson,
  resultsJsonText,
} from "../../src/grade/resultsJson.js";
import type { Verdict } from "../../src/grade/verdict.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { ascended, net, right, slipped, submission } from "../cli/scripts.js";
import { each, whole } from "../each.js";

const scripts = [right(), slipped, ascended, {}].map((answers, i) =>
  markScript(net, readSubmission(JSON.stringify(submission(`s${i}\n"`, answers)), "s.json")),
);

test("a script's result has of each verdict what it says, and of what there is none nothing", () => {
  const verdicts: readonly Verdict[] = [
    { kind: "correct" },
    { kind: "followsThrough", from: ["a"] },
    { kind: "imprecise", from: [] },
    { kind: "imprecise", from: ["a"] },
    { kind: "misconception", malrules: ["m"], explanations: [["m"]] },
    { kind: "misconception", malrules: ["m", "n"], explanations: [["m", "n"]] },
    { kind: "misconception", malrules: ["m", "n"], explanations: [["m"], ["n"]] },
    { kind: "wrong" },
    { kind: "unreadable", why: "It is none." },
    { kind: "blank" },
  ];
  const evidence = { hits: 2, opportunities: 3, contradictions: 0 };
  const script: MarkedScript = {
    ...{ student: "s", exercise: "e", variant: "e-1", score: 0.1 + 0.2, maxScore: 10 },
    blanks: verdicts.map((verdict, i) => ({ id: `b${i}`, verdict, marks: 1 / 3, points: 1 })),
    diagnosis: [
      { malrules: ["m"], explanations: [["m"]], certainty: "shows", ...evidence },
      { malrules: ["n", "m"], explanations: [["n", "m"]], certainty: "consistent", ...evidence },
    ],
    warnings: ["b", "a"],
    firstError: "b7",
  };
  const marks = 0.333333;
  expect(resultOf(script)).toEqual({
    ...{ student: "s", exercise: "e", variant: "e-1", score: 0.3, maxScore: 10 },
    blanks: {
      b0: { verdict: "correct", marks, malrules: [] },
      b1: { verdict: "followsThrough", marks, malrules: [], from: ["a"] },
      b2: { verdict: "imprecise", marks, malrules: [] },
      b3: { verdict: "imprecise", marks, malrules: [], from: ["a"] },
      b4: { verdict: "misconception", marks, malrules: ["m"] },
      b5: { verdict: "misconception", marks, malrules: ["m", "n"], explanations: [["m", "n"]] },
      b6: { verdict: "misconception", marks, malrules: ["m", "n"], explanations: [["m"], ["n"]] },
      b7: { verdict: "wrong", marks, malrules: [] },
      b8: { verdict: "unreadable", marks, malrules: [], why: "It is none." },
      b9: { verdict: "blank", marks, malrules: [] },
    },
    diagnosis: [
      { malrule: "m", malrules: ["m"], certainty: "shows", ...evidence },
      {
        ...{ malrule: "n", malrules: ["n", "m"], explanations: [["n", "m"]] },
        ...{ certainty: "consistent", ...evidence },
      },
    ],
    firstError: "b7",
    warnings: ["a", "b"],
  });
  const { firstError: _, ...flawless } = { ...script, diagnosis: [], warnings: [] };
  expect(resultOf(flawless)).not.toHaveProperty("firstError");
  expect(resultOf(flawless)).not.toHaveProperty("warnings");
});

test("the policy of a run is read again, and what it leaves open is left open", () => {
  const read = (policy: object) =>
    readResults(JSON.stringify(resultsJson([], policy)), "r.json").policy;
  for (const policy of [
    {},
    { followThrough: 0 },
    { imprecise: 0.25 },
    { strictEvidence: false },
    { followThrough: 1, imprecise: 0, strictEvidence: true },
  ])
    expect(read(policy)).toEqual(policy);
  expect(resultsJson([])).toEqual({ schemaVersion: 1, results: [] });
});

test.each([0, 1, 4])(
  "results of %i scripts written piece by piece are those written at once",
  async (count) => {
    for (const policy of [{}, { followThrough: 0.5 }]) {
      const some = scripts.slice(0, count);
      const entries = some.map((script) => ({ result: resultOf(script) }));
      expect(await whole(resultsJsonText(each(entries), policy))).toBe(
        jsonText(resultsJson(some, policy)),
      );
    }
  },
);

test("results with errors can be read again", async () => {
  const entries = [
    { error: { file: "a.json", message: "is none" } },
    ...scripts.map((one) => ({ result: resultOf(one) })),
  ];
  const text = await whole(resultsJsonText(each(entries), {}));
  expect(readResults(text, "r.json").results).toHaveLength(4);
  expect(JSON.parse(text).errors).toEqual([{ file: "a.json", message: "is none" }]);
});
