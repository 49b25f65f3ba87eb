import { describe, expect, test } from "vitest";
import { readExercise } from "../../src/exercise/readExercise.js";
import { audit, type Finding } from "../../src/grade/audit.js";
import { askingFor } from "../../src/problem/prepare.js";
import { publishedProblem } from "../../src/problem/problem.js";
import { exerciseText, malrules } from "../exercises.js";

function findingsOf(name: string): ReadonlyMap<string, Finding> {
  const file = readExercise(exerciseText(name), name);
  const { printed, printedAs } = file.exercise.published!;
  const prepared = askingFor(file, Object.keys(printed), malrules);
  return new Map(
    audit(publishedProblem(prepared), printed, printedAs).map((finding) => [finding.id, finding]),
  );
}

const idsOf = (
  findings: ReadonlyMap<string, Finding>,
  verdict: Finding["verdict"],
): readonly string[] =>
  [...findings.values()].filter((finding) => finding.verdict === verdict).map(({ id }) => id);
const malrulesOf = (finding: Finding | undefined): readonly string[] =>
  finding?.malrules.map(({ id }) => id) ?? [];

describe("audit of the documents", () => {
  test("000: names the derivative at the pre-activation, and all that follows from it", () => {
    const findings = findingsOf("mlp-2-2-1-sigmoid");
    const derivatives = ["da1_1_dz1_1", "da1_2_dz1_2", "da2_1_dz2_1"];
    expect([...idsOf(findings, "mistake")].sort()).toEqual(derivatives);
    for (const id of derivatives)
      expect(malrulesOf(findings.get(id))).toEqual(["derivative-at-pre-activation"]);
    expect(idsOf(findings, "follows")).toEqual([
      ...[
        "dw1_1_1",
        "dw1_2_1",
        "dw1_1_2",
        "dw1_2_2",
        "new_w1_1_1",
        "new_w1_2_1",
        "new_w1_1_2",
        "new_w1_2_2",
      ],
      ...["s2.a2_1", "s2.loss", "drop"],
    ]);
    // The output's derivative is printed wrong but not used.
    expect(findings.get("s2.loss")!.from).toEqual(["da1_1_dz1_1", "da1_2_dz1_2"]);
  });

  test("001: finds 107.88 in the linear chain, and the three slips of 2-1-1", () => {
    expect(idsOf(findingsOf("chain-1-1-1-linear"), "mistake")).toEqual(["s2.loss"]);
    expect(idsOf(findingsOf("mlp-2-1-1-sigmoid"), "mistake")).toEqual([
      "da2_1_dz2_1",
      "delta2_1",
      "dw2_1_1",
    ]);
  });

  test("002: finds nothing wrong in the numbers", () => {
    const findings = findingsOf("mlp-2-2-2-relu");
    expect(idsOf(findings, "right")).toHaveLength(findings.size);
  });

  test("003: names the wrong input and the wrong bias, each with its own consequences", () => {
    const findings = findingsOf("mlp-2-3-1-relu");
    const wrongInput = ["new_w1_3_1", "s2.new_w1_3_1", "s3.new_w1_3_1", "s4.new_w1_3_1"];
    const wrongBias = ["s2.a2_1", "s3.a2_1", "s4.a2_1"];
    expect([...idsOf(findings, "mistake")].sort()).toEqual([...wrongInput, ...wrongBias].sort());
    for (const id of wrongInput) expect(malrulesOf(findings.get(id))).toContain("another-input");
    for (const id of wrongBias)
      expect(malrulesOf(findings.get(id))).toEqual(["another-nodes-bias"]);
    expect(findings.get("s2.loss")!.from).toEqual(["s2.a2_1"]);
    expect(findings.get("s2.a1_3")!.from).toEqual(["new_w1_3_1"]);
  });

  test("004: finds 0.1389, accepts what is cut off, and says after how many rounds the last state is reached", () => {
    const findings = findingsOf("mlp-2-2-2-sigmoid");
    expect(idsOf(findings, "mistake")).toEqual(["delta2_1", "after1000.a2_1", "after1000.a2_2"]);
    const { claimed, first, last } = findings.get("after1000.a2_1")!.rounds!;
    expect(claimed).toBe(1000);
    // Cut off to four decimals, every count from 9,887 to 10,024 fits; rounding adds a little on
    // either side.
    expect(first).toBeGreaterThan(9700);
    expect(first).toBeLessThanOrEqual(9887);
    expect(last).toBeGreaterThanOrEqual(10024);
    expect(last).toBeLessThan(10200);
  });

  test.each([
    "descent-by-hand",
    "learning-rates",
    "descent-step",
    "slope-at-a-point",
    "partial-derivatives",
    "chain-rule",
  ])("%s: finds nothing wrong", (name) => {
    const findings = findingsOf(name);
    expect(findings.size).toBeGreaterThan(1);
    expect(idsOf(findings, "right")).toHaveLength(findings.size);
  });
});

test("a delta that takes a wrong activation's word for an open unit follows from it", () => {
  const text = `
name: gate
title: A closed unit that is printed as open
network:
  inputs: 1
  layers: [{ units: 1, activation: relu }, { units: 1, activation: identity }]
  loss: half-squared-error
published:
  given: { x: 1, w1: -0.5, w2: 2, t: 3, eta: 0.1 }
  printed: { z1_1: -0.500, a1_1: 0.400, a2_1: 0.800, delta2_1: -2.200, delta1_1: -4.400, dw1_1_1: -4.400 }
`;
  const file = readExercise(text, "gate.yaml");
  const { printed, printedAs } = file.exercise.published!;
  const found = audit(
    publishedProblem(askingFor(file, Object.keys(printed), malrules)),
    printed,
    printedAs,
  );
  expect(found.filter(({ verdict }) => verdict === "mistake").map(({ id }) => id)).toEqual([
    "a1_1",
  ]);
  expect(found.find(({ id }) => id === "delta1_1")!.from).toEqual(["a1_1"]);
});
