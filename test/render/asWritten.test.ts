import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { prepare } from "../../src/problem/prepare.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { exactly } from "../../src/render/number.js";
import { plain } from "../../src/render/plain.js";
import { solution } from "../../src/render/sheet.js";
import { symbolsFor } from "../../src/render/symbols.js";
import { exerciseNames, prepared } from "../exercises.js";

const seeds = ["1", "2", "3"];

/** Each line of a solution, and its sides. */
const linesOf = (of: Problem) =>
  solution(of).sections.flatMap(({ lines }) =>
    lines.map(({ id, symbol, rule, numbers, result }) => ({
      id,
      sides: [symbol, rule, numbers, result].flatMap((side) => (side ? [plain(side)] : [])),
      result: plain(result),
    })),
  );

const own = (formula: string) =>
  problem(
    prepare(
      readExercise(
        `{ name: own, title: Own, draw: { x: 3 }, ask: [y], leastFigures: 0, rounding: { decimals: 4 },
           quantities: [{ id: x, given: true, role: input }, { id: y, formula: "${formula}" }] }`,
        "own.yaml",
      ),
      [],
    ),
    "1",
  );

describe("a person", () => {
  test.each(exerciseNames)("writes no signed zero and no −1 · a in %s", (name) => {
    for (const seed of seeds)
      for (const { sides } of linesOf(problem(prepared(name), seed)))
        for (const side of sides) {
          expect(side).not.toMatch(/−0(?:\.0*)?(?![.\d])/);
          expect(side.replace("−1 · ln(0", "")).not.toMatch(/−1 · [^\d(]/);
        }
  });

  test.each(exerciseNames)("writes what is exact in %s without zeros behind", (name) => {
    for (const seed of seeds) {
      const of = problem(prepared(name), seed);
      for (const { id, result } of linesOf(of)) {
        const answer = of.key.get(id);
        if (answer?.kind === "number" && answer.isExact) expect(result).not.toMatch(/\.\d*0$/);
      }
    }
  });

  test("writes truth values as 0 and 1", () => {
    const results = linesOf(problem(prepared("threshold-xor"), "1"))
      .filter(({ id }) => /a\d_/.test(id))
      .map(({ result }) => result);
    expect(results.length).toBeGreaterThan(4);
    expect(new Set(results)).toEqual(new Set(["0", "1"]));
  });

  test.each([
    ["4 * x^3 / 2", "54"],
    ["x / 7", "0.4286"],
    ["x / 8", "0.375"],
    ["x - 3", "0"],
    ["-(x - 3)", "0"],
  ])("writes the result of %s for x = 3 as %s", (formula, result) => {
    expect(linesOf(own(formula))[0]!.result).toBe(result);
  });

  test.each([
    ["-1 * x * 5", "−5 · x = −5 · 3"],
    ["-1 * (x - 3)", "−(x − 3) = −(3 − 3)"],
    ["-1 * x", "−x = −3"],
    ["5 - -1 * x", "5 + x = 5 + 3"],
    ["x * (-1 * x)", "x · (−x) = 3 · (−3)"],
  ])("writes %s as %s", (formula, written) => {
    expect(linesOf(own(formula))[0]!.sides.slice(1, 3).join(" = ")).toBe(written);
  });

  test("writes d for a function of one variable, and ∂ for one of several", () => {
    const symbol = (name: string, id: string) => plain(symbolsFor(prepared(name)).of(id));
    expect(symbol("chain-rule", "dz_dx")).toBe("dz/dx");
    expect(symbol("circuit-gradients", "df_dn")).toBe("∂f/∂n");
    expect(symbol("mlp-2-1-1-sigmoid", "dw2_1_1")).toContain("∂");
  });

  test.each([
    [0.1 + 0.2, "0.3"],
    [120, "120"],
    [-1.5, "−1.5"],
    [-0, "0"],
  ])("writes %d in full as %s", (value, written) => {
    expect(exactly(value, { decimals: 4, truncation: true })).toBe(written);
  });
});
