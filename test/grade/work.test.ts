import { describe, expect, test } from "vitest";
import {
  differsFrom,
  estimate,
  estimateNear,
  follows,
  workIn,
  wrongIn,
} from "../../src/grade/work.js";
import { localBuilder } from "../../src/graph/local.js";
import { lastPlace } from "../../src/graph/rounding.js";
import { markedAt, sheet, slotOf, worked } from "./sheet.js";

// y = 0.2701, z = 2.2701, u = 227.01, and w = 6 without any rounding.
const of = () =>
  sheet(
    { p: 0.37, q: 0.73, r: 2 },
    { y: "p * q", z: "y + r", u: "z * 100", w: "r * 3" },
    { adds: ["a * b", "a + b"], first: ["a + b", "a"] },
  );

describe("a script is worked through", () => {
  const problem = of();
  const [y, z, u, w] = ["y", "z", "u", "w"].map((id) => slotOf(problem, id)) as [
    ...[number, number, number, number],
  ];

  test("from what was written, which was carried with its last digit in doubt unless it is exact", () => {
    const work = worked(problem, { y: "0.27", z: "2.270", w: "6" });
    expect(wrongIn(work)).toEqual([]);
    expect([work.values[y], work.values[z], work.values[w]]).toEqual([0.27, 2.27, 6]);
    expect([work.bounds[y], work.bounds[z], work.bounds[w]]).toEqual([0.01, 0.001, 0]);
  });

  test("where it is wrong, what should have been there follows from what was written before", () => {
    const work = worked(problem, { y: "0.72", z: "2.30", w: "7" });
    expect(wrongIn(work).map(({ question }) => question.id)).toEqual(["y", "z", "w"]);
    expect(work.wrong[y]!.value).toBeCloseTo(0.2701, 12);
    expect(work.wrong[z]!.value).toBeCloseTo(2.72, 12);
    expect([work.wrong[w]!.value, work.wrong[w]!.bound]).toEqual([6, 0.005]);
    expect(work.values[z]).toBe(2.3);
    // Where nothing is written, what follows stands, and is not wrong.
    expect(work.values[u]).toBeCloseTo(230, 10);
    expect(work.wrong[u]).toBeUndefined();
  });

  test("and an answer follows that is as near as that, whether or not anybody has asked how near", () => {
    const far = worked(problem, { y: "9" });
    expect(follows(far, y)).toBe(false);
    const near = worked(problem, { y: "0.72", z: "2.73" });
    expect([y, z, u].map((slot) => follows(near, slot))).toEqual([false, true, false]);
    expect(near.wrong[z]!.bound).toBeCloseTo(0.01, 12);
    expect(follows(near, z)).toBe(true);
    // Everything follows from what is beyond all numbers.
    const beyond = worked(problem, { y: "1e307", z: "1e307", u: "5" });
    expect(beyond.wrong[u]!.value).toBe(Number.POSITIVE_INFINITY);
    expect([follows(beyond, u), beyond.wrong[u]!.bound, follows(beyond, u)]).toEqual([
      ...[true, expect.anything(), true],
    ]);
  });

  test("and what is right by the key is not wrong, whatever was written before", () => {
    expect(wrongIn(worked(problem, { y: "0.72", z: "2.27" }))).toHaveLength(1);
  });

  test("and where nothing was, what follows is taken, with its own error", () => {
    const work = worked(problem, { y: "0.72" });
    expect(work.values[z]).toBeCloseTo(2.72, 12);
    // The digits of 0.72; a sum of two decimals needs no more.
    expect(work.bounds[z]).toBeCloseTo(0.01, 12);
    expect(work.values[u]).toBeCloseTo(272, 10);
  });
});

describe("follow-through is not much looser than the key:", () => {
  const problem = of();
  const { precision } = worked(problem, {});
  const allowed = (id: string, value: number, bound: number): number =>
    precision.allowed(slotOf(problem, id), value, bound);

  test("a bound within four times the key's tolerance, or a hundredth of the value, stands", () => {
    expect(allowed("y", 0.333, 0.019)).toBe(0.019);
    expect(allowed("y", 0.333, 0.02)).toBe(0.02);
    expect(allowed("y", 33.3, 0.3)).toBe(0.3);
    expect(allowed("y", -33.3, 0.3)).toBe(0.3);
  });

  test("never less than writing down takes", () => {
    expect(allowed("y", 0.333, 0.001)).toBe(0.005);
    expect(allowed("y", 0.33, 0)).toBe(0.005);
  });

  test("a wider one is cut to four times what the formula reaches on right values", () => {
    // Nothing before y is asked: it reaches 0.005. Before z, y may be a unit off: 0.01.
    expect(allowed("y", 0.333, 7)).toBeCloseTo(0.02, 12);
    expect(allowed("z", 0.333, 7)).toBeCloseTo(0.04, 12);
    expect(allowed("z", 0.333, 0.035)).toBe(0.035);
    expect(allowed("z", 0.333, Number.POSITIVE_INFINITY)).toBeCloseTo(0.04, 12);
    expect(allowed("z", 0.333, Number.NaN)).toBeCloseTo(0.04, 12);
    expect(allowed("z", 10, 7)).toBeCloseTo(0.1, 12);
  });

  test("which is between what it is at least and at most, however wide a bound", () => {
    for (const id of ["y", "z", "u"])
      for (const value of [0.333, 0.33, -9.87, 1e-9, 1234.5, Number.POSITIVE_INFINITY])
        for (const bound of [0, 0.001, 0.019, 0.3, 7, 1e9, Number.POSITIVE_INFINITY, Number.NaN]) {
          const found = allowed(id, value, bound);
          expect(found).toBeGreaterThanOrEqual(precision.least(slotOf(problem, id), value));
          expect(found).toBeLessThanOrEqual(precision.most(slotOf(problem, id), value));
        }
  });

  test("and at most no more than the ceiling of its blank, or than a share of the value", () => {
    const significant = sheet({ p: 0.37 }, { y: "p * p" }, {}, "rounding: { significant: 3 }");
    for (const of of [problem, significant])
      for (const value of [0, 1e-9, 0.333, 0.99999, -1, 9.99e5, 1e6]) {
        const { precision } = worked(of, {});
        const y = slotOf(of, "y");
        expect(precision.most(y, value)).toBeLessThanOrEqual(
          Math.max(precision.ceiling(y), precision.share * Math.abs(value)),
        );
      }
  });

  test("and to four times ten units where the formula reaches more", () => {
    // A unit of z is 1 in u; u's own tolerance is more than 0.1 already.
    const tolerance = problem.answers[slotOf(problem, "u")]!;
    if (tolerance.kind !== "number") throw new Error("u is a number");
    expect(allowed("u", 0.333, 700)).toBeCloseTo(
      Math.max(4 * tolerance.range.tolerance, 4 * 10 * lastPlace(2)),
      12,
    );
  });
});

describe("a formula on what was written", () => {
  const problem = of();
  const work = () => worked(problem, { y: "0.72", z: "2.72" });
  const misreading = (id: string) => markedAt(problem, id).misreadings[0]!.local;

  test("is estimated with what carrying its digits may change", () => {
    const { value, bound } = estimate(work(), slotOf(problem, "z"), misreading("z"));
    expect(value).toBe(0.72);
    expect(bound).toBeCloseTo(0.01, 12);
  });

  test("differs from what is right by more than either of their bounds", () => {
    const z = slotOf(problem, "z");
    const differs = (value: number, bound: number) =>
      differsFrom(work(), z, misreading("z"), { value, bound });
    expect(differs(0.75, 0.031)).toBe(false);
    expect(differs(0.75, 0.029)).toBe(true);
    expect(differs(0.729, 0.001)).toBe(false);
    expect(differs(0.731, 0.001)).toBe(true);
    expect(differs(9, 0.001)).toBe(true);
    expect(differs(-9, 0.001)).toBe(true);
  });

  test("is looked at only near what was written, and where it is not what is right", () => {
    const z = slotOf(problem, "z");
    const near = (answer: string, right?: { value: number; bound: number }) =>
      estimateNear(worked(problem, { y: "0.72", z: answer }), z, misreading("z"), right);
    expect(near("0.72")?.value).toBe(0.72);
    expect(near("0.76")?.value).toBe(0.72);
    expect(near("0.77")).toBeUndefined();
    expect(near("0.72", { value: 0.8, bound: 0.07 })?.value).toBe(0.72);
    expect(near("0.72", { value: 0.8, bound: 0.09 })).toBeUndefined();
    // As near as the right one may be, too.
    expect(near("1.5", { value: 5, bound: 1 })?.value).toBe(0.72);
    expect(near("1.8", { value: 5, bound: 1 })).toBeUndefined();
  });

  test("is looked at with an operand put to another value, which is put back", () => {
    const [y, z] = [slotOf(problem, "y"), slotOf(problem, "z")];
    const there = work();
    const put = (value: number) =>
      estimateNear(there, z, misreading("z"), undefined, [[y, { value, bound: 0 }]])?.value;
    expect(put(2.7)).toBe(2.7);
    expect(put(3)).toBeUndefined();
    expect([there.values[y], there.bounds[y]]).toEqual([0.72, 0.01]);
  });

  test("may be another's, who then has the numbers of the script", () => {
    const { program } = problem.prepared;
    const z = slotOf(problem, "z");
    const builder = localBuilder(program, new Set(["y", "z", "u", "w"]));
    const right = builder.add("z")!;
    const there = workIn(work(), builder.finish());
    const { value, bound } = estimate(there, z, right);
    expect(value).toBeCloseTo(2.72, 12);
    expect(bound).toBe(estimate(work(), z, markedAt(problem, "z").right).bound);
  });
});
