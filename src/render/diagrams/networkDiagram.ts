import { type Network, shapesOf } from "../../network/network.js";
import { wiringOf } from "../../network/wiring.js";
import { name } from "../typeset.js";
import { columns } from "./columns.js";
import type { Diagram } from "./diagram.js";
import { diagramSvg } from "./diagramSvg.js";
import { framed } from "./framed.js";
import { grids } from "./grids.js";
import { levelLabel } from "./labelPlaces.js";
import { type DiagramLabels, inLabelSize } from "./labels.js";
import { unrolled } from "./unrolled.js";

/** A picture, and the layers whose weights and biases it does not name. */
export interface NetworkPicture {
  readonly diagram: Diagram;
  readonly unnamed: readonly number[];
}

/** A picture of a network as SVG, and the layers whose weights and biases it does not name. */
export interface NetworkDiagram {
  readonly svg: string;
  readonly unnamed: readonly number[];
}

/**
 * The network as an SVG picture: unrolled where it is recurrent, with grids where it reads images,
 * else a column a layer. Labels stand beside what they are of, and none lies on another, on a unit
 * or on another edge; weights for which there is no such place are not named, and the picture says
 * so. `title` is its text alternative; with names, each part says what it stands for.
 */
export function networkDiagram(
  network: Network,
  labels: DiagramLabels,
  title: string,
  hasNames = false,
): NetworkDiagram {
  const wiring = wiringOf(network);
  const isImage = shapesOf(network)[0]!.rows > 1;
  const layout = wiring.times[0] !== 0 ? unrolled : isImage ? grids : columns;
  const { diagram, unnamed } = layout(network, wiring, labels);
  const whole = unnamed.length > 0 ? withNote(diagram, labels) : diagram;
  return { svg: diagramSvg(whole, title, hasNames), unnamed };
}

/** A picture with a line below it that says where the weights are. */
function withNote(diagram: Diagram, { language }: DiagramLabels): Diagram {
  const text = inLabelSize(name(language.say("diagramElsewhere"), true));
  const at = { x: diagram.width / 2, y: diagram.height + noteGap };
  return framed({ ...diagram, labels: [...diagram.labels, levelLabel(undefined, text, at)] });
}

const noteGap = 16;
