import { expect, test } from "vitest";
import { ShardError, shardOf, shareOf } from "../../src/class/shard.js";

test.each([
  ["2/5", {}, 2, 5],
  [undefined, {}, 1, 1],
  [
    undefined,
    { SLURM_ARRAY_TASK_ID: "12", SLURM_ARRAY_TASK_MIN: "10", SLURM_ARRAY_TASK_COUNT: "5" },
    3,
    5,
  ],
  [
    "auto",
    {
      SLURM_ARRAY_TASK_ID: "4",
      SLURM_ARRAY_TASK_MIN: "0",
      SLURM_ARRAY_TASK_STEP: "2",
      SLURM_ARRAY_TASK_COUNT: "5",
    },
    3,
    5,
  ],
  ["auto/5", { JOB_COMPLETION_INDEX: "0" }, 1, 5],
  [undefined, { CI_NODE_INDEX: "2", CI_NODE_TOTAL: "3" }, 2, 3],
  ["1/1", { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "5" }, 1, 1],
])("%s with %j is %i of %i", (option, env, index, of) => {
  expect(shardOf(option, env)).toEqual({ index, of });
});

test.each([
  ["0/5", {}, /expected I\/N/],
  ["6/5", {}, /shard 6 of 5/],
  ["half", {}, /expected I\/N, such as 2\/5/],
  ["auto", {}, /none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, CI_NODE_INDEX is set/],
  [undefined, { JOB_COMPLETION_INDEX: "3" }, /--shard auto\/N, or 1\/1 for all/],
  [
    undefined,
    { SLURM_ARRAY_TASK_ID: "7", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_COUNT: "5" },
    /shard 7 of 5/,
  ],
  [
    undefined,
    { SLURM_ARRAY_TASK_ID: "x\n2", SLURM_ARRAY_TASK_COUNT: "5" },
    /TASK_ID: expected a whole number, got "x/,
  ],
  [
    undefined,
    { CI_NODE_INDEX: "1", CI_NODE_TOTAL: "-2" },
    /^CI_NODE_TOTAL: expected a whole number, got "-2"$/,
  ],
  [
    "auto/5",
    { SLURM_ARRAY_TASK_ID: "1", SLURM_ARRAY_TASK_STEP: "0" },
    /^SLURM_ARRAY_TASK_ID: 1 is none of 1, 1, 1, …$/,
  ],
  [
    "auto/5",
    { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_STEP: "2" },
    /^SLURM_ARRAY_TASK_ID: 2 is none of 1, 3, 5, …$/,
  ],
])("%s with %j is refused", (option, env, message) => {
  expect(() => shardOf(option, env)).toThrow(ShardError);
  expect(() => shardOf(option, env)).toThrow(message);
});

test("shards share everything, nothing twice, evenly", () => {
  const all = Array.from({ length: 17 }, (_, i) => i);
  const shares = [1, 2, 3, 4, 5].map((index) => shareOf(all, { index, of: 5 }));
  expect(shares.flat().sort((a, b) => a - b)).toEqual(all);
  expect(
    Math.max(...shares.map((share) => share.length)) -
      Math.min(...shares.map((share) => share.length)),
  ).toBe(1);
});
