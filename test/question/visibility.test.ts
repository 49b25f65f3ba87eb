import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { evaluate, givensOf } from "../../src/graph/evaluate.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { type Visibility, visibilityOf } from "../../src/question/visibility.js";

/** An exercise of these products, with misconceptions in its values; half a unit is 0.00005. */
const products = (
  formulas: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, string>>,
  more = "",
): Prepared =>
  read(
    `
quantities:
${["p", "q", "r"].map((id) => `  - { id: ${id}, given: true }`).join("\n")}
${Object.entries(formulas)
  .map(([id, formula]) => `  - { id: ${id}, formula: ${formula} }`)
  .join("\n")}
draw: { p: { oneOf: [0.0009, 2] }, q: { oneOf: [0.5, 100] }, r: { oneOf: [1, 100] } }
ask: [${Object.keys(formulas)}]
malrules: [${Object.keys(rules)}]
misconceptions:
${Object.entries(rules)
  .map(([id, wrong]) => row(id, "value", wrong, id === "of-sums" ? "a + b" : "a * b"))
  .join("\n")}
${more}`,
  );

const row = (id: string, role: string, wrong: string, right = "a * b"): string =>
  `  - { id: ${id}, in: ${role}, right: ${right}, wrong: ${wrong}, name: errs, hint: Look. }`;

const read = (text: string): Prepared =>
  prepare(
    readExercise(
      `name: own\ntitle: Own\nrounding: { decimals: 4, truncation: false }\n${text}`,
      "own",
    ),
    [],
  );

/** How the misconceptions show where these are given, and answers may be off by so much. */
function looking({ program, marking, exercise, drawing }: Prepared) {
  const ranges = drawing.givens.map(({ choices }) => ({
    low: Math.min(...choices),
    high: Math.max(...choices),
  }));
  const look = visibilityOf(marking(), exercise, program, ranges);
  return (
    given: Readonly<Record<string, number>>,
    tolerance = 0.0001,
    bound: number | "none" = 0.0001,
  ): Visibility =>
    look(evaluate(program, givensOf(program, given))).visibility(
      new Float64Array(program.ids.length).fill(tolerance),
      bound === "none" ? undefined : new Float64Array(2 * program.initial.length).fill(bound),
    );
}

const seen = (exercise: Prepared, ...draw: Parameters<ReturnType<typeof looking>>): Visibility =>
  looking(exercise)(...draw);

describe("a misconception", () => {
  // It gives p for p·q: 0.5(q − 1) from the key.
  const one = products({ y: "p * q" }, { alone: "a" });
  const change = (by: number, tolerance?: number) =>
    seen(one, { p: 0.5, q: 1 + 2 * by, r: 1 }, tolerance);

  test("is grey where it changes an answer by more than half of what writing it down may", () => {
    expect(change(2.4e-5)).toEqual({ hidden: "alone" });
    expect(change(2.6e-5)).toEqual({ grey: { malrule: "alone", slot: 3 } });
    expect(change(-2.6e-5)).toEqual({ grey: { malrule: "alone", slot: 3 } });
  });

  test("until it is further from the key than an answer may be, or than rounding may take it", () => {
    expect(change(0.99e-4)).toHaveProperty("grey");
    expect(change(1.01e-4)).toEqual({});
    expect(change(4.9e-5, 1e-6)).toHaveProperty("grey");
    expect(change(5.1e-5, 1e-6)).toEqual({});
  });

  test("is grey by what a digit more of an answer before it may change", () => {
    // It gives y(b + 0.001) for y·b: 0.0005 from the key; y is off by 0.00005 where it is rounded.
    const two = products({ y: "p * 1", z: "y * r" }, { more: "a * (b + 0.001)" });
    const given = { p: 0.5, q: 1, r: 100 };
    expect(seen(two, given, 1e-6, 1e-4)).toMatchObject({ grey: { slot: 4 } });
    expect(seen(two, given, 1e-6, 0)).toEqual({});
  });

  test("shows at two blanks, or at the only one where it can", () => {
    const three = { y: "p * q", z: "p * r", u: "q * r" };
    const given = { p: 0.5, q: 2, r: 1 };
    expect(seen(products({ y: three.y }, { alone: "a" }), given)).toEqual({});
    expect(seen(products({ y: three.y, z: three.z }, { alone: "a" }), given)).toEqual({
      hidden: "alone",
    });
    expect(seen(products(three, { alone: "b" }), given)).toEqual({});
  });

  test("of two ways shows once at one blank", () => {
    const two = products({ y: "p * q", z: "p * r" }, { either: '["a", "b"]' });
    expect(seen(two, { p: 0.5, q: 2, r: 3 })).toEqual({});
    // At z, 1 · 1, it gives 1 both ways.
    expect(
      seen(products({ y: "p * q", z: "r * r" }, { either: '["a", "b"]' }), {
        ...{ p: 0.5, q: 2, r: 1 },
      }),
    ).toEqual({ hidden: "either" });
  });

  test("shows only with two significant figures", () => {
    expect(seen(one, { p: 0.001, q: 100, r: 1 })).toEqual({});
    expect(seen(one, { p: 0.0009, q: 100, r: 1 })).toEqual({ hidden: "alone" });
  });

  test("shows in the first step where it can, or not at all", () => {
    const net = read(`
network:
  inputs: 1
  layers: [{ units: 1, activation: identity }]
  loss: half-squared-error
  examples: 3
  batch: 1
  steps: 3
draw: { x: { oneOf: [1, 3] }, t: 4, w: 0.5, eta: 0.1 }
ask: [gradient]
malrules: [alone]
misconceptions:
${row("alone", "gradient", "a")}`);
    // Without its input, a gradient is the delta.
    const given = (x: readonly number[]) =>
      Object.fromEntries([
        ...x.flatMap((value, i) => [
          [`e${i + 1}.x1`, value],
          [`e${i + 1}.t1`, 4],
        ]),
        ["w1_1_1", 0.5],
        ["eta", 0.1],
      ]);
    expect(seen(net, given([2, 3, 1]))).toEqual({});
    expect(seen(net, given([1, 2, 3]))).toEqual({ hidden: "alone" });
    expect(seen(net, given([2, 1, 1]))).toEqual({ hidden: "alone" });
  });
});

describe("two misconceptions", () => {
  const rules = { first: "a", second: "b", third: "a + b" };
  const given = { p: 0.5, q: 0.5, r: 1 };

  test("hide one another where they give the same, unless they are declared inseparable", () => {
    const declared = (pairs: string) =>
      seen(products({ y: "p * q" }, rules, `inseparable: [${pairs}]`), given);
    expect(declared("")).toEqual({ hidden: "first" });
    expect(declared("[first, second]")).toEqual({});
    expect(declared("[second, first]")).toEqual({});
    expect(declared("[first, third], [third, second]")).toEqual({ hidden: "first" });
  });

  test("are told apart where they differ by more than the wider of their bounds", () => {
    // (a/3)·b may be off by 0.0002 where b is 3: a third is rounded on the way.
    const of = (by: number) =>
      seen(products({ y: "p * q" }, { plain: "a", third: "(a / 3) * b" }), {
        ...{ p: 0.5, q: 3 + by, r: 1 },
      });
    expect(of(6e-4)).toEqual({ hidden: "plain" });
    expect(of(-6e-4)).toEqual({ hidden: "plain" });
    expect(of(0.003)).toEqual({});
  });

  test("are each looked for where they can show, at how many blanks ever the other does", () => {
    const of = (formulas: Readonly<Record<string, string>>) =>
      seen(products(formulas, { alone: "a", "of-sums": "a" }), { p: 0.5, q: 2, r: 3 });
    expect(of({ y: "p * q", v: "p + q" })).toEqual({});
    expect(of({ y: "p * q", z: "p * r", v: "p + q" })).toEqual({});
  });

  test("of which one was hidden are looked at for that one first, where nothing has a bound", () => {
    const rules = { shown: "a * b + 1", sum: "a + b", first: "a", same: "a + 0" };
    const look = looking(products({ y: "p * q" }, rules));
    const atBest = (q: number) => look({ p: 2, q, r: 1 }, 0.0001, "none");
    const grey = { grey: { malrule: "sum", slot: 3 } };
    expect(atBest(2.00003)).toEqual(grey);
    expect(atBest(3)).toEqual({ hidden: "first" });
    expect(atBest(2.00003)).toEqual({ hidden: "first" });
    expect(look({ p: 2, q: 2.00003, r: 1 })).toEqual(grey);
  });

  test("are each looked for: the second is hidden where the first shows", () => {
    const of = (q: number) =>
      seen(products({ y: "p * q" }, { sum: "a + b", first: "a" }), {
        ...{ p: 0.0009, q, r: 1 },
      });
    expect(of(100)).toEqual({ hidden: "first" });
  });
});
