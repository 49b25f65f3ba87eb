import { describe, expect, test } from "vitest";
import { withEntries } from "../../../src/exercise/writtenInto.js";
import { markScript } from "../../../src/grade/markScript.js";
import { readSubmission } from "../../../src/handedIn/submission.js";
import { problem } from "../../../src/problem/problem.js";
import { type CalculusForm, calculusText } from "../../../src/web/studio/calculusText.js";
import { entriesFor } from "../../../src/web/studio/engine/auditFields.js";
import { filled } from "../../../src/web/studio/engine/filled.js";
import { look } from "../../../src/web/studio/engine/look.js";
import { readText } from "../../../src/web/studio/engine/reading.js";
import { triedScript } from "../../../src/web/studio/engine/tried.js";
import { variantAgain, variantShown } from "../../../src/web/studio/engine/variant.js";
import type { TypedNumber } from "../../../src/web/studio/protocol.js";
import { type TabName, tabNames } from "../../../src/web/studio/protocol.js";
import {
  auditText,
  type NetworkForm,
  nameOf,
  networkText,
  readUnits,
} from "../../../src/web/studio/startingText.js";
import { ascended, net, right, slipped, submission } from "../../cli/scripts.js";
import { exerciseText, malrules } from "../../exercises.js";

const lookAt = (text: string, tab: TabName = "worksheet", seed = "1", isLate = () => false) =>
  look(text, readText(text, malrules), {
    tab,
    malrules,
    variant: (prepared) => variantShown(prepared, seed, isLate),
  });

const network = (layer: string, draw = "x: 0.5, w: { from: 0.1, to: 0.9, step: 0.1 }") =>
  `name: n\ntitle: T\nnetwork: { inputs: 1, layers: [${layer}], loss: half-squared-error }\n` +
  `draw: { ${draw}, t: 1, eta: 0.5 }\nask: [activation]\n`;
const sigmoid = "{ units: 1, activation: sigmoid }";

const calculus: CalculusForm = {
  title: "",
  variables: "x, y",
  formula: "f(x, y) = a*x^2*y + b*sin(y)",
  inner: "x = t^2, y(t) = c*t",
  decimals: 4,
  ask: ["value", "slopes", "chain"],
};

describe("a mistake is underlined, and mended, where it stands", () => {
  test.each([
    [network(sigmoid).replace("title", "titel"), "titel", "title"],
    [network("{ units: 1, activation: than }"), "than", "tanh"],
    [network(sigmoid, "x: 1_000, w: 1"), "1_000", "1000"],
    [network(sigmoid, "x: { from: 0,5, to: 1, step: 0.1 }, w: 1"), "0,5", "0.5"],
    [network(sigmoid, 'x: "0,5", w: 1'), '"0,5"', "0.5"],
    [network(sigmoid).replace("[activation]", "[activaton]"), "activaton", "activation"],
    [`${network(sigmoid)}malrules: [ascend]\n`, "ascend", "ascends"],
    [
      `name: n\ntitle: T\nquantities:\n  - { id: x, given: true }\n  - { id: y, formula: "2*sigmod(x)" }\n` +
        "draw: { x: 1 }\nask: [y]\n",
      "sigmod",
      "sigmoid",
    ],
    [network(sigmoid).replace("[activation]", "[“activation”]"), "“activation”", "activation"],
    [network(sigmoid).replace("title: T", "title: Week 3: sums"), "Week 3: sums", '"Week 3: sums"'],
    [
      calculusText({ ...calculus, formula: "max(x, y)" }).replace('"max(x, y)"', "max(x, y)"),
      "max(x, y)",
      '"max(x, y)"',
    ],
    [calculusText(calculus).replace(/ {2}b: .*\n/, ""), "", "  b: { from: 1, to: 5, step: 1 }\n"],
  ])("%#: %3$s", (text, wrong, meant) => {
    const [mistake] = readText(text, malrules).mistakes;
    const { from, to, insert } = mistake!.fix!;
    expect([text.slice(from, to), insert]).toEqual([wrong, meant]);
    const mended = text.slice(0, from) + insert + text.slice(to);
    expect(readText(mended, malrules).mistakes).toEqual([]);
  });

  test("all of them, with the lines and columns of the command line, whatever ends the lines", () => {
    const text = network("{ units: 1, activation: than }").replace("name: n", "nam: n");
    for (const lines of [text, text.replaceAll("\n", "\r\n")]) {
      const { mistakes } = readText(lines, malrules);
      expect(mistakes.map(({ line, from, to }) => [line, lines.slice(from, to)])).toEqual([
        [1, "nam"],
      ]);
    }
  });

  test.each([
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `${"bcdefghij"[i]}: &${"bcdefghij"[i]} [${Array(9).fill(`*${"abcdefghi"[i]}`).join()}]`).join("\n")}`,
    ],
    ["a hundred thousand lines", "a:\n".repeat(100_000)],
    ["deep nesting", "[".repeat(100_000)],
    ["nothing", ""],
    ["a prototype", "__proto__: { name: x }\nconstructor: 1"],
  ])("%s is said to be none, without a variant", (_, text) => {
    const { mistakes, html } = lookAt(text);
    expect(mistakes.length).toBeGreaterThan(0);
    expect(html).toBeUndefined();
  });
});

describe("what comes of a text", () => {
  test.each(tabNames.filter((tab) => tab !== "audit"))("the tab %s has it", (tab) => {
    const { html, about } = lookAt(exerciseText("softmax-2-3"), tab);
    expect(about).toMatchObject({ name: "softmax-2-3", blanks: 33, isPublished: false });
    expect(html).toMatch(/<math/);
    expect(html).not.toMatch(/<style|<script| style=/);
  });

  test.each(["chain-rule", "descent-step"])("%s is audited", (name) => {
    expect(lookAt(exerciseText(name), "audit").html).toMatch(/\d+ numbers: \d+ right/);
  });

  test("a text without numbers has a field for each that it could have", () => {
    const looked = lookAt(
      exerciseText("mlp-2-1-1-sigmoid").replace(/^published:[\s\S]*/m, ""),
      "audit",
    );
    expect(looked).toMatchObject({ mistakes: [], about: {}, typed: {} });
    expect(looked.fields).toContain('data-key="given w1_1_1"');
    expect(looked.html).toBeUndefined();
  });

  test("other words about it leave a variant as it is, another number does not", () => {
    const text = network(sigmoid);
    const readAs = (one: string) => readText(one, malrules).prepared!;
    const before = variantShown(readAs(text), "1", () => false);
    const renamed = readAs(`${text.replace("title: T", "title: U")}intro: Some words\n`);
    expect(variantAgain(renamed, before)).toEqual(variantShown(renamed, "1", () => false));
    expect(variantAgain(readAs(text.replace("eta: 0.5", "eta: 0.25")), before)).toBeUndefined();
    expect(variantAgain(readAs(text), { trouble: "none" })).toBeUndefined();
  });

  test("markup in a text is text", () => {
    const text = network(sigmoid).replace(
      "title: T",
      "title: <style>x</style><img src=x onerror=1>",
    );
    expect(lookAt(text).html).toContain("&lt;style&gt;");
    expect(lookAt(text).html).not.toMatch(/<img|<style/);
  });

  test("where no draw gets sound, the first draws say why, and what to change", () => {
    const text = network(sigmoid, "x: 0, w: { from: 0.1, to: 0.9, step: 0.1 }").replace(
      "[activation]",
      "[preActivation]",
    );
    expect(lookAt(text, "worksheet", "1", () => true).trouble).toMatch(
      /^None of 50 draws can be certified\. 100% .*mayBeZero/,
    );
  });
});

test.each([
  ["right", right()],
  ["a slip that is carried on", slipped],
  ["a misconception", ascended],
  ["nothing", {}],
  ["what is no number", { ...right(), loss: "many" }],
])("of %s the page says what grade says", (_, answers) => {
  const said = triedScript(net, answers as Record<string, string>);
  const marked = markScript(
    net,
    readSubmission(JSON.stringify(submission("s", answers)), "submission.json"),
  );
  expect(said.blanks.map(({ id, kind, marks }) => [id, kind, marks])).toEqual(
    marked.blanks.map(({ id, verdict, marks }) => [id, verdict.kind, marks]),
  );
  expect(said.summary).toBe(`${marked.score} of ${marked.maxScore} marks`);
});

describe("a form", () => {
  const form: NetworkForm = {
    title: "",
    inputs: 2,
    units: [3, 2],
    hidden: "tanh",
    output: "softmax",
    loss: "cross-entropy",
    bias: "node",
    decimals: 4,
    ask: ["forward", "loss", "delta", "gradient", "update", "secondPass"],
  };

  test.each<Partial<NetworkForm>>([
    {},
    { bias: "none", ask: ["forward", "update"] },
    { hidden: "sigmoid", output: "sigmoid", loss: "half-squared-error", bias: "layer" },
    { hidden: "relu", output: "identity", loss: "squared-error", units: [2, 1], decimals: 5 },
    { units: [1], output: "sigmoid", loss: "binary-cross-entropy", title: 'Week 3: "sums" & {a}' },
    { units: [2, 1], output: "tanh", loss: "hinge" },
  ])("%j is written as an exercise with sound variants", (said) => {
    const text = networkText({ ...form, ...said });
    const { prepared, mistakes } = readText(text, malrules);
    expect(mistakes).toEqual([]);
    expect(problem(prepared!, "1").key.size).toBeGreaterThan(3);
  });

  test("has a name that a file may have, and units that a person lists", () => {
    expect(nameOf("Übung 3: Δw & more!")).toBe("ubung-3-w-more");
    expect(nameOf("…")).toBe("exercise");
    expect([readUnits("3, 2"), readUnits("4-1")]).toEqual([
      [3, 2],
      [4, 1],
    ]);
    expect(() => readUnits("many")).toThrow("expected up to six numbers from 1 to 20");
  });

  test.each<readonly [Partial<CalculusForm>, number]>([
    [{}, 8],
    [{ ask: ["value", "slopes"] }, 3],
    [{ ask: ["slopes"], variables: "u", formula: "log(u)/max(a, 2)" }, 1],
    [{ variables: "x y z", formula: "x*y + exp(-z)", ask: ["slopes"] }, 3],
    [{ variables: "x", formula: "sqrt(x)", inner: "x = t^n", ask: ["chain"] }, 5],
  ])("%j is written as an exercise in calculus with %d blanks", (said, blanks) => {
    const { prepared, mistakes } = readText(calculusText({ ...calculus, ...said }), malrules);
    expect(mistakes).toEqual([]);
    expect(problem(prepared!, "1").key.size).toBe(blanks);
  });

  test.each<readonly [Partial<CalculusForm>, string]>([
    [{ variables: "x, f" }, "variables: expected"],
    [{ formula: " " }, "function: expected a formula"],
    [{ inner: "x = t" }, "chain rule: expected what y is as a function of t"],
    [{ ask: [] }, "what is asked: expected at least one"],
  ])("%j is not yet one: %s", (said, message) => {
    expect(() => calculusText({ ...calculus, ...said })).toThrow(message);
  });
});

describe("a form for a worked text", () => {
  const write = (text: string, ...numbers: readonly TypedNumber[]): string =>
    withEntries(text, entriesFor(readText(text, malrules).file!, numbers));
  const begun = auditText(
    {
      title: "A text",
      inputs: 2,
      units: [1],
      hidden: "tanh",
      output: "sigmoid",
      loss: "half-squared-error",
      bias: "node",
      decimals: 4,
      ask: ["forward", "delta"],
    },
    "A book",
  );
  const given = { x1: "1", x2: "0.5", w1_1_1: "0.4", w1_1_2: "-0.2", b1_1: "0.1", t1: "1" };
  const givens = Object.entries(given).map(([id, value]) => ({
    kind: "given" as const,
    id,
    value,
  }));

  test("is audited as its numbers are typed", () => {
    const text = write(
      begun,
      ...givens,
      { kind: "printed", id: "z1_1", value: "0.40" },
      { kind: "printed", id: "delta1_1", value: "0.096" },
    );
    const { mistakes, html, typed } = lookAt(text, "audit");
    expect(mistakes).toEqual([]);
    expect(html).toMatch(/2 numbers: 1 right, 1 wrong by themselves/);
    expect(typed).toMatchObject({
      "given b1_1": { value: "0.1" },
      "printed z1_1": { value: "0.40", told: "right" },
      "printed delta1_1": { value: "0.096", told: "wrong" },
    });
  });

  test("changes what is there and nothing else, and takes away what is emptied", () => {
    const text = begun
      .replace(
        "given: {}",
        "given:\n    x: [1, 0.5] # as listed\n    w1: 0.4\n    b: 0.1 # one\n    t: 1",
      )
      .replace("printed: {}", 'printed: { z1_1: "0.40", a1_1: "0.599" }');
    const changed = write(
      text,
      { kind: "given", id: "x2", value: "0.7" },
      { kind: "given", id: "w1_1_2", value: "-0.2" },
      { kind: "printed", id: "z1_1", value: "" },
      { kind: "printed", id: "a1_1", value: "0.60" },
    );
    expect(changed).toBe(
      text
        .replace("[1, 0.5]", "[1, 0.7]")
        .replace("t: 1", "t: 1\n    w1_1_2: -0.2")
        .replace('{ z1_1: "0.40", a1_1: "0.599" }', '{ a1_1: "0.60" }'),
    );
    expect(write(changed, { kind: "given", id: "b1_1", value: "" })).toBe(changed);
    expect(lookAt(changed, "audit").mistakes).toEqual([]);
  });

  test.each([
    ["title: T\n", "title: T\nmalrules: [ascends]\n"],
    ["malrules: [omits-bias] # two\n", "malrules: [omits-bias, ascends] # two\n"],
    ["malrules:\n  - omits-bias\nx: 1\n", "malrules:\n  - omits-bias\n  - ascends\nx: 1\n"],
    ["malrules:\nx: 1\n", "malrules: [ascends]\nx: 1\n"],
    ["malrules: [\n", "malrules: [\n"],
  ])("a word is put at the end of a list: %j", (text, after) => {
    const path = ["malrules", Number.POSITIVE_INFINITY];
    expect(withEntries(text, [{ path, value: "ascends" }])).toBe(after);
  });
});

describe("answers are filled in", () => {
  const kinds = (as: Parameters<typeof filled>[1]) =>
    triedScript(net, filled(net, as)).blanks.map(({ kind }) => kind);

  test("of somebody who is right, who slips once, and who has a misconception throughout", () => {
    expect(new Set(kinds({ kind: "right" }))).toEqual(new Set(["correct"]));
    const slip = kinds({ kind: "slip" });
    expect(slip.filter((kind) => kind === "wrong")).toHaveLength(1);
    expect(slip).toContain("followsThrough");
    expect(kinds({ kind: "misconception", id: "ascends" })).toContain("misconception");
  });
});
