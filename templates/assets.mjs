// Writes src/generated/: the shipped templates precompiled, the style sheet, and the fonts cut down
// to what is printed. Precompiled templates run without making code from text; fonts inside the
// program need no files beside it. Last, the programs of pages, which contain the templates that
// they use; before them, what the shipped exercises say.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import Handlebars from "handlebars";
import subsetFont from "subset-font";
import { languageModules } from "./languages.mjs";
import { notice } from "./notice.mjs";
import { browsers, pageProgram, pagePrograms, pageTemplates } from "./pagePrograms.mjs";
import { shippedYaml } from "./shippedYaml.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const resolve = createRequire(import.meta.url).resolve;
const templates = dirname(fileURLToPath(import.meta.url));
const generated = join(root, "src", "generated");
mkdirSync(generated, { recursive: true });

const folderOf = { templates, partials: join(templates, "partials") };
const namesIn = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".hbs"))
    .sort()
    .map((file) => basename(file, ".hbs"));
const textOf = (folder, name) => readFileSync(join(folder, `${name}.hbs`), "utf8");

const precompiled = (folder, names) =>
  names
    .map((name) => {
      const code = Handlebars.precompile(textOf(folder, name), {
        strict: true,
        // Where no other helper may come, a template does not ask each name whether it is one.
        knownHelpers: {
          math: true,
          words: true,
          concat: true,
          person: true,
          string: true,
          say: true,
          tagged: true,
          formulas: true,
          choice: true,
        },
        knownHelpersOnly: true,
        noEscape: name.endsWith(".md"),
      });
      return `${JSON.stringify(name)}: ${withoutFallback(code)}`;
    })
    .join(",\n");

// Each block brings what it would need from the runtime of an older release; ours is the one that
// it is compiled by.
const withoutFallback = (code) =>
  code.replace(/(lookupProperty = container\.lookupProperty) \|\| function\([^}]*\}[^}]*\}/g, "$1");

const templatesModule = (kind, names) => `// @ts-nocheck: written by the build from templates/.
export const ${kind}Templates: Readonly<Record<string, unknown>> = {\n${precompiled(folderOf.templates, names.templates)}\n};
export const ${kind}Partials: Readonly<Record<string, unknown>> = {\n${precompiled(folderOf.partials, names.partials)}\n};
`;

const all = { templates: namesIn(folderOf.templates), partials: namesIn(folderOf.partials) };
const cssOf = (name) => readFileSync(join(templates, `${name}.css`), "utf8");
// Pages have to be small: their styles are without spaces. On the practice page stand sheets, in the
// studio they have a frame with a style of their own.
const minified = async (css) =>
  (await transform(css, { loader: "css", minify: true, target: browsers })).code;
const pageStyles = {
  practiceStyle: await minified(`${cssOf("print")}\n${cssOf("practice")}`),
  studioStyle: await minified(`${cssOf("instructor")}\n${cssOf("studio")}`),
  deskStyle: await minified(`${cssOf("instructor")}\n${cssOf("desk")}`),
  sheetStyle: await minified(cssOf("print")),
};
writeFileSync(
  join(generated, "templates.ts"),
  [
    templatesModule("shipped", all),
    ...Object.entries({
      styleSheet: cssOf("print"),
      rightToLeft: cssOf("right-to-left"),
      ...pageStyles,
    }).map(([name, css]) => `export const ${name}: string = ${JSON.stringify(css)};\n`),
  ].join(""),
);

for (const [kind, isOf] of Object.entries(pageTemplates)) {
  const shown = all.templates.filter(isOf);
  const used = new Set(shown.flatMap((name) => partialsIn(textOf(folderOf.templates, name))));
  for (const name of used)
    for (const other of partialsIn(textOf(folderOf.partials, name))) used.add(other);
  writeFileSync(
    join(generated, `${kind}Templates.ts`),
    templatesModule(kind, {
      templates: shown,
      partials: all.partials.filter((name) => used.has(name)),
    }),
  );
}

// Letters, digits and signs that symbols, formulas and English text use; the rest of the fonts is
// never printed.
const latin = String.fromCodePoint(...range(0x20, 0x7e), ...range(0xa0, 0x17f));
const signs = "∗–—‘’“”…−×·∂∇≈≤≥′″±⁻⁺∞√∑→⇒☐☑✓✗⟨⟩₀₁₂₃₄₅₆₇₈₉²³½′\u200b\u0302";
const greek = String.fromCodePoint(
  ...range(0x391, 0x3a9).filter((c) => c !== 0x3a2),
  ...range(0x3b1, 0x3c9),
  0x3d5,
);
const mathItalic = String.fromCodePoint(
  ...range(0x1d434, 0x1d467),
  0x210e,
  ...range(0x1d6e2, 0x1d71b),
  0x1d4db,
  0x2113,
);
const brackets = "()[]{}|⟨⟩⟦⟧";

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
}
const drawnLetters = [...new Set(faces.flatMap(({ text }) => [...text]))].sort().join("");
// A font may be passed on with its licence only.
const notices = new Set(faces.map(({ file }) => notice(join(dirname(resolve(file)), ".."))));
writeFileSync(
  join(generated, "fonts.ts"),
  `// Written by the build.\n/*\n${[...notices].join("\n\n")}\n*/\nexport const fontFaces: string = ${JSON.stringify(rules.join("\n"))};
/** The letters that they have, of all styles together. */
export const drawnLetters: string = ${JSON.stringify(drawnLetters)};\n`,
);

for (const [name, text] of Object.entries(languageModules()))
  writeFileSync(join(generated, `${name}.ts`), text);

writeFileSync(
  join(generated, "shippedYaml.ts"),
  `// Written by the build.\nexport const shippedYaml: Readonly<Record<string, string>> = ${JSON.stringify(await shippedYaml(), null, 2)};\n`,
);

for (const name of Object.keys(pagePrograms)) {
  const program = JSON.stringify(await pageProgram(name));
  writeFileSync(
    join(generated, `${name}.ts`),
    `// Written by the build.\nexport const ${name}: string = ${program};\n`,
  );
}

/** The shipped partials that a template names. */
function partialsIn(text) {
  return [...text.matchAll(/\{\{#?> *([\w.]+)/g)]
    .map(([, name]) => name)
    .filter((name) => all.partials.includes(name));
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
