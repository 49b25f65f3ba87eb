/**
 * Puts a small fault into the code, one after the other, and counts those that no test of its room
 * notices: `npm run mutate`, or `npm run mutate -- draw graph/parse`, for some rooms or files. All
 * take hours: `--one-in 50` draws a sample, another one with another `--seed`.
 */
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";

/** The rooms that compute and judge. */
const rooms = ["draw", "graph", "network", "question", "grade"];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { "one-in": { type: "string" }, seed: { type: "string", default: "1" } },
});
// The sample is drawn in processes of Stryker's.
process.env.MUTANTS_ONE_IN = values["one-in"] ?? "";
process.env.MUTANTS_SEED = values.seed;

type Counts = Record<string, number>;
const scores: Record<string, Counts> = {};
for (const place of positionals.length > 0 ? positionals : rooms) {
  const [room, file = "*"] = place.split("/");
  process.env.MUTATED_ROOM = room;
  const stryker = new Stryker({
    configFile: "test/mutate/stryker.config.mjs",
    mutate: [`src/${room}/${file}.ts`],
  });
  const counts: Counts = {};
  for (const { status } of await stryker.runMutationTest())
    counts[status] = (counts[status] ?? 0) + 1;
  scores[place] = counts;
}

const all: Counts = {};
for (const [status, n] of Object.values(scores).flatMap((counts) => Object.entries(counts)))
  all[status] = (all[status] ?? 0) + n;
console.table(
  Object.fromEntries(
    Object.entries({ ...scores, all }).map(([place, counts]) => [place, score(counts)]),
  ),
);

/** The share that was noticed, with the 95% interval (Wilson's) that a sample gives. */
function score(counts: Counts): Counts {
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 } = counts;
  const n = Killed + Timeout + Survived + NoCoverage;
  const share = (Killed + Timeout) / n;
  const z = 1.96;
  const middle = share + z ** 2 / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  const percent = (of: number) => Number((100 * of).toFixed(1));
  const end = (side: number) => percent((middle + side * half) / (1 + z ** 2 / n));
  const interval = values["one-in"] ? { from: end(-1), to: end(1) } : {};
  return { "% noticed": percent(share), ...interval, ...counts };
}
