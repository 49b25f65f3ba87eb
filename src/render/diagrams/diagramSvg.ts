import { type Box, px } from "../geometry.js";
import { escapeXml } from "../mathml.js";
import { type SvgText, svgText } from "../svgText.js";
import { cellSize, type Diagram, type Edge, labelSize, type Node, radius } from "./diagram.js";
import { labelPlaces } from "./labelPlaces.js";

/** A diagram as SVG, its labels placed. `title` is its text alternative. */
export function diagramSvg(diagram: Diagram, title: string): string {
  const { width, height, nodes, edges, frames = [] } = diagram;
  const labels = labelPlaces(diagram);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
      ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="network">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4"' +
      ' markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0 0.8 L7.5 4 L0 7.2 z" class="arrowhead"/></marker></defs>',
    ...edges.map(edgeSvg),
    ...nodes.map(nodeSvg),
    ...frames.map((box) => rectangle(box, "frame")),
    ...labels.besides.map(({ text, box }) => labelSvg(text, box)),
    ...labels.onEdges.map(({ text, box }) => rectangle(box, "label") + labelSvg(text, box)),
    "</svg>",
  ].join("\n");
}

const edgeSvg = ({ from, to }: Edge): string =>
  `<line x1="${px(from.x)}" y1="${px(from.y)}"` +
  ` x2="${px(to.x)}" y2="${px(to.y)}" class="edge" marker-end="url(#arrow)"/>`;

function nodeSvg({ x, y, name, kind }: Node): string {
  const size = Math.min(14, ((2 * radius - 7) / svgText(name, 14).width) * 14);
  const text = svgText(name, size);
  const shape =
    kind === "cell"
      ? rectangle({ x, y, width: cellSize, height: cellSize }, "cell")
      : `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${kind}"/>`;
  return (
    shape +
    `<text x="${px(x)}" y="${px(y + size * 0.35)}" font-size="${px(size)}" ` +
    `text-anchor="middle">${text.markup}</text>`
  );
}

const labelSvg = (text: SvgText, { x, y }: Box): string =>
  `<text x="${px(x)}" y="${px(y + 4.5)}" font-size="${labelSize}"` +
  ` text-anchor="middle">${text.markup}</text>`;

const rectangle = ({ x, y, width, height }: Box, kind: string): string =>
  `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}"` +
  ` width="${px(width)}" height="${px(height)}" class="${kind}"/>`;
