import { performance } from "node:perf_hooks";
import { withDecimalComma } from "../../src/render/decimalComma.js";
import { networkDiagram } from "../../src/render/diagrams/networkDiagram.js";
import fc from "../fastCheck.js";
import { anyLabels, anyNetwork } from "../render/anyNetwork.js";
import { partsOf } from "../render/diagramParts.js";
import { overlapsIn } from "../render/overlaps.js";
import { table } from "./table.js";

// tsx test/measure/diagrams.ts [NETS] [SEED]
// What lies on what in the pictures of so many random networks, and how long each takes.
const [nets = "2000", seed = "1"] = process.argv.slice(2);

const sample = fc.sample(fc.tuple(anyNetwork, anyLabels), {
  numRuns: Number(nets),
  seed: Number(seed),
});
const found = new Map<string, { count: number; nets: number }>();
const times: number[] = [];
let [labels, unnamed] = [0, 0];
for (const [network, written] of sample) {
  const start = performance.now();
  const picture = networkDiagram(network, written, "a network", true);
  times.push(performance.now() - start);
  const parts = partsOf(withDecimalComma(picture.svg));
  labels += parts.labels.length;
  if (picture.unnamed.length > 0) unnamed++;
  for (const [what, places] of Object.entries(overlapsIn(parts))) {
    const so = found.get(what) ?? { count: 0, nets: 0 };
    const here = places.length > 0 ? 1 : 0;
    found.set(what, { count: so.count + places.length, nets: so.nets + here });
  }
}
times.sort((a, b) => a - b);
const at = (share: number): string => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
console.log(
  table(
    `${labels} labels of ${sample.length} networks, ${unnamed} of which do not name all weights`,
    ["on or nearer to", "labels", "networks"],
    [...found].map(([what, { count, nets }]) => [what, String(count), String(nets)]),
  ),
);
console.log(`ms a picture: median ${at(0.5)}, 90% ${at(0.9)}, 99% ${at(0.99)}, most ${at(1)}`);
