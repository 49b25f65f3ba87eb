import { expect, test } from "vitest";
import type { ScriptSummary } from "../../src/marking/scriptSummary.js";
import { escapeMd, resultsMd } from "../../src/reports/md.js";
import { each, whole } from "../each.js";

const script: ScriptSummary = {
  student: "s1",
  exercise: "e",
  variant: "v1.1",
  score: 3.5,
  maxScore: 5,
  right: 3,
  follow: 1,
  imprecise: 0,
  wrong: 1,
  unreadable: 0,
  blank: 0,
  firstError: "z1_1",
  diagnosis: [
    {
      explanations: [["leaves the bias out"]],
      certainty: "consistent",
      hits: 1,
      opportunities: 2,
      contradictions: 1,
    },
  ],
};

test("a script is a row, and what it shows a paragraph", async () => {
  expect(await whole(resultsMd(each([script])))).toBe(
    [
      "| student | exercise | variant | score | of | right | follow | imprecise | wrong | not read | " +
        "first error |",
      "|---|---|---|--:|--:|--:|--:|--:|--:|--:|---|",
      "| s1 | e | v1.1 | 3.5 | 5 | 3 | 1 | 0 | 1 | 0 | z1\\_1 |",
      "",
      "**s1**, e v1.1. First error: z1\\_1. The answers are consistent with one who leaves " +
        "the bias out: at 1 of 2 blanks, and right at 1.",
      "",
    ].join("\n"),
  );
});

test("hostile 58: nothing from outside is markup, HTML, mathematics or a link", () => {
  expect(escapeMd("<img src=x>|*a* [b](http://c) `d` $e$ &lt;")).toBe(
    "&lt;img src\\=x&gt;\\|\\*a\\* \\[b\\]\\(http\\://c\\) \\`d\\` \\$e\\$ &amp;lt;",
  );
  expect(escapeMd("www.example.org @all\n# x")).toBe("www\\.example.org &#64;all\\\\u000a\\# x");
});
