import { styleSheet } from "../generated/templates.js";
import type { FixedKey, Language } from "../language/language.js";
import type { Problem } from "../problem/problem.js";
import { layout } from "./layout.js";
import { escapeXml, mathml } from "./mathml.js";
import { type Help, solution, worksheet } from "./sheet.js";
import { symbolsFor } from "./symbols.js";
import { shipped } from "./templates.js";
import { tex } from "./tex.js";
import { equation, type Typeset } from "./typeset.js";

/** How a platform has what stands in a question. */
export interface QuestionStyle {
  readonly math: "mathml" | "tex";
  /** What students are told of how to type a number there. */
  readonly typing: Extract<FixedKey, `typing${string}`>;
  /** What stands in the place of a blank, as HTML. */
  blank(id: string): string;
  /** The address of a picture with this name. */
  address(name: string): string;
  /** What becomes of all that is no blank, where the platform reads more than HTML in it. */
  besides?(html: string): string;
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
  const sheet = worksheet(problem, help);
  const diagram = addedTo(pictures, style, "net.svg", sheet.diagram);
  const solved = solution(problem);
  const drawn = solved.pictures.map(({ svg, caption }, i) => ({
    svg: addedTo(pictures, style, `picture-${i + 1}.svg`, svg),
    caption,
  }));
  const write = writerOf(style);
  const [asked, working] = ["question", "question-solution"].map((name) =>
    layout(shipped, name, undefined, write),
  );
  const html = withHyphens(asked!({ ...sheet, diagram, typing: sheet.language.say(style.typing) }));
  return {
    question: (style.besides?.(html) ?? html).replace(
      /<span class="blank" data-blank="([^"]*)"><\/span>/g,
      (_, id: string) => style.blank(id),
    ),
    solution: withHyphens(working!({ ...solved, pictures: drawn })),
    pictures,
  };
}

/** A variant in parts, for a platform on which each blank is a question of its own. */
export interface QuestionParts {
  /** What stands above the blanks. */
  readonly givens: string;
  readonly sections: readonly {
    readonly title: string;
    /** The title and the rules. */
    readonly html: string;
    readonly blanks: readonly BlankText[];
  }[];
  /** The pictures of the givens, as SVG files by their names. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** What is asked at one blank: its symbol, and the formula where the sheet tells it. */
export interface BlankText {
  readonly id: string;
  readonly html: string;
}

/** A variant in parts. A minus is a hyphen throughout. */
export function questionParts(
  problem: Problem,
  help: Help,
  style: Omit<QuestionStyle, "blank">,
): QuestionParts {
  const sheet = worksheet(problem, help);
  const symbols = symbolsFor(problem.prepared);
  const pictures = new Map<string, string>();
  const diagram = addedTo(pictures, style, "net.svg", sheet.diagram);
  const write = writerOf(style);
  const [above, heading] = ["question-givens", "question-section"].map((name) =>
    layout(shipped, name, undefined, write),
  );
  return {
    givens: withHyphens(above!({ ...sheet, diagram, typing: sheet.language.say(style.typing) })),
    sections: sheet.sections.map((section) => ({
      title: section.title,
      html: withHyphens(heading!({ ...section, language: sheet.language })),
      blanks: [
        ...section.tables.flatMap(({ rows }) =>
          rows.flatMap(({ cells }) =>
            cells.flatMap(({ id }) => (id === undefined ? [] : [{ id }])),
          ),
        ),
        ...section.lines,
      ].map((line: { readonly id: string; readonly rule?: Typeset }) => {
        const sides = [symbols.of(line.id), ...(line.rule ? [line.rule] : [])];
        return {
          id: line.id,
          html: withHyphens(write(equation(...sides), problem.prepared.language)),
        };
      }),
    })),
    pictures,
  };
}

const writerOf = ({
  math,
}: Pick<QuestionStyle, "math">): ((math: Typeset, language: Language) => string) =>
  math === "tex" ? inlineTex : mathml;

/** What shows a picture, which is added to the others; nothing where there is none. */
function addedTo(
  pictures: Map<string, string>,
  { address }: Pick<QuestionStyle, "address">,
  name: string,
  svg: string,
): string {
  if (svg === "") return "";
  pictures.set(name, standaloneSvg(svg));
  const [, title = ""] = /aria-label="([^"]*)"/.exec(svg) ?? [];
  return `<img src="${escapeXml(address(name))}" alt="${title}"/>`;
}

/** What is read as TeX within a line of HTML. */
const inlineTex = (math: Typeset): string => `\\(${escapeXml(tex(math).trim())}\\)`;

const withHyphens = (html: string): string => html.replaceAll("−", "-");

/** What of the style sheet is about pictures: one that stands by itself can load no style. */
const pictureStyle = styleSheet
  .split("\n")
  .filter((line) => /^svg (?!\.?qr)/.test(line) || line.startsWith("svg {"))
  .join("\n");

/** A picture that needs no page around it. */
export const standaloneSvg = (svg: string): string =>
  `${svg.replace(/^<svg[^>]*>/, (opening) => `${opening}<style>${pictureStyle}</style>`)}\n`;
