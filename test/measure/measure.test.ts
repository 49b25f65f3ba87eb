import { describe, expect, test } from "vitest";
import { problem } from "../../src/problem/problem.js";
import { exerciseNames, prepared } from "../exercises.js";
import { plainNet } from "../plainNet.js";
import { exactHand } from "./arithmetic.js";
import {
  answerable,
  measureBeliefs,
  measureHonest,
  measurePairs,
  measureSchemes,
  measureSlips,
  percent,
  type SchemeResult,
  subjectOf,
  sumOf,
} from "./measure.js";
import { carry } from "./student.js";
import { givensOf } from "./task.js";

const names = exerciseNames.filter((name) => plainNet(prepared(name).exercise.network));

/**
 * Of each measurement: enough to notice a fault. One script in so few is 0.4%, so the limits here
 * leave room for one or two; the exact figures are those of `npm run measure` with many.
 */
const scripts = 240;

// Bounds grow over the steps of a ReLU network, so that more passes for right there.
const mostFalseRight: Readonly<Record<string, number>> = { "mlp-2-3-1-relu": 0.5 };

describe.each(names)("simulated students of %s", (name) => {
  const subject = subjectOf(name);
  const { task } = subject;

  test("write the key when they lose no digit, in whatever order they compute", () => {
    for (const seed of ["1", "2", "3"]) {
      const { key, ...variant } = problem(subject.prepared, seed);
      for (const order of subject.orders) {
        const script = carry(task, givensOf({ key, ...variant }), {
          hand: exactHand,
          choose: order.choose(() => 0.5),
        });
        for (const id of task.points.keys()) {
          const answer = key.get(id)!;
          expect(answer.kind === "number" && script.get(id), `${id}, ${order.name}`).toBeCloseTo(
            answer.kind === "number" ? answer.value : Number.NaN,
            10,
          );
        }
      }
    }
  });

  test("lose no mark for honest work", () => {
    const { declared, undeclared, examples } = measureHonest(subject, 2 * scripts);
    expect(declared.blanks.hits + undeclared.blanks.hits, JSON.stringify(examples[0])).toBe(0);
  });

  test("keep their marks after a slip, and all but the misprint itself after a misprint", () => {
    const { kept, keptAfterMisprint, mistaken } = measureSlips(subject, scripts);
    expect(percent(keptAfterMisprint)).toBe(100);
    expect(percent(sumOf(Object.values(kept)))).toBeGreaterThanOrEqual(99);
    expect(percent(mistaken)).toBeLessThanOrEqual(0.5);
  });

  test("get nothing for a misconception where they commit it, and are told which it is", () => {
    const beliefs = measureBeliefs(subject, scripts);
    const mine = answerable(subject).map((id) => [id, beliefs.get(id)!] as const);
    const examples = JSON.stringify(
      mine.flatMap(([id, belief]) => belief.examples.slice(0, 1).map((e) => [id, e])),
    );
    expect(
      percent(sumOf(mine.map(([, { falseRight }]) => falseRight))),
      examples,
    ).toBeLessThanOrEqual(mostFalseRight[name] ?? 0.15);
    const all = sumOf(mine.map(([, { named }]) => named));
    expect(all.of - all.hits, examples).toBeLessThanOrEqual(1);
    for (const [id, { named }] of mine)
      if (named.of > 0) expect(percent(named), id).toBeGreaterThanOrEqual(80);
  });

  test("are told both misconceptions where they have two", () => {
    const { apart, together, examples } = measurePairs(subject, scripts);
    if (apart.of > 0) expect(percent(apart), examples.join("\n")).toBeGreaterThanOrEqual(94);
    if (together.of > 0) expect(percent(together), examples.join("\n")).toBeGreaterThanOrEqual(85);
  });

  test("gain nothing by gaming", () => {
    const gains = [...measureSchemes(subject, scripts)];
    const most = (kind: SchemeResult["kind"]) =>
      gains
        .filter(([, scheme]) => scheme.kind === kind)
        .map(([scheme, { gain }]) => ({ scheme, gain }))
        .reduce((a, b) => (b.gain > a.gain ? b : a));
    const [trivialising, inventing] = [most("trivialises"), most("invents")];
    expect(trivialising.gain, trivialising.scheme).toBeLessThanOrEqual(2);
    expect(inventing.gain, inventing.scheme).toBeLessThanOrEqual(2);
  });
});
