import { styleSheet } from "../generated/templates.js";
import type { Problem } from "../problem/problem.js";
import { layout } from "./layout.js";
import { escapeXml, mathml } from "./mathml.js";
import { type Help, solution, worksheet } from "./sheet.js";
import { shipped } from "./templates.js";
import { tex } from "./tex.js";
import type { Typeset } from "./typeset.js";

/** How a platform has what stands in a question. */
export interface QuestionStyle {
  readonly math: "mathml" | "tex";
  /** What students are told of how to type a number there. */
  readonly typing: string;
  /** What stands in the place of a blank, as HTML. */
  blank(id: string): string;
  /** The address of a picture with this name. */
  address(name: string): string;
}

/** A variant as one question: as well-formed HTML, without an answer in the first part of it. */
export interface QuestionText {
  readonly question: string;
  readonly solution: string;
  /** The pictures of the question and of the solution, as SVG files by their names. */
  readonly pictures: ReadonlyMap<string, string>;
}

/**
 * A variant as a question of a learning platform, and its worked solution. A minus is a hyphen in
 * it throughout: what is copied out of it can be typed into a blank.
 */
export function questionText(problem: Problem, help: Help, style: QuestionStyle): QuestionText {
  const pictures = new Map<string, string>();
  const picture = (name: string, svg: string): string => {
    if (svg === "") return "";
    pictures.set(name, standaloneSvg(svg));
    const [, title = ""] = /aria-label="([^"]*)"/.exec(svg) ?? [];
    return `<img src="${escapeXml(style.address(name))}" alt="${title}"/>`;
  };
  const sheet = worksheet(problem, help);
  const diagram = picture("net.svg", sheet.diagram);
  const solved = solution(problem);
  const drawn = solved.pictures.map(({ svg, caption }, i) => ({
    svg: picture(`picture-${i + 1}.svg`, svg),
    caption,
  }));
  const write = style.math === "tex" ? inlineTex : (math: Typeset) => mathml(math);
  const [asked, working] = ["question", "question-solution"].map((name) =>
    layout(shipped, name, undefined, write),
  );
  return {
    question: withHyphens(asked!({ ...sheet, diagram, typing: style.typing })).replace(
      /<span class="blank" data-blank="([^"]*)"><\/span>/g,
      (_, id: string) => style.blank(id),
    ),
    solution: withHyphens(working!({ ...solved, pictures: drawn })),
    pictures,
  };
}

/** What is read as TeX within a line of HTML. */
const inlineTex = (math: Typeset): string => `\\(${escapeXml(tex(math).trim())}\\)`;

const withHyphens = (html: string): string => html.replaceAll("−", "-");

/** What of the style sheet is about pictures: one that stands by itself can load no style. */
const style = styleSheet
  .split("\n")
  .filter((line) => /^svg (?!\.?qr)/.test(line) || line.startsWith("svg {"))
  .join("\n");

/** A picture that needs no page around it. */
export const standaloneSvg = (svg: string): string =>
  `${svg.replace(/^<svg[^>]*>/, (opening) => `${opening}<style>${style}</style>`)}\n`;
