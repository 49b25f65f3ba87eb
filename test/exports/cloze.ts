import { DOMParser, type Element } from "@xmldom/xmldom";

/** A blank of a cloze question, as Moodle reads it. */
export interface ClozeBlank {
  readonly points: number;
  readonly type: string;
  readonly alternatives: readonly {
    readonly answer: string;
    /** Of the points. */
    readonly share: number;
    readonly tolerance: number;
    readonly feedback: string;
  }[];
}

/** A cloze question of a Moodle XML file. */
export interface ClozeQuestion {
  readonly name: string;
  readonly category: string;
  readonly text: string;
  readonly solution: string;
  /** Names of the files of the text, by what they hold. */
  readonly files: ReadonlyMap<string, string>;
  readonly blanks: readonly ClozeBlank[];
}

const childrenOf = (element: Element, name: string): readonly Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeName === name);
const textIn = (element: Element, ...path: readonly string[]): string =>
  path.reduce<Element | undefined>((at, name) => at && childrenOf(at, name)[0], element)
    ?.textContent ?? "";

/** The questions of a Moodle XML file. Throws where it is none. */
export function clozeQuestions(xml: string): readonly ClozeQuestion[] {
  const quiz = new DOMParser({
    onError: (_, message) => {
      throw new Error(message);
    },
  }).parseFromString(xml, "text/xml").documentElement!;
  let category = "";
  return childrenOf(quiz, "question").flatMap((question) => {
    if (question.getAttribute("type") === "category") {
      category = textIn(question, "category", "text");
      return [];
    }
    const text = textIn(question, "questiontext", "text");
    const own = childrenOf(question, "questiontext")[0]!;
    return [
      {
        name: textIn(question, "name", "text"),
        category,
        text,
        solution: textIn(question, "generalfeedback", "text"),
        files: new Map(
          childrenOf(own, "file").map((file) => [
            file.getAttribute("name")!,
            Buffer.from(file.textContent!, "base64").toString(),
          ]),
        ),
        blanks: blanksIn(text),
      },
    ];
  });
}

const alternative = String.raw`(?:=|%-?\d+%)?.+?(?<!\\)(?=[~}])`;
const blank = new RegExp(
  String.raw`\{(\d*):([A-Z_]+):(${alternative}(?:~${alternative})*)\}`,
  "gs",
);

function blanksIn(text: string): readonly ClozeBlank[] {
  return [...text.matchAll(blank)].map(([, points, type, all]) => ({
    points: Number(points || 1),
    type: type!,
    alternatives: all!.split(/(?<!\\)~/).map(alternativeIn),
  }));
}

function alternativeIn(text: string): ClozeBlank["alternatives"][number] {
  const [, mark = "", rest = ""] = /^(=|%-?\d+%)?(.*)$/s.exec(text)!;
  // The sign of an entity begins no feedback.
  const [, told = "", feedback = ""] = /^(.*?(?<!\\|&))(?:#(.*))?$/s.exec(rest)!;
  const [, answer = told, tolerance = "0"] =
    /^(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?):(\d+(?:\.\d+)?(?:e[-+]?\d+)?)$/i.exec(told) ?? [];
  return {
    answer: decoded(answer),
    share: mark === "=" ? 1 : Number(mark.replaceAll("%", "") || 0) / 100,
    tolerance: Number(tolerance),
    feedback: decoded(feedback),
  };
}

const decoded = (text: string): string =>
  text
    .replace(/\\([}#])/g, "$1")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(
      /&(lt|gt|quot|amp);/g,
      (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name as "lt"],
    );

/** What a blank earns where this is typed, as an English Moodle reads numbers. */
export function markCloze(
  { points, type, alternatives }: ClozeBlank,
  typed: string,
): { readonly marks: number; readonly feedback: string } {
  const found =
    type === "NUMERICAL"
      ? alternatives.find(({ answer, tolerance }) =>
          isWithin(numberIn(typed), Number(answer), tolerance),
        )
      : alternatives.find(({ answer }) => answer === typed);
  return { marks: points * (found?.share ?? 0), feedback: found?.feedback ?? "" };
}

/** The interval is closed, and a last place of fourteen wider. */
function isWithin(value: number, answer: number, tolerance: number): boolean {
  const room = tolerance + 1e-14 * Math.max(Math.abs(answer), Math.abs(tolerance), 1e-14);
  return value >= answer - room && value <= answer + room;
}

/** Spaces and commas are nothing; what follows a number is a unit. */
function numberIn(typed: string): number {
  const text = typed.replace(/[\s,]/g, "").replace(/[*x×]10\^/, "e");
  const [number] = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?/i.exec(text) ?? [];
  return number === undefined ? Number.NaN : Number(number);
}
