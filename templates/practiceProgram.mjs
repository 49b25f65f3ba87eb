// The programs of pages: src/web with all that it imports, as one script each.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noticesIn } from "./notice.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The first that lay out MathML, or are as old. */
export const browsers = ["chrome109", "firefox115", "safari16.4"];

/** The program of the practice page. */
export const practiceProgram = () => program("src/web/practice/main.ts");

/** The program of a page that stands in a learning platform. */
export const courseProgram = () => program("src/web/scorm/main.ts");

/**
 * Bundles a program, at its end the licences of what is in it and of the fonts in the page around
 * it. The bytes are the same for the same sources.
 */
async function program(entry) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, entry)],
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
