import { expect, test } from "vitest";
import { InputError } from "../../src/input/inputError.js";
import { english } from "../../src/language/english.js";
import type { BlankReport, ScriptReport } from "../../src/marking/scriptReport.js";
import { githubRun, githubSummary, mostSummaryBytes } from "../../src/reports/github.js";
import { each } from "../each.js";

const blank: BlankReport = {
  id: "z",
  symbol: "z",
  typed: "1",
  outcome: "right",
  said: "right",
  marks: 1,
  points: 1,
};
const script = (student: string, blanks: readonly BlankReport[]): ScriptReport => ({
  file: "a.json",
  lineOf: () => undefined,
  title: "e",
  language: english,
  isHeldBack: false,
  student,
  exercise: "e",
  variant: "v",
  score: blanks.reduce((sum, { marks }) => sum + marks, 0),
  maxScore: blanks.length,
  right: 0,
  follow: 0,
  imprecise: 0,
  wrong: 0,
  unreadable: 0,
  blank: 0,
  diagnosis: [],
  blanks,
});
interface Result {
  readonly status: string;
  readonly max_score: number;
  readonly tests: readonly {
    readonly name: string;
    readonly score: number;
    readonly message: string;
  }[];
}
function resultOf(run: readonly (ScriptReport | InputError)[], passes = true): Result {
  const github = githubRun(
    () => false,
    () => passes,
  );
  for (const one of run) github.add(one);
  return github.runnerResult() as Result;
}

test("a runner's scores add up to the points of the set", () => {
  const inSet = { ...script("s", [blank, { ...blank, marks: 0 }]), points: 5, maxPoints: 10 };
  const { max_score, tests } = resultOf([inSet]);
  expect(max_score).toBe(10);
  expect(tests.map(({ score }) => score)).toEqual([5, 0]);
});

test("a runner says that something could not be read, whatever else passed", () => {
  expect(resultOf([script("s", [blank])]).status).toBe("pass");
  expect(resultOf([script("s", [blank])], false).status).toBe("fail");
  const { status, tests } = resultOf([script("s", [blank]), new InputError("b.json", "is none")]);
  expect(status).toBe("error");
  expect(tests[0]).toMatchObject({ name: "not marked", message: "b.json: is none", score: 0 });
});

test("a runner's result fits into an environment variable: without messages, then without tests", () => {
  const long = { ...blank, said: "x".repeat(1000) };
  const size = (result: Result): number =>
    Buffer.from(JSON.stringify(result)).toString("base64").length;
  const few = resultOf([script("s", Array(200).fill(long))]);
  expect(few.tests).toHaveLength(200);
  expect(few.tests[0]!.message).toBe("");
  const many = resultOf(Array.from({ length: 5000 }, (_, i) => script(`s${i}`, [blank])));
  expect(many.tests).toHaveLength(1);
  expect(many.tests[0]).toMatchObject({ score: 5000, status: "pass" });
  for (const result of [few, many]) expect(size(result)).toBeLessThan(128 * 1024);
});

test("a summary is cut at a line before GitHub would drop it, and says how much is missing", async () => {
  expect(await githubSummary(each(["a\n", "b\n"]))).toBe("a\nb\n");
  const cut = await githubSummary(each(["| é |\n".repeat(300_000), "more\n"]));
  expect(Buffer.byteLength(cut)).toBeLessThan(mostSummaryBytes);
  expect(cut).toMatch(/\| é \|\n\n\d+ more lines do not fit into a summary\.\n$/);
});
