import { type Box, px } from "../geometry.js";
import { escapeXml } from "../mathml.js";
import { svgText } from "../svgText.js";
import {
  type Diagram,
  type Edge,
  labelSize,
  type Node,
  nameRoom,
  nameSizes,
  type PlacedLabel,
} from "./diagram.js";

/**
 * A diagram as SVG. `title` is its text alternative. Where it has names, each part says what it
 * stands for (`data-of`), an edge also what it is between (`data-between`).
 */
export function diagramSvg(diagram: Diagram, title: string, hasNames = false): string {
  const { width, height, nodes, edges, labels, frames = [], places = [] } = diagram;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
      ` viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}"` +
      ' class="network">',
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4"' +
      ' markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0 0.8 L7.5 4 L0 7.2 z" class="arrowhead"/></marker></defs>',
    ...edges.map((edge) => edgeSvg(edge, hasNames)),
    ...nodes.map((node) => nodeSvg(node, hasNames ? ofSvg(node.of) : "")),
    ...frames.map((box) => rectangle(box, "frame")),
    ...places.map((box) => rectangle(box, "place", hasNames ? ofSvg(box.of) : "")),
    ...labels.map((label) => labelSvg(label, hasNames ? ofSvg(label.of) : "")),
    "</svg>",
  ].join("\n");
}

const ofSvg = (of: string | undefined): string => (of === undefined ? "" : ` data-of="${of}"`);

const edgeSvg = ({ from, to, of, between, isPart }: Edge, hasNames: boolean): string =>
  `<line x1="${px(from.x)}" y1="${px(from.y)}"` +
  ` x2="${px(to.x)}" y2="${px(to.y)}" class="edge"${isPart ? "" : ' marker-end="url(#arrow)"'}` +
  `${hasNames ? ofSvg(of) : ""}` +
  `${hasNames && between ? ` data-between="${between.join(" ")}"` : ""}/>`;

function nodeSvg(node: Node, named: string): string {
  const { x, y, name, kind, radius, stretch = 0, nameSize, again } = node;
  const { most } = nameSizes;
  const fitting = ((2 * (radius + stretch) - nameRoom) / svgText(name, most).width) * most;
  const size = nameSize ?? Math.min(most, fitting);
  const text =
    `<text x="${px(x)}" y="${px(y + size * 0.35)}" font-size="${px(size)}" ` +
    `text-anchor="middle"${named}>${svgText(name, size).markup}</text>`;
  if (kind === "dots") return text;
  const shape =
    kind === "cell"
      ? rectangle(
          { x, y, width: 2 * radius, height: 2 * radius },
          again ? "cell again" : "cell",
          named,
        )
      : roundSvg(node, named);
  return shape + text;
}

/** A circle, or two halves of one with straight lines between them. */
function roundSvg({ x, y, kind, radius, stretch = 0, again }: Node, named: string): string {
  const kinds = `${kind}${again ? " again" : ""}`;
  if (stretch === 0)
    return `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${kinds}"${named}/>`;
  const [left, right, top, bottom] = [x - stretch, x + stretch, y - radius, y + radius].map(px);
  const arc = `A ${radius} ${radius} 0 0 1`;
  return (
    `<path d="M ${left} ${top} H ${right} ${arc} ${right} ${bottom} H ${left}` +
    ` ${arc} ${left} ${top} Z" class="pill ${kinds}"${named}/>`
  );
}

function labelSvg({ text, box, isNote }: PlacedLabel, named: string): string {
  const { x, y, height, along } = box;
  const line = y + height / 2 - text.below;
  const angle = (Math.atan2(along.y, along.x) * 180) / Math.PI;
  const turned = along.y === 0 ? "" : ` transform="rotate(${px(angle)} ${px(x)} ${px(y)})"`;
  return (
    `<text x="${px(x)}" y="${px(line)}" font-size="${labelSize}" text-anchor="middle"` +
    `${turned} class="label${isNote ? " note" : ""}"${named}>${text.markup}</text>`
  );
}

const rectangle = ({ x, y, width, height }: Box, kind: string, named = ""): string =>
  `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}"` +
  ` width="${px(width)}" height="${px(height)}" class="${kind}"${named}/>`;
