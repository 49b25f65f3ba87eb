import { expect, test } from "vitest";
import { markScript } from "../../src/grade/markScript.js";
import { evaluate, givensOf, valuesById } from "../../src/graph/evaluate.js";
import { needed } from "../../src/graph/graph.js";
import { compile } from "../../src/graph/program.js";
import { rewrite } from "../../src/graph/rewrite.js";
import { problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { malrules, prepared } from "../exercises.js";

const fitting = {
  "slope-at-a-point": [
    "power-rule-without-factor",
    "power-rule-keeps-exponent",
    "slope-for-change",
    "change-backwards",
    "coefficient-in-power",
    "exponent-as-factor",
  ],
  "partial-derivatives": [
    "power-rule-without-factor",
    "power-rule-keeps-exponent",
    "slope-for-change",
    "change-in-one-variable",
    "change-backwards",
    "coefficient-in-power",
    "exponent-as-factor",
  ],
  "chain-rule": [
    "power-rule-without-factor",
    "power-rule-keeps-exponent",
    "omits-inner-derivative",
    "adds-links-of-chain",
    "coefficient-in-power",
    "exponent-as-factor",
  ],
  "learning-rates": ["step-without-input", "input-not-squared"],
};

const seeds = Array.from({ length: 60 }, (_, i) => String(i + 1));

test.each(Object.entries(fitting).flatMap(([name, ids]) => ids.map((id) => [name, id] as const)))(
  "in %s, %s is named where it is committed throughout and shows",
  (name, id) => {
    const exercise = prepared(name);
    const wrong = rewrite(exercise.graph, malrules.find((malrule) => malrule.id === id)!);
    const program = compile(needed(wrong, wrong.keys()));
    const scripts = seeds.flatMap((seed) => {
      const variant = problem(exercise, seed);
      const givens = valuesById(exercise.program, variant.values);
      const values = valuesById(program, evaluate(program, givensOf(program, givens)));
      const answers = Object.fromEntries(
        [...variant.key].map(([blank, answer]) => [
          blank,
          answer.kind === "choice"
            ? answer.word
            : rounded(values[blank]!, exercise.exercise.rounding),
        ]),
      );
      const script = markScript(variant, { schemaVersion: 1, exercise: name, answers });
      return script.firstError === undefined ? [] : [script];
    });
    const named = scripts.filter(({ diagnosis }) => diagnosis[0]?.malrules.includes(id));
    expect(scripts.length).toBeGreaterThanOrEqual(15);
    expect(named.length / scripts.length).toBeGreaterThanOrEqual(0.8);
  },
);
