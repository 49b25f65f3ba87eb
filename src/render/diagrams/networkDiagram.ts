import { type Network, shapesOf } from "../../network/network.js";
import { wiringOf } from "../../network/wiring.js";
import { columns } from "./columns.js";
import type { Diagram } from "./diagram.js";
import { diagramSvg } from "./diagramSvg.js";
import { grids } from "./grids.js";
import type { DiagramLabels } from "./labels.js";
import { unrolled } from "./unrolled.js";

/** A picture, and the layers whose weights and biases it does not name. */
export interface NetworkPicture {
  readonly diagram: Diagram;
  readonly unnamed: readonly number[];
}
export function networkDiagram(
  network: Network,
  labels: DiagramLabels,
  title: string,
  hasNames = false,
): string {
  const wiring = wiringOf(network);
  const isImage = shapesOf(network)[0]!.rows > 1;
  const layout = wiring.times[0] !== 0 ? unrolled : isImage ? grids : columns;
  return diagramSvg(layout(network, wiring, labels).diagram, title, hasNames);
}
