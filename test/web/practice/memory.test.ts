import { expect, test } from "vitest";
import type { Store } from "../../../src/web/page/store.js";
import { recurringHints, standings } from "../../../src/web/practice/history.js";
import { type KeptWork, memoryIn, mergedWork } from "../../../src/web/practice/memory.js";
import fc from "../../fastCheck.js";

function storeOf(
  kept: Record<string, unknown> = {},
): Store & { readonly kept: Record<string, unknown> } {
  return {
    kept,
    get: (name) => kept[name],
    set: (name, value) => {
      kept[name] = structuredClone(value);
    },
    remove: (name) => void delete kept[name],
    clear: () => new Map(),
    isEmpty: Object.keys(kept).length === 0,
    isKept: true,
  };
}
const work: KeptWork = {
  answers: { y: "1" },
  writtenFrom: { z: { y: "2" } },
  tried: ["y"],
  helped: { z: 2 },
  solved: true,
  done: 1,
  named: [],
};
const variant = (seed: string) => ({ exercise: "chain-rule", seed, variant: `v1.${seed}` });

test("work is found again by its variant, the latest first", () => {
  const memory = memoryIn(storeOf());
  memory.keepWork(variant("1"), work);
  memory.keepWork(variant("2"), { ...work, done: 2 });
  memory.keepWork(variant("1"), work);
  expect(memory.work(variant("1"))).toEqual(work);
  expect(memory.work({ ...variant("1"), variant: "v2.1" }).answers).toEqual({});
  expect(memory.variants().map(({ seed }) => seed)).toEqual(["1", "2"]);
});

test("of many variants the oldest are forgotten", () => {
  const store = storeOf();
  const memory = memoryIn(store);
  for (let seed = 1; seed <= 100; seed++) memory.keepWork(variant(String(seed)), work);
  expect(memory.variants()).toHaveLength(60);
  expect(Object.keys(store.kept).filter((name) => name.startsWith("work"))).toHaveLength(60);
  expect(memory.work(variant("40"))).toMatchObject({ answers: {}, done: 0 });
  expect(memory.work(variant("41"))).toEqual(work);
});

test("what is kept and makes no sense is taken for nothing", () => {
  const nonsense = {
    "work chain-rule v1.1": { answers: { y: 1, z: "2" }, writtenFrom: 3, tried: 7, helped: "x" },
    variants: 3,
    history: {},
    help: "all",
  };
  const memory = memoryIn(storeOf(nonsense));
  expect(memory.work(variant("1"))).toEqual({
    answers: { z: "2" },
    writtenFrom: {},
    tried: [],
    helped: {},
    solved: false,
    done: 0,
    named: [],
  });
  expect([memory.variants(), memory.history(), memory.help(), memory.student()]).toEqual([
    [],
    [],
    "formulas",
    "",
  ]);
});

test("hostile 64: whatever another page of the folder has put there, the page finds work, places and tries in it", () => {
  const odd = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.constant(null), fc.jsonValue())));
  const shaped = fc.record(
    {
      answers: odd,
      tried: odd,
      helped: odd,
      done: odd,
      exercise: odd,
      seed: odd,
      kind: odd,
      hints: odd,
      isRight: odd,
    },
    { requiredKeys: [] },
  );
  const anything = fc.oneof(
    odd,
    shaped,
    fc.array(shaped),
    fc.constant({ toString: 1, valueOf: 2 }),
  );
  fc.assert(
    fc.property(anything, anything, anything, anything, (kept, variants, history, student) => {
      const memory = memoryIn(
        storeOf({ "work chain-rule v1.1": kept, variants, history, student }),
      );
      const { answers, tried, helped } = memory.work(variant("1"));
      for (const text of [...Object.values(answers), ...tried, memory.student()])
        expect(text).toBeTypeOf("string");
      for (const count of Object.values(helped)) expect(count).toBeGreaterThanOrEqual(0);
      for (const { exercise, seed } of memory.variants())
        expect(exercise + seed).toBeTypeOf("string");
      for (const { kind } of standings(memory.history())) expect(kind).toBeTypeOf("string");
      for (const { hint } of recurringHints(memory.history())) expect(hint).toBeTypeOf("string");
    }),
    { numRuns: 300 },
  );
  const nobody = {
    variants: [null, { exercise: "e" }],
    history: [null, { kind: "k", isRight: true, hints: [null] }],
  };
  const memory = memoryIn(storeOf(nobody));
  expect([memory.variants(), memory.history()]).toEqual([[], []]);
});

test("of two tabs each keeps what it has changed", () => {
  const before = {
    ...work,
    answers: { x: "0", y: "1", z: "2" },
    writtenFrom: {},
    helped: { x: 1 },
  };
  const mine = {
    ...before,
    answers: { x: "0", y: "1.5", z: "2" },
    writtenFrom: { y: { x: "0" } },
    tried: ["y"],
  };
  const theirs = {
    ...before,
    answers: { x: "3", y: "9", w: "4" },
    writtenFrom: { y: { x: "3" }, w: { x: "3" } },
    tried: ["w"],
    helped: { x: 2, w: 1 },
    solved: true,
  };
  expect(mergedWork(before, mine, theirs)).toEqual({
    answers: { x: "3", y: "1.5", w: "4" },
    writtenFrom: { y: { x: "0" }, w: { x: "3" } },
    tried: ["y", "w"],
    helped: { x: 2, w: 1 },
    solved: true,
    done: work.done,
    named: [],
  });
});
