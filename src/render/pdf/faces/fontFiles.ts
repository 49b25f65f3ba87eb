import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";
import { lettersOfFont } from "./lettersOfFont.js";

/** How a face is drawn. */
export interface FaceStyle {
  readonly style: "normal" | "italic";
  readonly weight: 400 | 600;
}

/** A font from npm: a file for each part of its letters, in `unicode.json` which part has which. */
export interface FontPackage {
  readonly name: string;
  /** The file of a part in a style, or in the nearest one there is. */
  readonly file: (part: string, style: FaceStyle) => string;
  /** Whether one file has all weights. */
  readonly isVariable: boolean;
  /** What it may have beside what `unicode.json` says. */
  readonly also?: RegExp;
}

const { resolve } = createRequire(import.meta.url);

const noto = (name: string): FontPackage => ({
  name: `@fontsource-variable/${name}`,
  file: (part) => `${name}-${part}-wght-normal.woff2`,
  isVariable: true,
});

/** Letters that the fonts of every sheet were cut down from. */
const stixText: FontPackage = {
  name: "@fontsource/stix-two-text",
  file: (part, { style, weight }) => `stix-two-text-${part}-${weight}-${style}.woff2`,
  isVariable: false,
};
const stixMath: FontPackage = {
  name: "@fontsource/stix-two-math",
  file: (part) => `stix-two-math-${part}-400-normal.woff2`,
  isVariable: false,
  also: /[\p{Script=Common}\p{Script=Greek}]/u,
};

/** The forms of Han characters, by the language whose they are as HTML calls it. */
export type HanForms = "zh-Hans" | "zh-Hant" | "ja" | "ko";

const [simplified, traditional, japanese, korean] = ["sc", "tc", "jp", "kr"].map((forms) =>
  noto(`noto-serif-${forms}`),
) as [FontPackage, FontPackage, FontPackage, FontPackage];

/** Where Han characters are looked for: those of a language first, then wherever there are any. */
const hanPackages: Readonly<Record<HanForms, readonly FontPackage[]>> = {
  "zh-Hans": [simplified, traditional, japanese, korean],
  "zh-Hant": [traditional, simplified, japanese, korean],
  ja: [japanese, traditional, simplified, korean],
  ko: [korean, traditional, japanese, simplified],
};

/** Fonts of one script each. */
const scriptPackages: readonly FontPackage[] = [
  "noto-serif-hebrew",
  "noto-naskh-arabic",
  "noto-serif-devanagari",
  "noto-serif-thai",
].map(noto);

/** Where letters are looked for, one package after the other. */
export const packagesFor = (forms: HanForms): readonly FontPackage[] => [
  stixText,
  stixMath,
  ...scriptPackages,
  ...hanPackages[forms],
];

/** A file of a font in one style, opened. */
export interface OpenedFont {
  /** What identifies it. */
  readonly name: string;
  readonly font: Buffer;
  readonly letters: ReadonlySet<string>;
}

/** A part of a font, and which letters it is said to have. */
export interface FontPart {
  readonly of: FontPackage;
  readonly part: string;
  readonly letters: string;
}

/** The parts of a font that may have some of these letters. */
export async function partsWith(
  of: FontPackage,
  letters: Iterable<string>,
): Promise<readonly FontPart[]> {
  const parts = await known(packages, of.name, () => readParts(of));
  const wanted = [...letters];
  return parts.filter((part) =>
    wanted.some((letter) => part.letters.includes(letter) || of.also?.test(letter)),
  );
}

/** Opens a part of a font in a style: kept from one document to the next. */
export const openedPart = (
  { of, part, letters }: FontPart,
  style: FaceStyle,
): Promise<OpenedFont> => {
  const name = `${of.file(part, style)} ${style.weight}`;
  return known(opened, name, async () => {
    const woff2 = await readFile(join(folderOf(of), "files", of.file(part, style)));
    // Of a font with axes PDFs keep only drawings of its letters.
    const axes = of.isVariable ? { variationAxes: { wght: style.weight } } : {};
    const all = of.also ? lettersAnywhere : letters;
    const font = await subsetFont(woff2, all, { targetFormat: "truetype", ...axes });
    return { name, font, letters: lettersOfFont(font) };
  });
};

const packages = new Map<string, Promise<readonly FontPart[]>>();
const opened = new Map<string, Promise<OpenedFont>>();

function known<T>(of: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = of.get(key) ?? make();
  of.set(key, made);
  return made;
}

const folderOf = ({ name }: FontPackage): string => dirname(resolve(`${name}/unicode.json`));

async function readParts(of: FontPackage): Promise<readonly FontPart[]> {
  const ranges = JSON.parse(await readFile(join(folderOf(of), "unicode.json"), "utf8")) as Record<
    string,
    string
  >;
  return Object.entries(ranges).map(([part, said]) => ({
    of,
    part: part.replace(/[[\]]/g, ""),
    letters: lettersIn(said),
  }));
}

/** The letters of `U+0304,U+1E00-1E9F`. */
const lettersIn = (ranges: string): string =>
  ranges
    .split(",")
    .map((range) => {
      const [from, to] = range
        .slice(2)
        .split("-")
        .map((code) => Number.parseInt(code, 16));
      return lettersBetween(from!, to ?? from!);
    })
    .join("");

const lettersBetween = (from: number, to: number): string =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** The planes in which a mathematical font has letters. */
const lettersAnywhere = [0x20, 0x2000, 0x1d400]
  .map((from) => lettersBetween(from, from + 0xfff))
  .join("");
