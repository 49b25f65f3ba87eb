import { describe, expect, test } from "vitest";
import { grade } from "../../src/cli/grade.js";
import { markScript } from "../../src/grade/markScript.js";
import type { Submission } from "../../src/handedIn/submission.js";
import { runReport } from "../../src/marking/inWords.js";
import { markAll } from "../../src/marking/markAll.js";
import type { ScriptReport } from "../../src/marking/scriptReport.js";
import {
  type FeedbackLevel,
  feedbackLevels,
  feedbackLine,
  feedbackOn,
} from "../../src/render/feedback.js";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { ascended, caught, folderWith, net, right, slipped, submission } from "../cli/scripts.js";

const coarse = { ...right(), a1_1: Number(right().a1_1).toFixed(2) };

async function reportOn(answers: object): Promise<ScriptReport> {
  const batch = markAll([folderWith({ "s.json": submission("s", answers) })]);
  for await (const one of runReport(batch)) return one as ScriptReport;
  throw new Error("nothing was marked");
}

describe("what a report says of a blank", () => {
  test.each([
    ["a slip", slipped],
    ["a misconception", ascended],
    ["too few digits", coarse],
    ["what cannot be read", { ...right(), z1_1: "abc", loss: "" }],
  ])("is what check and the practice page say of it: %s", async (_, answers) => {
    const own = { schemaVersion: 1, exercise: "", answers } as Submission;
    const told = feedbackOn(net, markScript(net, own));
    const { blanks } = await reportOn(answers);
    expect(blanks.map(({ id, said }) => [id, said])).toEqual(
      told.blanks.map((blank) => [blank.id, feedbackLine(blank)]),
    );
  });

  test("is that an answer has too few digits, where nothing else is wrong with it", async () => {
    const { blanks } = await reportOn(coarse);
    expect(blanks.find(({ id }) => id === "a1_1")!.said).toBe(
      "right as far as it goes: the sheet carries four decimals",
    );
  });

  test("calls what it follows from as the sheet does, and never by its id", async () => {
    const { blanks } = await reportOn(slipped);
    const said = blanks.map(({ said }) => said).join("\n");
    expect(said).toContain("follows from what you wrote for out_h1");
    for (const { id, symbol } of blanks.filter(({ id, symbol }) => id !== symbol))
      expect(said.split(/[\s,.]+/), symbol).not.toContain(id);
  });
});

describe("a class set", () => {
  const manifest = simulatedSet(["mlp-2-2-2-sigmoid"], 12);
  const scripts = [...simulatedSubmissions(manifest)];
  const reports = ["junit", "github", "prairielearn", "gradescope"] as const;
  const [variant] = manifest.variants;
  // Everything wrong by itself, but for one that cannot be read.
  const answers = Object.fromEntries(
    Object.keys(scripts[0]!.submission.answers).map((id, i) => [id, i === 1 ? "x" : `${i}.4321`]),
  );
  const folder = folderWith({
    "a.json": { ...scripts[0]!.submission, variant: variant!.variant, answers },
  });
  const out = async (report: (typeof reports)[number], feedback: string): Promise<string> => {
    const policy = { feedback } as typeof manifest.policy;
    const set = folderWith({ "instructor/manifest.json": { ...manifest, policy } });
    return (await caught(() => grade([folder], { report, set }))).out;
  };

  test.each(["junit", "github"] as const)(
    "that tells only the format tells in %s what cannot be read, and nothing of what is right",
    async (report) => {
      const told = await out(report, "format");
      expect(told).toContain("There are letters here");
      expect(told).not.toMatch(/not right|follows from|\b\d+ of \d+\b|maxScore/);
    },
  );

  test("that tells verdicts, or hints, tells them in every report", async () => {
    for (const level of feedbackLevels.slice(1))
      for (const report of reports) expect(await out(report, level), report).toContain("not right");
  });

  test("that gives hints gives them with the script's own misconceptions; one that does not, none", async () => {
    const hints = net.prepared.marking().malrules.map(({ hint }) => hint);
    const all = folderWith(
      Object.fromEntries(scripts.map(({ student, submission }) => [`${student}.json`, submission])),
    );
    const told = async (feedback: FeedbackLevel): Promise<string> => {
      const set = folderWith({
        "instructor/manifest.json": { ...manifest, policy: { feedback } },
      });
      const batch = markAll([all], { set });
      const said: string[] = [];
      for await (const one of runReport(batch))
        said.push(...(one as ScriptReport).blanks.map(({ said }) => said));
      return said.join("\n");
    };
    const isIn = (text: string): boolean => hints.some((hint) => text.includes(hint));
    expect(isIn(await told("hints"))).toBe(true);
    expect(isIn(await told("verdicts"))).toBe(false);
    expect(isIn(await told("format"))).toBe(false);
  });
});
