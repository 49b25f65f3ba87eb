import type { Point } from "../../geometry.js";
import {
  attributesIn,
  commandsIn,
  elementsOfSvg,
  type PathCommand,
  pathOf,
  type SvgAttributes,
  styleOf,
} from "../../svgShapes.js";
import { shapeOf } from "../shapes/formula.js";
import type { DrawnShape, Shapes } from "../shapes/shapes.js";
import { lineOfSvg } from "../shapes/specimen.js";
import { plain } from "./stamp.js";

/** A picture as it is drawn: what it consists of, one after the other. */
export interface DrawnPicture {
  readonly parts: readonly (string | PictureLabel)[];
}

/** A text of a picture: turned, and from where it begins. */
export interface PictureLabel {
  readonly drawn: DrawnShape;
  /** The six numbers that PDFs have for where and how it is turned. */
  readonly matrix: readonly number[];
}

/** A text of a picture, as it is known among shapes. */
interface WrittenLabel {
  readonly shape: string;
  readonly digits: string;
  readonly own: SvgAttributes;
}

/** The shapes of the texts of a picture. */
export const shapesOfPicture = (svg: string): readonly string[] =>
  elementsOfSvg(svg)
    .filter((element) => element.startsWith("<text"))
    .map((element) => labelOf(element).shape);

/** How a picture of ours is drawn; undefined where only the browser can draw it. */
export function drawnPicture(svg: string, shapes: Shapes): DrawnPicture | undefined {
  const parts: (string | PictureLabel)[] = [];
  for (const element of elementsOfSvg(svg)) {
    const part = element.startsWith("<text") ? placedLabel(element, shapes) : drawnElement(element);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return { parts };
}

const styleOfLabels = "position: absolute; left: 0; top: 0; max-width: none; height: 100px";

function labelOf(element: string): WrittenLabel {
  const own = attributesIn(element);
  const { shape, digits } = shapeOf(element.slice(element.indexOf(">")));
  const style = own.class === undefined ? "" : ` class="${own.class}"`;
  const text = `<text x="0" y="${lineOfSvg}" font-size="${own["font-size"]}"${style}${shape}`;
  return {
    shape: `<svg style="${styleOfLabels}" width="900" height="100">${text}</svg>`,
    ...{ digits, own },
  };
}

function placedLabel(element: string, shapes: Shapes): PictureLabel | undefined {
  const { shape, digits, own } = labelOf(element);
  const drawing = shapes.drawingOf(shape);
  if (!drawing) return undefined;
  const before = { start: 0, middle: 0.5, end: 1 }[own["text-anchor"] ?? "start"];
  const turn = /^rotate\((\S+) (\S+) (\S+)\)$/.exec(own.transform ?? "rotate(0 0 0)");
  if (before === undefined || !turn) return undefined;
  const [angle, cx, cy] = turn.slice(1).map(Number) as [number, number, number];
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const [x, y] = [Number(own.x) - before * drawing.width - cx, Number(own.y) - cy];
  const matrix = [cos, sin, -sin, cos, cx + x * cos - y * sin, cy + x * sin + y * cos];
  return { drawn: shapes.withDigits(drawing, digits), matrix };
}

/** Lines and areas, in the measures of the picture. */
function drawnElement(element: string): string | undefined {
  const [, name = ""] = /^<(\w+)/.exec(element)!;
  const own = attributesIn(element);
  const look = { ...own, ...styleOf(name, own.class) };
  const path = operatorsOf(commandsIn(pathOf(name, own)));
  const [fill, stroke] = [look.fill ?? "#000", look.stroke ?? "none"];
  const [inside, line] = [fill, stroke].map(colourOf);
  const isFilled = fill !== "none" && name !== "line";
  const isPainted = (isFilled ? inside : line) !== undefined;
  if (path === undefined || !isPainted) return undefined;
  const painted = [
    ...(isFilled ? [`${inside} rg`] : []),
    ...(stroke === "none" ? [] : [`${line} RG`, ...penOf(look)]),
    path,
    paintOf(isFilled, stroke !== "none", look["fill-rule"] === "evenodd"),
  ];
  const end = look["marker-end"] === undefined ? [] : [arrowhead(own)];
  return ["q", ...painted, "Q", ...end].join("\n");
}

function paintOf(isFilled: boolean, isDrawn: boolean, hasHoles: boolean): string {
  if (!isFilled) return isDrawn ? "S" : "n";
  return `${isDrawn ? "B" : "f"}${hasHoles ? "*" : ""}`;
}

/** How lines are drawn: their width, corners, ends and dashes. */
const penOf = (look: SvgAttributes): readonly string[] => [
  `${plain(Number(look["stroke-width"] ?? 1))} w`,
  ...(look["stroke-linejoin"] === "round" ? ["1 j"] : []),
  ...(look["stroke-linecap"] === "round" ? ["1 J"] : []),
  ...(look["stroke-dasharray"] === undefined ? [] : [`[${look["stroke-dasharray"]}] 0 d`]),
];

/** The head that diagrams have at the end of a line: of 8 by 8, seven eighths as large. */
function arrowhead(own: SvgAttributes): string {
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((key) => Number(own[key])) as [
    number,
    number,
    number,
    number,
  ];
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [cos, sin] = [(x2 - x1) / length, (y2 - y1) / length];
  const at = (x: number, y: number): string => {
    const [along, across] = [((x - 7) * 7) / 8, ((y - 4) * 7) / 8];
    return `${plain(x2 + along * cos - across * sin)} ${plain(y2 + along * sin + across * cos)}`;
  };
  const fill = colourOf(styleOf("path", "arrowhead").fill ?? "#000");
  return `q\n${fill} rg\n${at(0, 0.8)} m\n${at(7.5, 4)} l\n${at(0, 7.2)} l\nh\nf\nQ`;
}

/** A colour as PDFs have it, of `#abc`, `#aabbcc` or `rgb(170, 187, 204)`. */
function colourOf(colour: string): string | undefined {
  const [, red, green, blue] =
    /^rgb\((\d+), ?(\d+), ?(\d+)\)$/.exec(colour) ??
    /^#(\w\w)(\w\w)(\w\w)$/.exec(colour.replace(/^#(\w)(\w)(\w)$/, "#$1$1$2$2$3$3")) ??
    [];
  if (red === undefined) return undefined;
  const base = colour.startsWith("#") ? 16 : 10;
  return [red, green!, blue!].map((part) => plain(Number.parseInt(part, base) / 255)).join(" ");
}

/** The data of a path as operators of PDFs; undefined where it has a command of another kind. */
function operatorsOf(commands: readonly PathCommand[]): string | undefined {
  const pen = new Pen();
  for (const { command, numbers } of commands) {
    const draw = Object.hasOwn(draws, command) ? draws[command]! : undefined;
    const each = draw?.numbers ?? 0;
    if (!draw || numbers.length % (each || 1) !== 0) return undefined;
    for (let i = 0; i < Math.max(1, numbers.length); i += each || 1) {
      // Where a path has begun, further places are those of lines.
      const { draw: drawPart } = command === "M" && i > 0 ? draws.L! : draw;
      if (!drawPart(pen, ...numbers.slice(i, i + each))) return undefined;
    }
  }
  return pen.operators.join("\n");
}

/** Where a path is, while it is written. */
class Pen {
  readonly operators: string[] = [];
  x = 0;
  y = 0;

  /** Goes to a place, with these numbers before it. */
  to(x: number, y: number, operator: string, ...before: number[]): true {
    [this.x, this.y] = [x, y];
    this.operators.push(`${[...before, x, y].map(plain).join(" ")} ${operator}`);
    return true;
  }
}

/** How a command of a path is drawn, of so many numbers; false where it cannot be. */
interface PathDraw {
  readonly numbers: number;
  readonly draw: (pen: Pen, ...numbers: number[]) => boolean;
}

const draws: Readonly<Record<string, PathDraw>> = {
  M: { numbers: 2, draw: (pen, x = 0, y = 0) => pen.to(x, y, "m") },
  L: { numbers: 2, draw: (pen, x = 0, y = 0) => pen.to(x, y, "l") },
  l: { numbers: 2, draw: (pen, x = 0, y = 0) => pen.to(pen.x + x, pen.y + y, "l") },
  H: { numbers: 1, draw: (pen, x = 0) => pen.to(x, pen.y, "l") },
  V: { numbers: 1, draw: (pen, y = 0) => pen.to(pen.x, y, "l") },
  h: { numbers: 1, draw: (pen, x = 0) => pen.to(pen.x + x, pen.y, "l") },
  v: { numbers: 1, draw: (pen, y = 0) => pen.to(pen.x, pen.y + y, "l") },
  C: {
    numbers: 6,
    draw: (pen, a = 0, b = 0, c = 0, d = 0, x = 0, y = 0) => pen.to(x, y, "c", a, b, c, d),
  },
  A: {
    numbers: 7,
    draw: (pen, rx = 0, ry = 0, _ = 0, isLong = 0, isClockwise = 0, x = 0, y = 0) => {
      if (rx !== ry) return false;
      for (const [a, b, c, d, toX, toY] of arc(pen, rx, [isLong === 1, isClockwise === 1], {
        x,
        y,
      }))
        pen.to(toX, toY, "c", a, b, c, d);
      return true;
    },
  },
  Z: { numbers: 0, draw: close },
  z: { numbers: 0, draw: close },
};

function close(pen: Pen): true {
  pen.operators.push("h");
  return true;
}

/** A Bézier curve from where one is: its two points and its end. */
type Curve = readonly [number, number, number, number, number, number];

/** An arc of a circle as curves of a quarter of one each at most (SVG 1.1, F.6). */
function arc(
  from: Point,
  radius: number,
  [isLong, isClockwise]: readonly [boolean, boolean],
  to: Point,
): readonly Curve[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const chord = Math.hypot(dx, dy);
  const aside =
    (Math.sqrt(Math.max(0, radius ** 2 - (chord / 2) ** 2)) / (chord || 1)) *
    (isLong === isClockwise ? -1 : 1);
  const center = { x: (from.x + to.x) / 2 - aside * dy, y: (from.y + to.y) / 2 + aside * dx };
  const angle = ({ x, y }: Point): number => Math.atan2(y - center.y, x - center.x);
  const first = angle(from);
  const turn = (((angle(to) - first) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
  const whole = isClockwise ? turn : turn - 2 * Math.PI;
  const count = Math.max(1, Math.ceil(Math.abs(whole) / (Math.PI / 2) - 1e-6));
  const part = whole / count;
  const reach = (4 / 3) * Math.tan(part / 4) * radius;
  return Array.from({ length: count }, (_, i): Curve => {
    const [a, b] = [first + i * part, first + (i + 1) * part];
    const [x1, y1] = [center.x + radius * Math.cos(a), center.y + radius * Math.sin(a)];
    const [x2, y2] = [center.x + radius * Math.cos(b), center.y + radius * Math.sin(b)];
    return [
      x1 - reach * Math.sin(a),
      y1 + reach * Math.cos(a),
      x2 + reach * Math.sin(b),
      y2 - reach * Math.cos(b),
      x2,
      y2,
    ];
  });
}
