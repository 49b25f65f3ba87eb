import { type Network, shapesOf } from "../network/network.js";
import { wiringOf } from "../network/wiring.js";
import { columns } from "./diagrams/columns.js";
import { type DiagramLabels, svgOf } from "./diagrams/drawing.js";
import { grids } from "./diagrams/grids.js";
import { unrolled } from "./diagrams/unrolled.js";

/**
 * The network as an SVG picture: unrolled where it is recurrent, with grids where it reads images,
 * else a column a layer. Labels are placed so that none lies on another, on a node, or on another
 * edge. `title` is its text alternative.
 */
export function networkDiagram(network: Network, labels: DiagramLabels, title: string): string {
  const wiring = wiringOf(network);
  const isImage = shapesOf(network)[0]!.rows > 1;
  const layout = wiring.times[0] !== 0 ? unrolled : isImage ? grids : columns;
  return svgOf(layout(network, wiring, labels), title);
}
