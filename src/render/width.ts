import type { Typeset } from "./typeset.js";

/** How wide a text is, in ems of its font. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (advances.get(character) ?? widest), 0);

/** About how wide mathematics is in a line, in ems of its font: a tenth too wide at most. */
export function widthOf(math: Typeset): number {
  switch (math.kind) {
    case "number":
    case "name":
      return textWidth(math.text);
    case "sign":
      return textWidth(math.spacing === "between" ? ` ${math.text} ` : math.text);
    case "row":
      return math.items.reduce((sum, item) => sum + widthOf(item), 0);
    case "script": {
      const [sub, sup] = [math.sub, math.sup].map((part) => (part ? widthOf(part) : 0));
      return widthOf(math.base) + 0.75 * Math.max(sub!, sup!);
    }
    case "fraction":
      return Math.max(widthOf(math.above), widthOf(math.below)) + 0.15;
    case "hat":
      return widthOf(math.base);
    case "root":
    case "fenced":
      return widthOf(math.of) + 0.9;
    case "blank":
      return 3;
  }
}

/** What is in no line of the widths below. */
const widest = 1;

// How far characters of the text font move on, upright or italic, in hundredths of an em; Greek and
// signs as in the font for mathematics.
const advances: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, "\u200b\u0302"],
      [20, "'"],
      [24, " `"],
      [28, ",.:;j|ι"],
      [32, "!-filt{}·′"],
      [36, '"()I[]⟨⟩'],
      [40, "/Jrsεζξτ²³"],
      [44, "*?\\"],
      [48, "^cexzγδνοχ∂″"],
      [52, "$0123456789_govyηθκλρυŷ"],
      [56, "Sabdkpq~βμσ∗ℓ"],
      [60, "#FLPhnuαπΓ"],
      [64, "BETZφψΣ"],
      [68, "CRVXY×ωΔΞ"],
      [72, "%+<=>AGK−ΛΦΨ±≤≥≈"],
      [76, "&DNOQUwΘΠ∇"],
      [80, "HΩ√"],
      [88, "m"],
      [92, "@M…"],
      [96, "W→∑∞"],
    ] as const
  ).flatMap(([hundredths, characters]) =>
    [...characters].map((character): [string, number] => [character, hundredths / 100]),
  ),
);
