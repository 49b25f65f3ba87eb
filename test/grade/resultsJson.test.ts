import { expect, test } from "vitest";
import { jsonText } from "../../src/export/problemJson.js";
import { markScript } from "../../src/grade/markScript.js";
import {
  readResults,
  resultOf,
  resultsJson,
  resultsJsonText,
} from "../../src/grade/resultsJson.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { ascended, net, right, slipped, submission } from "../cli/scripts.js";
import { each, whole } from "../each.js";

const scripts = [right(), slipped, ascended, {}].map((answers, i) =>
  markScript(net, readSubmission(JSON.stringify(submission(`s${i}\n"`, answers)), "s.json")),
);

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
