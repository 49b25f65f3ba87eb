/**
 * Puts a small fault into the code, one after the other, and counts those that no test of its room
 * notices: `npm run mutate`, or `npm run mutate -- draw graph/parse`, for some rooms or files.
 */
import { Stryker } from "@stryker-mutator/core";

/** The rooms that compute and judge. */
const rooms = ["draw", "graph", "network", "question", "grade"];

const asked = process.argv.slice(2);
const scores: Record<string, Record<string, number>> = {};
for (const place of asked.length > 0 ? asked : rooms) {
  const [room, file = "*"] = place.split("/");
  process.env.MUTATED_ROOM = room;
  const stryker = new Stryker({
    configFile: "test/mutate/stryker.config.mjs",
    mutate: [`src/${room}/${file}.ts`],
  });
  const counts: Record<string, number> = {};
  for (const { status } of await stryker.runMutationTest())
    counts[status] = (counts[status] ?? 0) + 1;
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 } = counts;
  const noticed = Killed + Timeout;
  const percent = (100 * noticed) / (noticed + Survived + NoCoverage);
  scores[place] = { "% noticed": Number(percent.toFixed(1)), ...counts };
}
console.table(scores);
