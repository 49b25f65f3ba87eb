// The programs of pages: rooms of src/web with all that they import, as one script each.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noticesIn } from "./notice.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The first that lay out MathML, or are as old. */
export const browsers = ["chrome109", "firefox115", "safari16.4"];

/** Every program of a page, by the name of its module in src/generated, and where it begins. */
export const pagePrograms = {
  practiceProgram: "src/web/practice/main.ts",
  courseProgram: "src/web/scorm/main.ts",
  studioProgram: "src/web/studio/main.ts",
  studioEngine: "src/web/studio/engine/main.ts",
  deskProgram: "src/web/desk/main.ts",
  deskReader: "src/web/desk/reader/main.ts",
  pdfReader: "node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs",
};

/**
 * The templates that the programs of pages make parts of them with: each a module in src/generated,
 * and which of the shipped ones it has.
 */
export const pageTemplates = {
  practice: (name) => name.startsWith("practice-"),
  desk: (name) => name.startsWith("desk-"),
  studio: (name) => name.startsWith("studio-") || ["worksheet", "solution", "audit"].includes(name),
};

/**
 * Bundles a program, at its end the licences of what is in it and of the fonts in the page around
 * it. The bytes are the same for the same sources.
 */
export async function pageProgram(name) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, pagePrograms[name])],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    platform: "browser",
    target: browsers,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  const fonts = ["math", "text"].map((face) => `node_modules/@fontsource/stix-two-${face}`);
  return `${outputFiles[0].text}/*\n${noticesIn(metafile, root, ["", ...fonts])}\n*/\n`;
}
