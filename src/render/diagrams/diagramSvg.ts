import { type Box, px } from "../geometry.js";
import { escapeXml } from "../mathml.js";
import { type SvgText, svgText } from "../svgText.js";
import { cellSize, type Diagram, type Edge, labelSize, type Node, radius } from "./diagram.js";
import { labelPlaces } from "./labelPlaces.js";

/**
 * A diagram as SVG, its labels placed. `title` is its text alternative. Where it has names, each
 * part says what it stands for (`data-of`), an edge also what it is between (`data-between`).
 */
export function diagramSvg(diagram: Diagram, title: string, hasNames = false): string {
  const { width, height, nodes, edges, frames = [] } = diagram;
  const labels = labelPlaces(diagram);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(title)}"` +
      ` viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="network">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4"' +
      ' markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0 0.8 L7.5 4 L0 7.2 z" class="arrowhead"/></marker></defs>',
    ...edges.map((edge) => edgeSvg(edge, hasNames)),
    ...nodes.map((node) => nodeSvg(node, hasNames ? ofSvg(node.of) : "")),
    ...frames.map((box) => rectangle(box, "frame")),
    ...labels.besides.map(({ of, text, box }) => labelSvg(text, box, hasNames ? ofSvg(of) : "")),
    ...labels.onEdges.map(({ of, text, box }) => {
      const named = hasNames ? ofSvg(of) : "";
      return rectangle(box, "label", named) + labelSvg(text, box, named);
    }),
    "</svg>",
  ].join("\n");
}

const ofSvg = (of: string | undefined): string => (of === undefined ? "" : ` data-of="${of}"`);

const edgeSvg = ({ from, to, of, between }: Edge, hasNames: boolean): string =>
  `<line x1="${px(from.x)}" y1="${px(from.y)}"` +
  ` x2="${px(to.x)}" y2="${px(to.y)}" class="edge" marker-end="url(#arrow)"` +
  `${hasNames ? ofSvg(of) : ""}` +
  `${hasNames && between ? ` data-between="${between.join(" ")}"` : ""}/>`;

function nodeSvg({ x, y, name, kind }: Node, named: string): string {
  const size = Math.min(14, ((2 * radius - 7) / svgText(name, 14).width) * 14);
  const text = svgText(name, size);
  const shape =
    kind === "cell"
      ? rectangle({ x, y, width: cellSize, height: cellSize }, "cell", named)
      : `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}" class="${kind}"${named}/>`;
  return (
    shape +
    `<text x="${px(x)}" y="${px(y + size * 0.35)}" font-size="${px(size)}" ` +
    `text-anchor="middle"${named}>${text.markup}</text>`
  );
}

const labelSvg = (text: SvgText, { x, y }: Box, named: string): string =>
  `<text x="${px(x)}" y="${px(y + 4.5)}" font-size="${labelSize}"` +
  ` text-anchor="middle"${named}>${text.markup}</text>`;

const rectangle = ({ x, y, width, height }: Box, kind: string, named = ""): string =>
  `<rect x="${px(x - width / 2)}" y="${px(y - height / 2)}"` +
  ` width="${px(width)}" height="${px(height)}" class="${kind}"${named}/>`;
