import { describe, expect, test } from "vitest";
import { problem } from "../../../src/problem/problem.js";
import { plain } from "../../../src/render/plain.js";
import { worksheet } from "../../../src/render/sheet.js";
import { placeWords } from "../../../src/web/page/places.js";
import { besideOf, stepsOf } from "../../../src/web/practice/beside.js";
import { practiceSheet } from "../../../src/web/practice/practiceSheet.js";
import { exerciseNames, prepared } from "../../exercises.js";

const namesIn = (svg: string): ReadonlySet<string> =>
  new Set([...svg.matchAll(/ data-of="([^"]+)"/g)].map(([, name]) => name!));

describe.each(exerciseNames)("beside each blank of %s", (name) => {
  const variant = problem(prepared(name), "1");
  const { diagram } = practiceSheet(variant, "formulas");
  const steps = stepsOf(variant);
  const ids = variant.prepared.questions.map(({ id }) => id);

  test("what is lit is in the diagram, and something is, where there is one", () => {
    const drawn = namesIn(diagram);
    for (const id of ids) {
      const { own, lit, reads } = besideOf(steps, "formulas", {}, id);
      expect(
        [...lit].filter((one) => !drawn.has(one)),
        id,
      ).toEqual([]);
      // A change of the loss is of no layer, and reads nothing that is of one.
      const isOfLayer = (one: string): boolean =>
        variant.prepared.graph.get(one)?.at.layer !== undefined;
      if (reads.some(isOfLayer)) expect(lit.size, id).toBeGreaterThan(0);
      for (const one of own) expect(lit).toContain(one);
    }
  });

  test("a sheet without formulas tells neither the rule nor what it reads", () => {
    for (const id of ids)
      expect(besideOf(steps, "none", {}, id)).toMatchObject({ reads: [], numbers: [] });
  });

  test("the printed diagram says nothing of it", () => {
    expect(namesIn(worksheet(variant, "formulas").diagram).size).toBe(0);
    expect(diagram.replace(/ data-(of|between)="[^"]*"/g, "")).toBe(
      worksheet(variant, "formulas").diagram,
    );
  });
});

describe("beside a blank", () => {
  const net = stepsOf(problem(prepared("mlp-2-2-2-sigmoid"), "42"));
  const rnn = stepsOf(problem(prepared("rnn-three-steps"), "1"));
  const said = (steps: typeof net, id: string, answers = {}) => {
    const { place, own, lit, numbers } = besideOf(steps, "formulas", answers, id);
    return { place, own: [...own], lit: [...lit], numbers: numbers.map(plain) };
  };

  test("are its unit, what it reads, and the numbers that are there", () => {
    expect(said(net, "z1_1")).toEqual({
      place: "hidden unit 1",
      own: ["1.1"],
      lit: ["1.1", "w1_1_1", "0.1", "w1_1_2", "0.2", "b1"],
      numbers: ["w_1 = −0.15", "i_1 = 0.65", "w_2 = 0.7", "i_2 = 0.7", "b_1 = −0.2"],
    });
    expect(said(net, "dw2_1_2", { a1_2: "0.45" })).toEqual({
      place: "between hidden unit 2 and output unit 1",
      own: ["w2_1_2"],
      lit: ["w2_1_2", "2.1", "1.2"],
      numbers: ["out_h2 = 0.45"],
    });
    expect(said(net, "dloss_2_da1_1").own).toEqual(["1.1", "2.2"]);
    expect(said(net, "loss_1").lit).toEqual(["2.1", "t2.1"]);
  });

  test("are the times and weights of a network that is unrolled", () => {
    expect(said(rnn, "time2.z1_1").lit).toEqual([
      "1.1@2",
      "w1_1_1",
      "0.1@2",
      "u1_1_1",
      "1.1@1",
      "b1_1",
    ]);
    expect(said(rnn, "time2.dloss_da1_1").lit).toEqual(["1.1@2", "1.1@3", "u1_1_1"]);
    expect(said(rnn, "new_u1_1_1").place).toBe("from hidden unit 1 to itself");
  });

  test("is said where it is in a deeper network, and in a filter", () => {
    const deep = prepared("mlp-2-2-2-1-sigmoid");
    expect(["delta2_1", "dw1_1_2"].map((id) => placeWords(deep, id))).toEqual([
      "unit 1 of hidden layer 2",
      "between input 2 and unit 1 of hidden layer 1",
    ]);
    const filter = prepared("convolution-one-filter");
    expect(placeWords(filter, "dw1_1_2")).toBe("filter 1, place 2");
  });
});
