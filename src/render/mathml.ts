import { english } from "../language/english.js";
import type { Language } from "../language/language.js";
import { piecesOf } from "./pieces.js";
import { spoken } from "./spoken.js";
import type { Typeset } from "./typeset.js";
import { widthOf } from "./width.js";

/**
 * Writes mathematics as a MathML element, with what it says in words of a language for readers that
 * know no MathML. What is wider than the `room` that a line has, in ems, is broken.
 */
export function mathml(math: Typeset, language = english, room = lineWidth): string {
  if (widthOf(math) > room) return broken(math, language);
  return `<math${inWords(math, language)}>${write(math)}</math>`;
}

const inWords = (math: Typeset, language: Language): string =>
  ` alttext="${escapeXml(spoken(math, language))}"`;

/** So many ems a line has room for, and something before or after it. */
const lineWidth = 40;

// Browsers break no line inside a formula: a long sum is written as several, one after another.
function broken(math: Typeset, language: Language): string {
  const written = piecesOf(math).map(
    (piece) => `<math${inWords(piece, language)}>${beginning(write(piece))}</math>`,
  );
  return `<span class="long">${written.join(" ")}</span>`;
}

// A sign at the beginning of a piece still stands between two terms.
const beginning = (markup: string): string =>
  markup.replace(/^(<mrow>)?<mo>/, '$1<mo form="infix">');

function write(math: Typeset): string {
  switch (math.kind) {
    case "number":
      return `<mn>${escapeXml(math.text)}</mn>`;
    case "name":
      return math.upright && [...math.text].length === 1
        ? `<mi mathvariant="normal">${escapeXml(math.text)}</mi>`
        : `<mi>${escapeXml(math.text)}</mi>`;
    case "sign":
      return math.text.endsWith(" ")
        ? listedBy(escapeXml(math.text.trim()))
        : `<mo${spacings[math.spacing]}>${escapeXml(math.text)}</mo>`;
    case "row":
      return `<mrow>${math.items.map(write).join("")}</mrow>`;
    case "script":
      return script(math);
    case "fraction":
      return `<mfrac>${write(math.above)}${write(math.below)}</mfrac>`;
    case "hat":
      return `<mover accent="true">${write(math.base)}<mo>^</mo></mover>`;
    case "root":
      return `<msqrt>${write(math.of)}</msqrt>`;
    case "fenced":
      return `<mrow><mo>(</mo>${write(math.of)}<mo>)</mo></mrow>`;
    case "blank":
      return `<mtext class="blank" id="${escapeXml(math.id)}"> </mtext>`;
  }
}

/** The sign between what is listed in a formula. */
export const listedBy = (sign: string): string =>
  `<mo form="infix" lspace="0" rspace="0.25em">${sign}</mo>`;

const spacings = {
  between: "",
  before: ' form="prefix" lspace="0" rspace="0"',
  tight: ' form="infix" lspace="0" rspace="0"',
} as const;

function script({ base, sub, sup }: Extract<Typeset, { kind: "script" }>): string {
  if (sub && sup) return `<msubsup>${write(base)}${write(sub)}${write(sup)}</msubsup>`;
  if (sub) return `<msub>${write(base)}${write(sub)}</msub>`;
  return `<msup>${write(base)}${sup ? write(sup) : "<mrow></mrow>"}</msup>`;
}

/** Text made safe inside XML and HTML, in attributes as well. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text that was made safe so, here or by a template. */
export const unescapeXml = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39|#x([0-9a-f]{2}));/gi, (entity, code?: string) =>
    code === undefined ? characters[entity]! : String.fromCharCode(Number.parseInt(code, 16)),
  );

const characters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(entities).map(([character, entity]) => [entity, character]),
);
