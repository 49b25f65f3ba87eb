import { expect, test } from "vitest";
import { jsonText } from "../../src/export/problemJson.js";
import { markScript } from "../../src/grade/markScript.js";
import { readResults, resultOf, resultsJson, resultsJsonText } from "../../src/grade/resultsJson.js";
import { readSubmission } from "../../src/grade/submission.js";
import { ascended, net, right, slipped, submission } from "../cli/scripts.js";

const scripts = [right(), slipped, ascended, {}].map((answers, i) =>
  markScript(net, readSubmission(JSON.stringify(submission(`s${i}\n"`, answers)), "s.json")),
);

test.each([0, 1, 4])("results of %i scripts written piece by piece are those written at once", (count) => {
  for (const policy of [{}, { followThrough: 0.5 }]) {
    const some = scripts.slice(0, count);
    expect([...resultsJsonText(some.map(resultOf), policy, [])].join("")).toBe(jsonText(resultsJson(some, policy)));
  }
});

test("results with errors can be read again", () => {
  const text = [...resultsJsonText(scripts.map(resultOf), {}, [{ file: "a.json", message: "is none" }])].join("");
  expect(readResults(text, "r.json").results).toHaveLength(4);
  expect(JSON.parse(text).errors).toEqual([{ file: "a.json", message: "is none" }]);
});
