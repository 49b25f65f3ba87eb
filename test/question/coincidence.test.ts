import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { evaluate, givensOf } from "../../src/graph/evaluate.js";
import { type Prepared, prepare } from "../../src/problem/prepare.js";
import { type Coincidence, coincidenceIn } from "../../src/question/coincidence.js";
import { malrules } from "../exercises.js";

const read = (text: string): Prepared =>
  prepare(
    readExercise(
      `name: own\ntitle: Own\nrounding: { decimals: 4, truncation: false }\n${text}`,
      "own",
    ),
    malrules,
  );

const row = (id: string, role: string, right: string, wrong: string): string =>
  `  - { id: ${id}, in: ${role}, right: "${right}", wrong: ${wrong}, name: errs, hint: Look. }`;

/** y = p·q, and two misconceptions that give the same where q is 1: p(q + 3) and p(q² + 3). */
const product = ({
  enabled = "plain, squared",
  inseparable = "",
  beside = "",
}: Partial<Record<"enabled" | "inseparable" | "beside", string>> = {}): Prepared =>
  read(`
quantities:
  - { id: p, given: true }
  - { id: q, given: true }
  - { id: y, formula: p * q }
${beside && `  - { id: h, formula: ${beside} }`}
draw: { p: { oneOf: [1, 2] }, q: { oneOf: [1, 2] } }
ask: [y${beside && ", h"}]
malrules: [${enabled}]
inseparable: [${inseparable}]
misconceptions:
${row("plain", "value", "a * b", '"a * (b + 3)"')}
${row("squared", "value", "a * b", '"a * (b * b + 3)"')}
${row("both", "value", "a * b", '["a * (b + 4)", "a * (b * b + 4)"]')}
`);

/** What coincides by accident where these are given, and those in `drawn` vary. */
function found(
  { program, marking, exercise }: Prepared,
  given: Readonly<Record<string, number>>,
  drawn: readonly string[],
): Coincidence | undefined {
  const slots = drawn.map((id) => program.slots.get(id)!);
  return coincidenceIn(
    marking(),
    exercise,
    program,
    slots,
  )(evaluate(program, givensOf(program, given)));
}

const accident = { malrules: ["plain", "squared"], slot: 2 };

describe("two misconceptions coincide by accident", () => {
  test("whichever of the givens that vary it is that they owe it to", () => {
    for (const drawn of [["q"], ["p", "q"], ["q", "p"]])
      expect(found(product(), { p: 1, q: 1 }, drawn), drawn.join()).toMatchObject(accident);
    for (const drawn of [["p"], []])
      expect(found(product(), { p: 1, q: 1 }, drawn), drawn.join()).toBeUndefined();
  });

  test("where they differ by a thousand-millionth of their size, or of 1, and no more", () => {
    // They give 4p, and differ by p(q² − q).
    const at = (p: number, by: number) => found(product(), { p, q: 1 + by }, ["q"]);
    expect(at(1, 3e-9)).toMatchObject(accident);
    expect(at(1, 5e-9)).toBeUndefined();
    expect(at(-1e4, 3e-9)).toMatchObject(accident);
    expect(at(-1e4, 5e-9)).toBeUndefined();
    expect(at(0.001, 9e-7)).toMatchObject(accident);
    expect(at(0.001, 2e-6)).toBeUndefined();
  });

  test("where what they give is wrong: 3p from the key, half a unit being 0.00005", () => {
    expect(found(product(), { p: 2e-5, q: 1 }, ["q"])).toMatchObject(accident);
    expect(found(product(), { p: -2e-5, q: 1 }, ["q"])).toMatchObject(accident);
    expect(found(product(), { p: 1e-5, q: 1 }, ["q"])).toBeUndefined();
  });

  test("and not two ways of one, nor one that is not looked for, nor a declared pair", () => {
    const of = (sheet: Prepared) => found(sheet, { p: 1, q: 1 }, ["q"]);
    expect(of(product({ enabled: "both, plain" }))).toBeUndefined();
    expect(of(product({ enabled: "plain" }))).toBeUndefined();
    expect(of(product({ inseparable: "[plain, squared]" }))).toBeUndefined();
    expect(of(product({ inseparable: "[squared, plain]" }))).toBeUndefined();
    expect(of(product({ inseparable: "[plain, both]" }))).toMatchObject(accident);
  });

  test("but nobody can tell where another step is taken once the givens are moved", () => {
    const of = (beside: string) => found(product({ beside }), { p: 1, q: 1 }, ["q"]);
    // q is moved up: 1 − q falls below 0, q − 1 does not.
    expect(of("fromZero(q - 1)")).toMatchObject({ malrules: accident.malrules });
    expect(of("fromZero(1 - q)")).toBeUndefined();
  });

  test("in the first step that is asked, since the numbers of whoever errs are others after it", () => {
    const net = read(`
network:
  inputs: 1
  layers: [{ units: 1, activation: identity }]
  loss: half-squared-error
  examples: 2
  batch: 1
  steps: 2
draw: { x: { oneOf: [1, 2] }, t: 4, w: 0.5, eta: 0.1 }
ask: [gradient]
malrules: [plain, squared]
misconceptions:
${row("plain", "gradient", "a * b", '"a * (b + 3)"')}
${row("squared", "gradient", "a * b", '"a * (b * b + 3)"')}
`);
    const given = (x1: number, x2: number) => {
      return { "e1.x1": x1, "e2.x1": x2, "e1.t1": 4, "e2.t1": 4, w1_1_1: 0.5, eta: 0.1 };
    };
    const drawn = ["e1.x1", "e2.x1"];
    expect(found(net, given(1, 2), drawn)).toMatchObject({
      malrules: accident.malrules,
    });
    expect(found(net, given(2, 1), drawn)).toBeUndefined();
  });
});
