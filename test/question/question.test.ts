import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { problem } from "../../src/problem/problem.js";
import { isConfirmed, keyDisagreement } from "../../src/question/confirmation.js";
import { malrulePairsAt } from "../../src/question/malrulePairs.js";
import { questionsFor } from "../../src/question/question.js";
import { within } from "../../src/question/within.js";
import { malrules } from "../exercises.js";

/** Two hidden units and an output that are asked this. */
const net = (ask: string, more = ""): Prepared =>
  prepare(
    readExercise(
      `
name: own
title: Own
network:
  inputs: 1
  layers: [{ units: 2, activation: sigmoid }, { units: 1, activation: identity }]
  loss: half-squared-error
  ${more}
draw: { x: 0.5, w: { from: 0.2, to: 0.9, step: 0.1 }, t: 1, eta: 0.1 }
ask: [${ask}]
rounding: { decimals: 4 }
`,
      "own.yaml",
    ),
    malrules,
  );
const idsOf = ({ questions }: Prepared): readonly string[] => questions.map(({ id }) => id);
const titlesOf = ({ sections }: Prepared): readonly string[] => sections.map(({ title }) => title);

describe("what is asked", () => {
  test("roles under one heading come as they are computed, ids as they are listed", () => {
    expect(idsOf(net("{ title: A, of: [activation, preActivation] }")).slice(0, 4)).toEqual([
      "z1_1",
      "a1_1",
      "z1_2",
      "a1_2",
    ]);
    expect(idsOf(net("{ title: A, of: [a1_2, z1_2, a1_1] }"))).toEqual(["a1_2", "z1_2", "a1_1"]);
    expect(idsOf(net("{ title: A, of: [a2_1, preActivation] }"))).toEqual([
      "a2_1",
      "z1_1",
      "z1_2",
      "z2_1",
    ]);
  });

  test.each(["x1", "w1_1_1", "nothing"])("%s, which nothing computes, is refused", (id) => {
    expect(() => net(id)).toThrow(`own.yaml:10:7: `);
  });

  test("a heading says the step, and the example that the step has of its own", () => {
    const online = net("loss", "steps: 2\n  examples: 2\n  batch: 1").sections;
    expect(online.map(({ title }) => title)).toEqual([
      "Step 1, example 1: loss",
      "Step 2, example 2: loss",
    ]);
    expect(titlesOf(net("loss", "steps: 2"))).toEqual(["Step 1: loss", "Step 2: loss"]);
  });
});

describe("what is asked of several steps", () => {
  const two = "steps: 2";

  test("is asked in each, or in those that are named, under a heading of its own", () => {
    expect(idsOf(net("{ of: [loss, a2_1] }", two))).toEqual(["loss", "a2_1", "s2.loss", "s2.a2_1"]);
    const second = net("{ title: Second, of: [loss], steps: [2], points: 3 }", two);
    expect(second.sections).toEqual([
      { title: "Step 2: second", questions: [{ id: "s2.loss", role: "loss", points: 3 }] },
    ]);
  });

  test("by its id alone is asked once, as are the drop of the loss and the second pass", () => {
    expect(idsOf(net("loss, drop", two))).toEqual(["loss", "s2.loss", "drop"]);
    expect(idsOf(net("{ title: A, of: [z2_1, a2_1] }", two))).toEqual(["z2_1", "a2_1"]);
    const { sections } = net("{ of: [secondPass, drop] }", two);
    expect(sections.map(({ title }) => title)).toEqual(["Second forward pass"]);
    expect(sections[0]!.questions.map(({ id }) => id)).toEqual([
      ...["s3.z1_1", "s3.a1_1", "s3.z1_2", "s3.a1_2", "s3.z2_1", "s3.a2_1", "s3.loss", "drop"],
    ]);
  });

  test("by its id among roles is asked in each step that has it", () => {
    expect(idsOf(net("{ title: A, of: [new_w2_1_1, loss] }", two))).toEqual([
      ...["new_w2_1_1", "loss", "s2.new_w2_1_1", "s2.loss"],
    ]);
  });

  test("in a forward pass alone, there is one", () => {
    const forward = prepare(
      readExercise(
        `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], steps: 0 }
draw: { x: 0.5, w: 0.3 }
ask: [{ of: [activation, preActivation] }]
`,
        "own.yaml",
      ),
      malrules,
    );
    expect(titlesOf(forward)).toEqual(["Forward pass"]);
    expect(idsOf(forward)).toEqual(["z1_1", "a1_1"]);
  });

  test("one heading after the other stands for all that follows under it", () => {
    expect(
      titlesOf(net("loss, delta, { title: Loss, of: [a2_1] }, { title: Loss, of: [a1_1] }")),
    ).toEqual([...["Loss", "Deltas", "Loss"]]);
  });
});

describe("a word that asks for nothing is refused with its place:", () => {
  test.each([
    [
      "{ title: A, of: [loss, lss] }",
      "own.yaml:10:30: lss: there is no such quantity to ask for (did you mean loss?)",
    ],
    ["delta, lss", "own.yaml:10:14: lss: there is no such quantity"],
    ["x1", "own.yaml:10:7: x1 is given, so there is nothing to compute"],
    ["loss, { of: [loss] }", "own.yaml:10:13: loss is asked twice"],
    ["secondpass", "(did you mean secondPass?)"],
    ["z1_", "(did you mean z1_1?)"],
  ])("%s", (ask, message) => {
    expect(() => net(ask)).toThrow(message);
  });
});

describe("what a text prints is asked where an exercise does not say what it asks", () => {
  const text = (printed: string): Prepared =>
    prepare(
      readExercise(
        `
name: own
title: Own
network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: half-squared-error }
published:
  given: { x: 1, w: 0.5, t: 1, eta: 0.1 }
  printed: { ${printed} }
`,
        "own.yaml",
      ),
      malrules,
    );

  test("under the headings of its kinds, a mark each", () => {
    expect(text('loss: "0.1", z1_1: "0.5", a1_1: "0.6"').sections).toEqual([
      { title: "Loss", questions: [{ id: "loss", role: "loss", points: 1 }] },
      {
        title: "Forward pass",
        questions: [
          { id: "z1_1", role: "preActivation", points: 1 },
          { id: "a1_1", role: "activation", points: 1 },
        ],
      },
    ]);
  });

  test("and refused with its place where nothing computes it", () => {
    const printed = (id: string) => () => text(`loss: "0.1", ${id}: "0.5"`);
    expect(printed("a1_2")).toThrow("own.yaml:7:33: a1_2: there is no such quantity to ask for");
    expect(printed("x1")).toThrow("own.yaml:7:31: x1 is given, so there is nothing to compute");
  });

  test("ids by themselves are questions of a mark each", () => {
    const { graph } = net("loss");
    expect(questionsFor(["loss", "a1_1"], graph, ["here"])).toEqual([
      { id: "loss", role: "loss", points: 1 },
      { id: "a1_1", role: "activation", points: 1 },
    ]);
    for (const id of ["x1", "a9_9"])
      expect(() => questionsFor(["loss", id], graph, ["here"])).toThrow(
        expect.objectContaining({ path: ["here", id] }),
      );
  });
});

describe("how far an answer may be off", () => {
  const range = { tolerance: 0.01, open: false };
  test("one of the other keys is enough, with the range of that one", () => {
    const others = [
      { key: 2, range },
      { key: 3, range: { tolerance: 0.5, open: true } },
    ];
    for (const answer of [1.01, 1.995, 3.4])
      expect(within(answer, 1, { ...range, others }), String(answer)).toBe(true);
    for (const answer of [1.02, 2.02, 3.5])
      expect(within(answer, 1, { ...range, others }), String(answer)).toBe(false);
    expect(within(1.02, 1, { ...range, others: [] })).toBe(false);
  });
});

describe("the second route to derivatives", () => {
  const { prepared, values } = problem(net("gradient"), "1");
  const { program } = prepared;
  const { plans } = prepared.soundness;
  const tangents = new Float64Array(program.initial.length);
  /** What is said of a key that is off by so much in these. */
  const of = (offBy: Readonly<Record<string, number>>) => {
    const key = values.slice();
    for (const [id, by] of Object.entries(offBy)) key[program.slots.get(id)!]! += by;
    const only = plans.filter(({ id }) => id in offBy);
    return keyDisagreement(only, program, key, tangents);
  };

  test("the one that is off most is named, wherever it stands", () => {
    const [first, second] = plans.map(({ id }) => id);
    const [large, small] = [1e-4, 1e-6];
    expect(of({ [first!]: large, [second!]: small })).toMatchObject({ id: first });
    expect(of({ [first!]: small, [second!]: large })).toMatchObject({ id: second });
    expect(isConfirmed(of({ [first!]: small }))).toBe(false);
    expect(isConfirmed(of({ [first!]: 0 }))).toBe(true);
    expect(isConfirmed(of({ [first!]: Number.NaN }))).toBe(false);
  });

  test("is confirmed to a thousand-millionth, and no more", () => {
    expect([0, 1e-9, 1.01e-9].map((by) => isConfirmed({ by }))).toEqual([true, true, false]);
  });

  test("where nothing is a derivative, nothing disagrees", () => {
    expect(of({})).toEqual({ id: "", by: 0 });
  });
});

describe("two misconceptions at once", () => {
  test("are those of which one is committed at the blank, and both change something", () => {
    const prepared = net("preActivation, activation, delta, gradient");
    const { program } = prepared;
    const marking = prepared.marking();
    const marked = marking.questions.find(({ question }) => question.id === "delta1_1")!;
    const { pairs } = malrulePairsAt(program, marking, marked);
    const here = new Set(marked.misreadings.map(({ malrule }) => malrule.id));
    expect(pairs.length).toBeGreaterThan(0);
    for (const { malrules } of pairs)
      expect(
        malrules.some(({ id }) => here.has(id)),
        malrules.map(({ id }) => id).join(),
      ).toBe(true);
    expect(malrulePairsAt(program, marking, marked).pairs).toBe(pairs);
  });
});
