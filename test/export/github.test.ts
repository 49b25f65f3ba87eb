import { expect, test } from "vitest";
import { githubRunnerResult, githubSummary, mostSummaryBytes } from "../../src/export/github.js";
import type { BlankReport, RunReport, ScriptReport } from "../../src/export/scriptReport.js";
import { InputError } from "../../src/input/inputError.js";

const blank: BlankReport = { id: "z", symbol: "z", typed: "1", outcome: "right", said: "right", marks: 1, points: 1 };
const script = (student: string, blanks: readonly BlankReport[]): ScriptReport => ({
  file: "a.json",
  lineOf: () => undefined,
  title: "e",
  student,
  exercise: "e",
  variant: "v",
  score: blanks.reduce((sum, { marks }) => sum + marks, 0),
  maxScore: blanks.length,
  right: 0,
  follow: 0,
  wrong: 0,
  unreadable: 0,
  blank: 0,
  diagnosis: [],
  blanks,
});
const runOf = (scripts: readonly ScriptReport[], failures: readonly InputError[] = []): RunReport => ({
  scripts,
  count: scripts.length,
  failures,
});
interface Result {
  readonly status: string;
  readonly max_score: number;
  readonly tests: readonly { readonly name: string; readonly score: number; readonly message: string }[];
}
const resultOf = (run: RunReport, passes = true): Result => githubRunnerResult(run, () => passes) as Result;

test("a runner's scores add up to the points of the set", () => {
  const inSet = { ...script("s", [blank, { ...blank, marks: 0 }]), points: 5, maxPoints: 10 };
  const { max_score, tests } = resultOf(runOf([inSet]));
  expect(max_score).toBe(10);
  expect(tests.map(({ score }) => score)).toEqual([5, 0]);
});

test("a runner says that something could not be read, whatever else passed", () => {
  expect(resultOf(runOf([script("s", [blank])])).status).toBe("pass");
  expect(resultOf(runOf([script("s", [blank])]), false).status).toBe("fail");
  const { status, tests } = resultOf(runOf([script("s", [blank])], [new InputError("b.json", "is none")]));
  expect(status).toBe("error");
  expect(tests[0]).toMatchObject({ name: "not marked", message: "b.json: is none", score: 0 });
});

test("a runner's result fits into an environment variable: without messages, then without tests", () => {
  const long = { ...blank, said: "x".repeat(1000) };
  const size = (result: Result): number => Buffer.from(JSON.stringify(result)).toString("base64").length;
  const few = resultOf(runOf([script("s", Array(200).fill(long))]));
  expect(few.tests).toHaveLength(200);
  expect(few.tests[0]!.message).toBe("");
  const many = resultOf(runOf(Array.from({ length: 5000 }, (_, i) => script(`s${i}`, [blank]))));
  expect(many.tests).toHaveLength(1);
  expect(many.tests[0]).toMatchObject({ score: 5000, status: "pass" });
  for (const result of [few, many]) expect(size(result)).toBeLessThan(128 * 1024);
});

test("a summary is cut at a line before GitHub would drop it, and says how much is missing", () => {
  expect(githubSummary("a\nb\n")).toBe("a\nb\n");
  const cut = githubSummary("| é |\n".repeat(300_000));
  expect(Buffer.byteLength(cut)).toBeLessThan(mostSummaryBytes);
  expect(cut).toMatch(/\| é \|\n\n\d+ more lines do not fit into a summary\.\n$/);
});
