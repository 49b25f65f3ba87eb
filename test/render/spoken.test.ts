import { expect, test } from "vitest";
import { fromTex } from "../../src/render/fromTex.js";
import { spoken } from "../../src/render/spoken.js";

test.each([
  ["net_{h1}", "net h1"],
  ["\\frac{\\partial E}{\\partial w_5}", "partial E by partial w 5"],
  ["\\hat{y}", "y hat"],
  ["w_{1,3}'", "w 1, 3 prime"],
  ["w_5^+", "w 5 plus"],
  ["h_1^{(new)}", "h 1 new"],
  ["w^{(2)}", "w superscript 2"],
  ["h^{⟨1⟩}", "h superscript 1"],
  ["z_2^{1[3]}", "z 2 superscript 1, 3"],
  ["\\Sigma", "sum"],
  ["1-\\eta x^2", "1 minus eta x squared"],
  ["\\frac{1}{2}", "1 over 2"],
  ["\\frac{t_1}{x_1+1}", "fraction t 1 over x 1 plus 1 end fraction"],
  ["f(x,y)", "f(x, y)"],
  ["\\text{node_1_output}", "node 1 output"],
  ["\\Delta \\loss_{predicted}", "delta loss predicted"],
])("%s is read %s", (tex, words) => {
  expect(spoken(fromTex(tex))).toBe(words);
});
