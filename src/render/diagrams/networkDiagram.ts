import { type Network, shapesOf } from "../../network/network.js";
import { wiringOf } from "../../network/wiring.js";
import { columns } from "./columns.js";
import { diagramSvg } from "./diagramSvg.js";
import { grids } from "./grids.js";
import type { DiagramLabels } from "./labels.js";
import { unrolled } from "./unrolled.js";

/**
 * The network as an SVG picture: unrolled where it is recurrent, with grids where it reads images,
 * else a column a layer. Labels are placed so that none lies on another, on a node, or on another
 * edge. `title` is its text alternative; with names, each part says what it stands for.
 */
export function networkDiagram(
  network: Network,
  labels: DiagramLabels,
  title: string,
  hasNames = false,
): string {
  const wiring = wiringOf(network);
  const isImage = shapesOf(network)[0]!.rows > 1;
  const layout = wiring.times[0] !== 0 ? unrolled : isImage ? grids : columns;
  return diagramSvg(layout(network, wiring, labels), title, hasNames);
}
