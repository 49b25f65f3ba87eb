import { styleSheet } from "../generated/templates.js";

/** The attributes of an element of an SVG, by their names. */
export type SvgAttributes = Readonly<Record<string, string | undefined>>;

/** The attributes that an element has itself. */
export const attributesIn = (element: string): SvgAttributes =>
  Object.fromEntries(
    [...element.slice(0, element.indexOf(">")).matchAll(/([\w-]+)="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  );

/** What is drawn in an SVG of ours, one element after the other, with their texts. */
export function elementsOfSvg(svg: string): readonly string[] {
  const [, ...elements] = svg.match(/<svg[^>]*>|<text[^>]*>.*?<\/text>|<\w[^>]*>/gs) ?? [];
  // What is defined is drawn where it is used.
  const defined = /<defs>.*?<\/defs>/s.exec(svg)?.[0] ?? "";
  return elements.filter(
    (element) => /^<(?:path|line|circle|rect|text)\b/.test(element) && !defined.includes(element),
  );
}

/** What is drawn, as the data of an SVG path. */
export function pathOf(name: string, own: SvgAttributes): string {
  const number = (key: string): number => Number(own[key] ?? 0);
  if (name === "line") return `M ${number("x1")} ${number("y1")} L ${number("x2")} ${number("y2")}`;
  if (name === "rect") {
    const [x, y] = [number("x"), number("y")];
    return `M ${x} ${y} H ${x + number("width")} V ${y + number("height")} H ${x} Z`;
  }
  if (name === "circle") {
    const [x, y, r] = [number("cx"), number("cy"), number("r")];
    return `M ${x - r} ${y} A ${r} ${r} 0 1 1 ${x + r} ${y} A ${r} ${r} 0 1 1 ${x - r} ${y} Z`;
  }
  const [, dx = 0, dy = 0] = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(own.transform ?? "") ?? [];
  return moved(own.d ?? "", Number(dx), Number(dy));
}

/** The data of a path, moved: of an arc, only its end is a place. */
function moved(data: string, dx: number, dy: number): string {
  if (dx === 0 && dy === 0) return data;
  return commandsIn(data)
    .map(({ command, numbers }) => {
      const shift = (n: number, i: number): number => {
        if (command === "H") return n + dx;
        if (command === "V") return n + dy;
        if (command === "A") return i % 7 === 5 ? n + dx : i % 7 === 6 ? n + dy : n;
        return n + (i % 2 === 0 ? dx : dy);
      };
      const isAbsolute = command === command.toUpperCase();
      return `${command}${(isAbsolute ? numbers.map(shift) : numbers).join(" ")}`;
    })
    .join(" ");
}

/** A command of the data of a path, and its numbers. */
export interface PathCommand {
  readonly command: string;
  readonly numbers: readonly number[];
}

/** The commands of the data of a path. */
export const commandsIn = (data: string): readonly PathCommand[] =>
  (data.match(/[a-z][^a-z]*/gi) ?? []).map((part) => ({
    command: part[0]!,
    numbers: (part.slice(1).match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number),
  }));

/** What the style sheet says of an element of this name and these classes. */
export function styleOf(name: string, classes = ""): SvgAttributes {
  const found: Record<string, string> = {};
  for (const { element, kind, said } of rules)
    if ((element === "" || element === name) && (kind === "" || classes.split(" ").includes(kind)))
      Object.assign(found, said);
  return found;
}

/** `svg circle.input { fill: #f0f0f0; }` */
const rules = [...styleSheet.matchAll(/^svg (\w*)(?:\.(\w+))? \{([^}]*)\}/gm)].map(
  ([, element = "", kind = "", said = ""]) => ({
    element,
    kind,
    said: Object.fromEntries(
      [...said.matchAll(/([\w-]+): ([^;]+);/g)].map(([, property, value]) => [property!, value!]),
    ),
  }),
);
