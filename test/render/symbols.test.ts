import { expect, test } from "vitest";
import { fromTex } from "../../src/render/fromTex.js";
import { marksOf } from "../../src/render/letters/marks.js";
import { mathml } from "../../src/render/mathml.js";
import { plain } from "../../src/render/plain.js";
import { marksRule } from "../../src/render/sentences.js";
import { symbolsFor } from "../../src/render/symbols.js";
import { tex } from "../../src/render/tex.js";
import { prepared } from "../exercises.js";
import { preparedShape, type ShapeName, shapeNames } from "./shapes.js";

const written = (name: ShapeName, id: string, notation = "plain"): string =>
  plain(
    symbolsFor(preparedShape(name, notation === "plain" ? "" : `notation: ${notation}`)).of(id),
  );

test("marks of layer, time and example stand side by side", () => {
  const batch = "two recurrent units and a batch";
  expect(written(batch, "e2.time1.a1_2")).toBe("a_2^((1),⟨1⟩[2])");
  expect(written(batch, "e2.time1.a1_2", "mazur")).toBe("out_h2^⟨1⟩[2]");
  expect(written(batch, "e2.time1.a1_2", "nielsen")).toBe("a_2^(2⟨1⟩[2])");
  expect(written(batch, "e1.time2.x1")).toBe("x_1^⟨2⟩[1]");
});

test("a layer is not marked where there is one, and a step only beside layers by a letter", () => {
  expect(written("mini-batches with momentum", "s2.e3.z1_1")).toBe("z_1^[3](2)");
  expect(written("mini-batches with momentum", "s2.vw1_1_1")).toBe("v_w_11^(2)");
  expect(written("the perceptron rule", "s2.new_w1_1_1")).toBe("w_11^(3)");
  expect(written("a filter over a row", "s2.new_w1_1_1")).toBe("w_11^((1)s3)");
});

test("a power is marked at its exponent", () => {
  expect(written("softmax, factor by factor", "exp2_1")).toBe("e^(z_1^(2))");
});

test("recurrent weights are not counted among those before them", () => {
  expect(written("two recurrent units and a batch", "w2_1_1", "mazur")).toBe("w_5");
  expect(written("two recurrent units and a batch", "u1_1_2", "mazur")).toBe("u_12");
});

test("numbers of two digits are kept apart", () => {
  expect(written("two filters and a pool", "w1_2_4")).toBe("w_2,4^(1)");
});

test("a number of two digits stands in a word as it is", () => {
  expect(written("two filters and a pool", "w3_1_2", "code")).toBe("w11");
});

test.each(shapeNames)("no superscript of %s stands on another, in any notation", (name) => {
  for (const notation of [
    "plain",
    "mao",
    "mazur",
    "prediction",
    "next",
    "nielsen",
    "bishop",
    "russell-norvig",
  ]) {
    const prepared = preparedShape(name, `notation: ${notation}`);
    const symbols = symbolsFor(prepared);
    for (const id of prepared.graph.keys()) {
      expect(mathml(symbols.of(id)), id).not.toMatch(/<(msup|msubsup)><(msup|msubsup)>/);
    }
  }
});

test("the head of a row has no marks", () => {
  const symbols = symbolsFor(preparedShape("two recurrent units and a batch"));
  expect(plain(symbols.unmarked("e1.time2.z1_1"))).toBe("z_1^(1)");
  expect(plain(symbols.unmarked("e1.time2.dw1_1_1"))).toBe("∂L/∂w_11^(1)");
});

test("a sentence says what the marks are that are printed", () => {
  const said = (name: ShapeName, isPrinted = (_: string): boolean => true): string => {
    const shape = preparedShape(name);
    const symbols = symbolsFor(shape);
    const printed = [...shape.graph.keys()].filter(isPrinted).map(symbols.of);
    return marksRule(marksOf(shape, printed), shape).join();
  };
  expect(said("two recurrent units and a batch")).toBe(
    "Above a symbol, (1) is the layer, ⟨1⟩ is the time and [1] is the example.",
  );
  expect(said("mini-batches with momentum")).toBe(
    "Above a symbol, [1] is the example and (2) is the step.",
  );
  expect(said("two recurrent units and a batch", (id) => /^[wb]\d/.test(id))).toBe(
    "Above a symbol, (1) is the layer.",
  );
  expect(said("mini-batches with momentum", (id) => !/^(s\d+\.)?e\d/.test(id))).toBe(
    "Above a symbol, (2) is the step.",
  );
  expect(said("constant inputs")).toBe("Above a symbol, (1) is the layer.");
  expect(said("constant inputs", () => false)).toBe("");
});

test("one use of a shared weight has its time on the weight, not beside the bar", () => {
  const symbols = symbolsFor(prepared("rnn-three-steps"));
  expect(plain(symbols.of("time2.du1_1_1"))).toBe("∂L/∂u^⟨2⟩");
  expect(plain(symbols.of("du1_1_1"))).toBe("∂L/∂u");
  expect(tex(symbols.of("time2.du1_1_1"))).toBe(
    "\\frac{\\partial L}{\\partial u^{\\langle 2\\rangle }}",
  );
});

test("what an author puts beside a derivative stands beside brackets", () => {
  expect(plain(fromTex("\\frac{\\partial L}{\\partial w}_{case1}"))).toBe("(∂L/∂w)_case1");
  expect(plain(fromTex("\\frac{a}{b}^{new}"))).toBe("(a/b)^(new)");
});
