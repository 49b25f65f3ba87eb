import { expect, test } from "vitest";
import { type MarkedScript, markScript } from "../../src/grade/markScript.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { prepared } from "../exercises.js";

const variant = problem(prepared("mlp-2-2-2-sigmoid"), "1");

function rightAnswers({ key, prepared: { exercise } }: Problem): Record<string, string> {
  return Object.fromEntries(
    [...key].map(([id, answer]) => [
      id,
      answer.kind === "choice" ? answer.word : rounded(answer.value, exercise.rounding),
    ]),
  );
}
const right = rightAnswers(variant);
const number = (id: string): number => Number(right[id]!.replace("−", "-"));

/** The script that is right but for these answers. */
const mark = (answers: Record<string, string>, of = variant): MarkedScript =>
  markScript(of, {
    schemaVersion: 1,
    exercise: of.prepared.exercise.name,
    answers: { ...rightAnswers(of), ...answers },
  });
const verdictOf = ({ blanks }: MarkedScript, id: string): string =>
  blanks.find((blank) => blank.id === id)!.verdict.kind;

/** A new weight that is wrong, and the pre-activation that follows from it. */
const withNewWeight = (weight: number): Record<string, string> => ({
  new_w2_1_1: String(weight),
  "s2.z2_1": (number("s2.z2_1") + (weight - number("new_w2_1_1")) * number("s2.a1_1")).toFixed(4),
});

test("what is a hundred times as large as anything in the exercise, and no less, is huge, and earns nothing below it", () => {
  const largest = Math.max(1, variant.largest);
  for (const [weight, verdict] of [
    [99.3 * largest, "followsThrough"],
    [101.3 * largest, "wrong"],
    [-99.3 * largest, "followsThrough"],
    [-101.3 * largest, "wrong"],
  ] as const) {
    const script = mark(withNewWeight(weight));
    expect(verdictOf(script, "new_w2_1_1")).toBe("wrong");
    expect(verdictOf(script, "s2.z2_1"), String(weight)).toBe(verdict);
  }
});

test("one made-up number earns what follows from it, and two, equal or not, earn nothing", () => {
  const a1 = (z: string): string => (1 / (1 + Math.exp(-Number(z)))).toFixed(4);
  const once = mark({ z1_1: "0.8317", a1_1: a1("0.8317") });
  expect(verdictOf(once, "a1_1")).toBe("followsThrough");
  for (const second of ["0.8316", "0.8317"]) {
    const twice = mark({ z1_1: "0.8317", a1_1: a1("0.8317"), "s2.z1_1": second });
    expect(verdictOf(twice, "a1_1")).toBe("wrong");
  }
});

test("a misconception that is contradicted as often as it fits is none", () => {
  const first = { loss: right.loss_1!, "s2.loss": right["s2.loss_1"]! };
  expect(mark(first).diagnosis).toMatchObject([
    { malrules: ["loss-of-one-output"], hits: 2, contradictions: 0 },
  ]);
  expect(mark({ "s2.loss": right["s2.loss_1"]! }).diagnosis).toEqual([]);
});

test("two misconceptions that would often fit one blank by chance are not named for it alone", () => {
  const softmax = problem(prepared("softmax-2-3"), "2");
  const answer = softmax.key.get("loss")!;
  if (answer.kind !== "number") throw new Error("a number was asked");
  // The mean for the sum, by the decimal logarithm.
  const loss = (answer.value / 3 / Math.LN10).toFixed(4);
  const script = mark({ loss }, softmax);
  expect(verdictOf(script, "loss")).toBe("wrong");
  expect(script.diagnosis).toEqual([]);
});

test("two misconceptions at a single blank are named only where its digits leave no room for chance", () => {
  // The same mistakes, −2(a − t): with five decimals nothing else fits, with four too much does.
  const cases = [
    ["mlp-2-1-1-sigmoid", "-1.10448", "misconception"],
    ["mlp-2-2-1-tanh", "1.1712", "wrong"],
  ] as const;
  for (const [name, dloss_da2_1, verdict] of cases) {
    const script = mark({ dloss_da2_1 }, problem(prepared(name), "1"));
    expect(verdictOf(script, "dloss_da2_1"), name).toBe(verdict);
  }
});
