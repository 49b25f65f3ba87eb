import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "../../src/problem/problem.js";
import { tooltipsOf } from "../../src/render/blankLabels.js";
import { keySheet } from "../../src/render/keySheet.js";
import { openPrinter, type Printer } from "../../src/render/pdf/print.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { titleIn } from "../../src/render/titleIn.js";
import { prepared } from "../exercises.js";
import { openPdf } from "./accessiblePdf.js";
import { audited, marked } from "./filledIn.js";
import { clauses } from "./universalAccess.js";

const mismatches: string[] = [];
let printer: Printer;
beforeAll(async () => {
  printer = await openPrinter({ mismatched: (what) => mismatches.push(what) });
});
afterAll(() => printer?.close());

// Words to choose from and pictures; tables of blanks; a network with lists of blanks.
const drawn = ["learning-rates", "descent-by-hand", "mlp-2-2-2-sigmoid"].map((name) =>
  problem(prepared(name), "7"),
);
const pages: readonly {
  readonly of: string;
  readonly html: () => string;
  readonly tooltips?: ReadonlyMap<string, string>;
}[] = [
  ...drawn.map((of) => ({
    of: `the worksheet of ${of.prepared.exercise.name}`,
    html: () => template("worksheet")(worksheet(of, "formulas")),
    tooltips: tooltipsOf(of.prepared),
  })),
  { of: "a solution", html: () => template("solution")(solution(drawn[1]!)) },
  { of: "a solution with pictures", html: () => template("solution")(solution(drawn[0]!)) },
  { of: "a key", html: () => template("key")(keySheet(drawn[2]!)) },
  { of: "a marked script", html: () => template("report")(marked(drawn[2]!)) },
  { of: "an audit", html: () => template("audit")(audited(drawn[2]!)) },
];

/** It marks neither footers nor spaces, puts spaces between rows, and leaves out empty cells. */
const ofTheBrowser = [
  "7.1 all that is drawn",
  "7.2 lists and tables hold what they may hold, and stand where they may: text in",
  "7.2 the rows of a table",
];

describe("ISO 14289-1 is kept, clause by clause,", () => {
  test.each(pages)("by $of, by tags of ours and by the browser's", async ({ html, tooltips }) => {
    mismatches.length = 0;
    const own = html();
    expect(await brokenIn(own, tooltips)).toEqual([]);
    expect(mismatches).toEqual([]);
    // What has a role that is not known is left to the browser, for which nothing is claimed.
    const left = own.replace("</body>", "<aside hidden></aside></body>");
    const broken = (await brokenIn(left, tooltips)).filter(
      (what) => !ofTheBrowser.some((clause) => what.startsWith(clause)),
    );
    expect(broken).toEqual(["5 the metadata name the standard: no pdfuaid:part"]);
    expect(mismatches).toHaveLength(1);
  });
});

async function brokenIn(
  html: string,
  tooltips?: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const about = { title: titleIn(html), record: { seed: "7" }, ...(tooltips ? { tooltips } : {}) };
  const pdf = await openPdf(await printer.print(html, about));
  return clauses.flatMap(({ clause, says, broken }) =>
    broken(pdf)
      .slice(0, 3)
      .map((what) => `${clause} ${says}: ${what}`),
  );
}
