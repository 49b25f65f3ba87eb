import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../src/input/inputError.js";
import { loadExercise } from "../../src/load.js";
import { activations } from "../../src/network/activations.js";

const sums = `name: own
title: Sums
quantities:
  - { id: x, given: true }
  - { id: y, formula: 2*x }
ask: [y]
rounding: { decimals: 2 }
draw: { x: { from: 1, to: 3, step: 0.5 } }
`;

const net = `name: own
title: Net
network:
  inputs: 2
  layers:
    - { units: 2, activation: sigmoid, bias: node }
    - { units: 1, activation: tanh }
  loss: half-squared-error
ask: [preActivation, activation]
rounding: { decimals: 4 }
draw:
  x: { from: 0.1, to: 0.9, step: 0.1 }
  w: { from: 0.1, to: 0.9, step: 0.1 }
  b: { from: 0.1, to: 0.9, step: 0.1 }
  t: { from: 0.1, to: 0.9, step: 0.1 }
`;

// Any of them, and then what was meant.
const activation = `expected ${Object.keys(activations).join(", ")}`.replace(
  /, ([^,]*)$/,
  " or $1",
);

/** An exercise, what is changed in it, and all that its reader says. */
type Row = [string, string, readonly (readonly [string, string])[], ...string[]];

const rows: readonly Row[] = [
  [
    "a recurrent layer at one time, with nothing before it",
    net,
    [
      ["activation: tanh }", "activation: tanh, recurrent: true }"],
      ["  loss: half-squared-error", "  loss: half-squared-error\n  times: 1"],
    ],
    "9:10: network.times: at one time, with a state of zero before it, a recurrent layer has nothing to carry on, got 1",
  ],
  [
    "TeX in double quotes, with an alarm",
    sums,
    [["id: y, formula: 2*x", 'id: y, formula: 2*x, symbol: "\\alpha"']],
    "5:36: a text has the character U+0007, which cannot be printed: in double quotes a backslash and a letter are another character; a text with backslashes stands in single quotes",
  ],
  [
    "TeX in double quotes, with no such character",
    sums,
    [["id: y, formula: 2*x", 'id: y, formula: 2*x, symbol: "\\hat{y}"']],
    "5:37: no such character: in double quotes a backslash and a letter are another character; a text with backslashes stands in single quotes",
  ],
  [
    "TeX in double quotes, with a line break",
    sums,
    [["title: Sums", 'title: "\\nabla"']],
    '2:8: title: expected one line, got "\\nabla": in double quotes a backslash and a letter are another character; a text with backslashes stands in single quotes',
  ],
  [
    "TeX in double quotes, with a tab",
    sums,
    [["id: y, formula: 2*x", 'id: y, formula: 2*x, symbol: "\\text{y}"']],
    "5:36: \\u0009ext{y}: unexpected \\u0009: in double quotes a backslash and a letter are another character; a text with backslashes stands in single quotes",
  ],
  [
    "the natural logarithm",
    sums,
    [["2*x", "ln(x)"]],
    "5:23: ln(x): unknown operation ln (did you mean log(x)?)",
  ],
  [
    "a logarithm to base ten",
    sums,
    [["2*x", "log10(x)"]],
    "5:23: log10(x): unknown operation log10 (did you mean log(x)/log(10)?)",
  ],
  [
    "a function misspelt",
    sums,
    [["2*x", "sigmod(x)"]],
    "5:23: sigmod(x): unknown operation sigmod (did you mean sigmoid?)",
  ],
  [
    "a function of a library",
    sums,
    [["2*x", "Math.sqrt(x)"]],
    "5:23: Math.sqrt(x): Math.sqrt is no operation (did you mean sqrt?)",
  ],
  [
    "a power as in Python",
    sums,
    [["2*x", "x**2"]],
    "5:23: x**2: something is missing at character 3: a power is written x^2",
  ],
  [
    "a power as in print",
    sums,
    [["2*x", "x²"]],
    "5:23: x²: cannot be read from ² on: a power is written x^2",
  ],
  [
    "a product as in print",
    sums,
    [["2*x", "2·x"]],
    "5:23: 2·x: cannot be read from ·x on: a product is written 2*x",
  ],
  [
    "a minus as in print",
    sums,
    [["2*x", "2−x"]],
    "5:23: 2−x: cannot be read from −x on: a minus is written -",
  ],
  [
    "an absolute value as in print",
    sums,
    [["2*x", '"|x|"']],
    "5:23: |x|: something is missing at character 1: the absolute value is written abs(x)",
  ],
  [
    "an absolute value without quotes",
    sums,
    [["2*x", "|x|"]],
    "5:23: a text that begins with this stands in quotes",
  ],
  [
    "a formula as in TeX",
    sums,
    [["2*x", "\\frac{x}{2}"]],
    "5:28: is no YAML: something before this is missing, or a text with brackets is not in quotes",
  ],
  [
    "a formula as in TeX, in quotes",
    sums,
    [["2*x", "'\\frac{x}{2}'"]],
    "5:23: \\frac{x}{2}: cannot be read from \\frac{x}{2} on: a formula is written as 2*x/3, and its symbols under symbol",
  ],
  [
    "an equation",
    sums,
    [["2*x", "y = 2*x"]],
    "5:23: y = 2*x: assignment is not arithmetic: a formula is what stands after the equals sign; a step is written step(x)",
  ],
  [
    "a comparison",
    sums,
    [["2*x", "x > 2"]],
    "5:23: x > 2: unknown operation >: a formula is what stands after the equals sign; a step is written step(x)",
  ],
  [
    "a formula that ends early",
    sums,
    [["2*x", "2 x +"]],
    "5:23: 2 x +: something is missing at its end",
  ],
  ["a bracket that is open", sums, [["2*x", "2*(x"]], "5:23: 2*(x: a bracket is not closed"],
  [
    "a formula with a comma",
    sums,
    [["2*x", "max(x, 2)"]],
    '5:30: "2)" has no colon: a text with a comma stands in quotes',
  ],
  [
    "a decimal comma in a formula",
    sums,
    [["2*x", "0,5*x"]],
    '5:25: "5*x" has no colon: a text with a comma stands in quotes',
  ],
  [
    "a decimal comma in a formula in quotes",
    sums,
    [["2*x", '"0,5*x"']],
    "5:23: 0,5*x: unexpected , at character 2: a number has a decimal point",
  ],
  ["the number e", sums, [["2*x", "e^x"]], "5:23: there is no quantity e: e^x is written exp(x)"],
  ["another letter", sums, [["2*x", "2*z"]], "5:23: there is no quantity z (did you mean x?)"],
  ["a circle", sums, [["2*x", "y + 1"]], "5:5: y is computed from itself"],
  [
    "a derivative that is none",
    sums,
    [["ask: [y]", "  - { id: d, derivative: { of: y, by: x }, formula: 3*x }\nask: [y, d]"]],
    "6:53: is not the derivative of y by x: where this gives 4.5, that is 2",
  ],
  [
    "an activation misspelt",
    net,
    [["activation: tanh", "activation: than"]],
    `7:31: ${activation}, got "than" (did you mean tanh?)`,
  ],
  [
    "an activation in other letters",
    net,
    [["activation: tanh", "activation: ReLU"]],
    `7:31: ${activation}, got "ReLU" (did you mean relu?)`,
  ],
  [
    "an activation of another name",
    net,
    [["activation: tanh", "activation: logistic"]],
    `7:31: ${activation}, got "logistic" (did you mean sigmoid?)`,
  ],
  [
    "a loss of another name",
    net,
    [["half-squared-error", "mse"]],
    '8:9: network.loss: expected half-squared-error, squared-error, binary-cross-entropy, cross-entropy, absolute-error, huber, hinge, squared-hinge, none, perceptron or an object, got "mse" (did you mean squared-error?)',
  ],
  [
    "a word misspelt in a layer",
    net,
    [["units: 1", "unit: 1"]],
    "7:9: network.layers[1].unit: unknown word (did you mean units?)",
  ],
  [
    "no units",
    net,
    [["units: 1", "units: 0"]],
    "7:16: network.layers[1].units: expected a number of at least 1, got 0",
  ],
  [
    "values of biases left out",
    net,
    [["  b: { from: 0.1, to: 0.9, step: 0.1 }\n", ""]],
    "11:1: no values for b1_1, b1_2",
  ],
  [
    "a role misspelt",
    net,
    [["preActivation,", "preactivation,"]],
    "9:7: preactivation: there is no such quantity to ask for (did you mean preActivation?)",
  ],
  [
    "a colon in a title",
    sums,
    [["title: Sums", "title: Week 3: sums"]],
    "2:8: has a second colon in one line, or words of one entry that do not begin below each other: a text with a colon stands in quotes",
  ],
  [
    "a quote that stays open",
    sums,
    [["title: Sums", 'title: "Sums']],
    "2:8: a text in quotes does not end",
  ],
  [
    "a title that begins with @",
    sums,
    [["title: Sums", "title: @home"]],
    "2:8: a text that begins with this stands in quotes",
  ],
  [
    "a title that begins with a star",
    sums,
    [["title: Sums", "title: *bold*"]],
    "2:8: *bold*: there is no &bold* before it; a text that begins with * stands in quotes",
  ],
  [
    "a title that is a comment",
    sums,
    [["title: Sums", "title: #1 Sums"]],
    "2:8: title: expected a text, got null",
  ],
  ["a tab", sums, [["  - { id: y", "\t- { id: y"]], "5:1: has a tab before this: expected spaces"],
  ["a word twice", sums, [["ask: [y]", "ask: [y]\nask: [y]"]], '7:1: duplicate key "ask"'],
  [
    "no colon",
    sums,
    [["ask: [y]", "ask [y]"]],
    "6:1: has no colon: expected a word, a colon, and what it is",
  ],
  [
    "a word further in than its neighbours",
    sums,
    [["ask: [y]", " ask: [y]"]],
    "6:1: does not begin below the word that it stands beside",
  ],
  [
    "a word misspelt",
    sums,
    [["rounding", "roundings"]],
    "7:1: roundings: unknown word (did you mean rounding?)",
  ],
  [
    "letters that changed places",
    sums,
    [["title: Sums", "titel: Sums"]],
    "2:1: titel: unknown word (did you mean title?)",
  ],
  [
    "a name with a space",
    sums,
    [["name: own", "name: My Sums"]],
    '1:7: name: expected lower-case letters, digits and hyphens, got "My Sums"',
  ],
  [
    "yes for true",
    sums,
    [["given: true", "given: yes"]],
    '4:21: quantities[0].given: expected true or false, got "yes"',
  ],
  [
    "a number with underscores",
    sums,
    [["from: 1,", "from: 1_000,"]],
    '8:20: draw.x.from: expected a number, got "1_000" (did you mean 1000?)',
  ],
  [
    "a number with a decimal comma",
    sums,
    [["step: 0.5", "step: 0,5"]],
    '8:38: "5" has no colon: a number has a decimal point (did you mean 0.5?)',
  ],
  [
    "the same in quotes",
    sums,
    [["step: 0.5", 'step: "0,5"']],
    '8:36: draw.x.step: expected a number, got "0,5" (did you mean 0.5?)',
  ],
  [
    "a number with the minus of print",
    sums,
    [["from: 1,", "from: −3,"]],
    '8:20: draw.x.from: expected a number, got "−3" (did you mean -3?)',
  ],
  [
    "a fraction",
    sums,
    [["from: 1,", "from: 1/2,"]],
    '8:20: draw.x.from: expected a number, got "1/2" (did you mean 0.5?)',
  ],
  [
    "a number in words",
    sums,
    [["from: 1,", "from: one,"]],
    '8:20: draw.x.from: expected a number, got "one"',
  ],
  [
    "a number of decimals that is none",
    sums,
    [["decimals: 2", "decimals: 2.5"]],
    "7:23: rounding.decimals: expected a whole number, got 2.5",
  ],
  ["a grid without a step", sums, [[", step: 0.5", ""]], "8:9: draw.x.step: is missing"],
  [
    "a grid the wrong way round",
    sums,
    [["to: 3", "to: 0"]],
    "8:20: draw.x.from: from is greater than to, got 1",
  ],
  [
    "values for what is not there",
    sums,
    [["draw: {", "draw: { q: 1,"]],
    "8:12: no given is called this (did you mean x?)",
  ],
  [
    "a misconception misspelt",
    sums,
    [["ask: [y]", "ask: [y]\nmalrules: [omit-bias]"]],
    "7:12: there is no malrule omit-bias (did you mean omits-bias?)",
  ],
  [
    "a quantity that is not there",
    sums,
    [["ask: [y]", "ask: [yy]"]],
    "6:7: yy: there is no such quantity to ask for (did you mean y?)",
  ],
  [
    "no points, and less",
    sums,
    [["ask: [y]", "ask: [{ of: [y], points: -1 }]"]],
    "6:26: ask[0].points: expected a number of at least 0, got -1",
  ],
  ["nothing", sums, [[sums, ""]], "1:1: expected an object, got null"],
  ["a list", sums, [[sums, "- a\n"]], "1:1: expected an object, got a list"],
  [
    "three things wrong with words",
    sums,
    [
      ["title: Sums", "titel: Sums"],
      ["decimals: 2", "decimals: two"],
      ["from: 1,", "from: 1_000,"],
    ],
    "2:1: titel: unknown word (did you mean title?)",
    '7:23: rounding.decimals: expected a number, got "two"',
    '8:20: draw.x.from: expected a number, got "1_000" (did you mean 1000?)',
  ],
  [
    "two formulas",
    sums,
    [
      ["2*x", "ln(x)"],
      ["ask: [y]", '  - { id: v, formula: "x**2" }\nask: [y]'],
    ],
    "5:23: ln(x): unknown operation ln (did you mean log(x)?)",
    "6:23: x**2: something is missing at character 3: a power is written x^2",
  ],
  [
    "two letters that are not there",
    sums,
    [
      ["2*x", "2*z"],
      ["ask: [y]", "  - { id: v, formula: 2*u }\nask: [y]\nmayBeZero: [w1]"],
    ],
    "5:23: there is no quantity z (did you mean x?)",
    "6:23: there is no quantity u (did you mean x?)",
    "8:13: there is no quantity w1",
  ],
  [
    "two that cannot be asked for",
    sums,
    [["ask: [y]", "ask: [yes, y, no]"]],
    "6:7: yes: there is no such quantity to ask for",
    "6:15: no: there is no such quantity to ask for",
  ],
  [
    "two misconceptions",
    sums,
    [["ask: [y]", "ask: [y]\nmalrules: [omit-bias, ascend]"]],
    "7:12: there is no malrule omit-bias (did you mean omits-bias?)",
    "7:23: there is no malrule ascend (did you mean ascends?)",
  ],
  [
    "two things that are no YAML",
    sums,
    [
      ["title: Sums", "title: @home"],
      ["draw:", "nothing here\ndraw:"],
    ],
    "2:8: a text that begins with this stands in quotes",
    "8:1: has no colon: expected a word, a colon, and what it is",
  ],
  [
    "too many values and too few",
    net,
    [["  b: { from: 0.1, to: 0.9, step: 0.1 }\n", "  c: 1\n  d: 2\n"]],
    "11:1: no values for b1_1, b1_2",
    "14:6: no given is called this (did you mean x?)",
    "15:6: no given is called this (did you mean x?)",
  ],
];

const folder = mkdtempSync(join(tmpdir(), "mistakes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function mistakesIn(text: string): readonly string[] {
  const path = join(folder, "own.yaml");
  writeFileSync(path, text);
  try {
    loadExercise(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [error, ...error.more].map(
      ({ place, what }) => `${place?.line}:${place?.column}: ${what}`,
    );
  }
  return [];
}

test("the exercises that mistakes are put in have none", () => {
  expect([sums, net].map(mistakesIn)).toEqual([[], []]);
});

test.each<Row>(rows)("%s is told, and where", (_, text, changes, ...expected) => {
  const changed = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, () => to);
  }, text);
  expect(mistakesIn(changed)).toEqual(expected);
});
