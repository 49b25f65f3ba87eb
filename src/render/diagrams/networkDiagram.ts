import { type Network, shapesOf } from "../../network/network.js";
import { type Wiring, wiringOf } from "../../network/wiring.js";
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
 * else a column a layer. Labels stand on their edges or beside their units, and on nothing else;
 * weights for which there is no such place are not named. Notes below say so, and what arrows
 * between times and dashed lines are. `title` is its text alternative; with names, each part says
 * what it stands for.
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
  const picture = layout(network, wiring, labels);
  const noted = withNotes(picture.diagram, notesOn(network, wiring, picture, labels));
  return { svg: diagramSvg(noted, title, hasNames), unnamed: picture.unnamed };
}

/** What is said below a picture: what is not plain from it alone. */
function notesOn(
  { layers }: Network,
  { times, units }: Wiring,
  { diagram: { nodes }, unnamed }: NetworkPicture,
  { language }: DiagramLabels,
): readonly string[] {
  const keeps = units.some(({ sources, time }) => sources.some(({ spot }) => spot.time < time));
  // In grids, a filter is a grid of its own.
  const hasPlaces =
    layers.some(({ convolution }) => convolution) && nodes.every(({ kind }) => kind !== "cell");
  const isNamed = unnamed.length === 0;
  return [
    ...(keeps ? [language.say("diagramStates")] : []),
    ...(isNamed && times.length > 1 ? [language.say("diagramEachTime")] : []),
    ...(isNamed && hasPlaces ? [language.say("diagramEachPlace")] : []),
    ...(nodes.some(({ again }) => again) ? [language.say("diagramAgain")] : []),
    ...(unnamed.length > 0 ? [language.say("diagramElsewhere")] : []),
  ];
}

/** A picture with some lines below it. */
function withNotes(diagram: Diagram, notes: readonly string[]): Diagram {
  if (notes.length === 0) return diagram;
  const lines = notes.map((note, i) => ({
    ...levelLabel(undefined, inLabelSize(name(note, true)), {
      x: diagram.width / 2,
      y: diagram.height + noteGap * (i + 1),
    }),
    isNote: true,
  }));
  return framed({ ...diagram, labels: [...diagram.labels, ...lines] });
}

const noteGap = 16;
