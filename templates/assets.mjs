// Writes src/generated/: the shipped templates precompiled, the style sheet, and the fonts cut down to what is printed.
// Precompiled templates run without making code from text; fonts inside the program need no files beside it. Last, the
// program of the practice page, which contains the templates.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";
import subsetFont from "subset-font";
import { practiceProgram } from "./practiceProgram.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const resolve = createRequire(import.meta.url).resolve;
const templates = dirname(fileURLToPath(import.meta.url));
const generated = join(root, "src", "generated");
mkdirSync(generated, { recursive: true });

const precompiled = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".hbs"))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const noEscape = file.endsWith(".md.hbs");
      return `${JSON.stringify(basename(file, ".hbs"))}: ${Handlebars.precompile(text, { strict: true, noEscape })}`;
    })
    .join(",\n");

writeFileSync(
  join(generated, "templates.ts"),
  `// @ts-nocheck: written by the build from templates/.
export const shippedTemplates: Readonly<Record<string, unknown>> = {\n${precompiled(templates)}\n};
export const shippedPartials: Readonly<Record<string, unknown>> = {\n${precompiled(join(templates, "partials"))}\n};
export const styleSheet: string = ${JSON.stringify(readFileSync(join(templates, "print.css"), "utf8"))};
export const practiceStyle: string = ${JSON.stringify(readFileSync(join(templates, "practice.css"), "utf8"))};
`,
);

// Letters, digits and signs that symbols, formulas and English text use; the rest of the fonts is never printed.
const latin = String.fromCodePoint(...range(0x20, 0x7e), ...range(0xa0, 0x17f));
const signs = "∗–—‘’“”…−×·∂∇≈≤≥′″±⁻⁺∞√∑→⇒☐☑✓✗⟨⟩₀₁₂₃₄₅₆₇₈₉²³½′\u200b\u0302";
const greek = String.fromCodePoint(...range(0x391, 0x3a9).filter((c) => c !== 0x3a2), ...range(0x3b1, 0x3c9), 0x3d5);
const mathItalic = String.fromCodePoint(
  ...range(0x1d434, 0x1d467),
  0x210e,
  ...range(0x1d6e2, 0x1d71b),
  0x1d4db,
  0x2113,
);
const brackets = "()[]{}|⟨⟩";

const faces = [
  {
    family: "STIX Two Text",
    style: "normal",
    weight: 400,
    file: "@fontsource/stix-two-text/files/stix-two-text-latin-400-normal.woff2",
    text: latin + signs,
  },
  {
    family: "STIX Two Text",
    style: "italic",
    weight: 400,
    file: "@fontsource/stix-two-text/files/stix-two-text-latin-400-italic.woff2",
    text: latin + signs,
  },
  {
    family: "STIX Two Text",
    style: "normal",
    weight: 600,
    file: "@fontsource/stix-two-text/files/stix-two-text-latin-600-normal.woff2",
    text: latin + signs,
  },
  {
    family: "STIX Two Math",
    style: "normal",
    weight: 400,
    file: "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
    text: latin + signs + greek + mathItalic + brackets,
  },
];

const rules = [];
for (const { family, style, weight, file, text } of faces) {
  const font = await subsetFont(readFileSync(resolve(file)), text, { targetFormat: "woff2" });
  rules.push(
    `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};src:url(data:font/woff2;base64,${font.toString("base64")}) format("woff2")}`,
  );
  console.error(`${family} ${weight} ${style}: ${Math.round(font.length / 1024)} KB`);
}
writeFileSync(
  join(generated, "fonts.ts"),
  `// Written by the build.\nexport const fontFaces: string = ${JSON.stringify(rules.join("\n"))};\n`,
);

const program = await practiceProgram();
writeFileSync(
  join(generated, "practiceProgram.ts"),
  `// Written by the build.\nexport const practiceProgram: string = ${JSON.stringify(program)};\n`,
);
console.error(`practice page: ${Math.round(program.length / 1024)} KB`);

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
