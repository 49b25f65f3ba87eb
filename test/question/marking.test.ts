import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { evaluate, givensOf } from "../../src/graph/evaluate.js";
import { type Locals, localValue } from "../../src/graph/local.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { malrulePairsAt } from "../../src/question/malrulePairs.js";
import type { MarkedQuestion } from "../../src/question/marking.js";

const read = (text: string): Prepared =>
  prepare(readExercise(`name: own\ntitle: Own\n${text}`, "own"), []);

const markedAt = (of: Prepared, id: string): MarkedQuestion =>
  of.marking().questions.find(({ question }) => question.id === id)!;

/** What a question is computed from: ids. */
const operandsOf = (of: Prepared, id: string): readonly string[] =>
  markedAt(of, id).right.operands.map((slot) => of.program.ids[slot]!);

/** The right values, for these locals to compute with. */
function valuesOf(
  { program }: Prepared,
  { initial }: Locals,
  given: Readonly<Record<string, number>>,
): Float64Array {
  const values = initial.slice();
  values.set(evaluate(program, givensOf(program, given)).subarray(0, program.ids.length));
  return values;
}

describe("a question is computed from what is asked around it", () => {
  const net = (ask: string, activation = "relu", more = ""): Prepared =>
    read(`
network:
  inputs: 1
  layers: [{ units: 1, activation: ${activation} }, { units: 1, activation: identity }]
  loss: half-squared-error
draw: { x: 1, t: 0, w: 0.5, eta: 0.1 }
ask: [${ask}]
${more}
`);

  test("whether a unit is open, its sum says, and where that is not asked, its activation", () => {
    const bySum = net("z1_1, a1_1, da1_1_dz1_1");
    expect(operandsOf(bySum, "da1_1_dz1_1")).toEqual(["z1_1"]);
    expect(markedAt(bySum, "da1_1_dz1_1").bySums).toBeUndefined();
    const byActivation = net("a1_1, da1_1_dz1_1");
    expect(operandsOf(byActivation, "da1_1_dz1_1")).toEqual(["a1_1"]);
    expect(markedAt(byActivation, "da1_1_dz1_1").bySums?.operands).toEqual([]);
    const neither = net("da1_1_dz1_1");
    expect(operandsOf(neither, "da1_1_dz1_1")).toEqual([]);
    expect(markedAt(neither, "da1_1_dz1_1").bySums).toBeUndefined();
  });

  test("also where the derivative is worked out on the way", () => {
    const delta = net("a1_1, delta2_1, delta1_1");
    expect(operandsOf(delta, "delta1_1").toSorted()).toEqual(["a1_1", "delta2_1"]);
    expect(markedAt(delta, "delta1_1").bySums).toBeDefined();
    // A leak is a gate as well; a sigmoid has none.
    expect(markedAt(net("a1_1, delta1_1", "leaky-relu"), "delta1_1").bySums).toBeDefined();
    expect(markedAt(net("a1_1, delta1_1", "sigmoid"), "delta1_1").bySums).toBeUndefined();
  });

  test("and where it is asked, a misconception in the sum before it does not show in it", () => {
    const doubled = (ask: string): readonly string[] =>
      markedAt(
        net(
          ask,
          "relu",
          `misconceptions: [{ id: twice, in: preActivation, right: "a * b", wrong: "2 * a * b", name: errs, hint: Look. }]`,
        ),
        "da1_1_dz1_1",
      ).misreadings.map(({ malrule }) => malrule.id);
    expect(doubled("a1_1, da1_1_dz1_1")).toEqual([]);
    expect(doubled("da1_1_dz1_1")).toEqual(["twice"]);
  });

  test("its own unit's activation, of its own step", () => {
    const two = read(`
network:
  inputs: 1
  layers: [{ units: 2, activation: relu }, { units: 1, activation: identity }]
  loss: half-squared-error
  steps: 2
draw: { x: 1, t: 0, w: 0.5, eta: 0.1 }
ask: [{ of: [activation, delta] }]
`);
    expect(operandsOf(two, "delta1_2").toSorted()).toEqual(["a1_2", "delta2_1"]);
    expect(operandsOf(two, "s2.delta1_1")).toEqual(expect.arrayContaining(["s2.a1_1"]));
  });
});

describe("an exercise as it is marked", () => {
  const rows = (...wrong: readonly string[]): string =>
    wrong
      .map(
        (formula, i) =>
          `  - { id: rule-${i}, in: value, right: a * b, wrong: ${formula}, name: errs, hint: Look. }`,
      )
      .join("\n");
  const sheet = (ask: string, rules = rows("a + b")): Prepared =>
    read(`
quantities:
  - { id: p, given: true }
  - { id: q, given: true }
  - { id: y, formula: p * q }
  - { id: z, formula: y * y }
  - { id: u, formula: z * q }
draw: { p: 3, q: 5 }
ask: [${ask}]
misconceptions:
${rules}
`);
  /** What misreadings of a question give. */
  function misread(of: Prepared, id: string) {
    const { locals } = of.marking();
    const values = valuesOf(of, locals, { p: 3, q: 5 });
    return markedAt(of, id).misreadings.map(({ malrule, local, changes }) => {
      return { id: malrule.id, value: localValue(locals, local, values), changes };
    });
  }

  test("has its questions in an order of computing, each under its slot, and knows which are read", () => {
    const of = sheet("u, y, z");
    const { questions, bySlot, read } = of.marking();
    expect(questions.map(({ question }) => question.id)).toEqual(["y", "z", "u"]);
    for (const marked of questions) expect(bySlot[marked.slot]).toBe(marked);
    expect([...read].map((slot) => of.program.ids[slot])).toEqual(["y", "z"]);
  });

  test("a misconception is committed in everything worked out for a blank, in the same way", () => {
    expect(misread(sheet("y, z"), "z")).toEqual([{ id: "rule-0", value: 30, changes: ["z"] }]);
    // 3 + 5 = 8, and 8 + 8.
    expect(misread(sheet("z"), "z")).toEqual([
      { id: "rule-0", value: 16, changes: expect.arrayContaining(["z", "y"]) },
    ]);
    expect(misread(sheet("z", rows('["a + b", "a - b"]')), "z").map(({ value }) => value)).toEqual([
      16, 0,
    ]);
    expect(misread(sheet("u"), "u")[0]!.changes).toHaveLength(3);
    // Nothing is worked out from itself.
    expect(misread(sheet("z", rows("a + self")), "z")).toEqual([]);
  });
});

describe("two misconceptions at once", () => {
  const rule = (id: string, right: string, wrong: string): string =>
    `  - { id: ${id}, in: value, right: "${right}", wrong: "${wrong}", name: errs, hint: Look. }`;
  const adds = rule("adds", "a * b", "a + b");
  const subtracts = rule("subtracts", "a + b", "a - b");

  /** What pairs give at a question; y = 3 · 5, z = y + 7. */
  function pairsAt(id: string, ask: string, rules: readonly string[]) {
    const of = read(`
quantities:
  - { id: p, given: true }
  - { id: q, given: true }
  - { id: r, given: true }
  - { id: y, formula: p * q }
  - { id: z, formula: y + r }
draw: { p: 3, q: 5, r: 7 }
ask: [${ask}]
misconceptions:
${rules.join("\n")}
`);
    const { locals, pairs } = malrulePairsAt(of.program, of.marking(), markedAt(of, id));
    const values = valuesOf(of, locals, { p: 3, q: 5, r: 7 });
    return pairs.map(({ malrules, local }) => {
      return [...malrules.map(({ id }) => id), localValue(locals, local, values)];
    });
  }

  test("are committed in all that is worked out for a blank, and in nothing that is asked", () => {
    // The second is committed in what the first has made of y, too.
    expect(pairsAt("z", "z", [adds, subtracts])).toEqual([["adds", "subtracts", 3 - 5 - 7]]);
    expect(pairsAt("z", "z", [subtracts, adds])).toEqual([["subtracts", "adds", 3 + 5 - 7]]);
    expect(pairsAt("z", "y, z", [adds, subtracts])).toEqual([]);
  });

  test("are committed one in what the other has put in, whichever is listed first", () => {
    expect(pairsAt("y", "y, z", [adds, subtracts])).toEqual([["adds", "subtracts", 3 - 5]]);
    expect(pairsAt("y", "y, z", [subtracts, adds])).toEqual([["subtracts", "adds", 3 - 5]]);
  });

  test("are none where one leaves the other nothing to change", () => {
    const halves = rule("halves", "a * b", "a / b");
    expect(pairsAt("y", "y, z", [adds, halves])).toEqual([]);
  });
});
