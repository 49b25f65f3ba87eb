// The program of the practice page: src/web with all that it imports, as one script.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Bundles the program. The bytes are the same for the same sources. */
export async function practiceProgram(options = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/web/main.ts")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    // light-dark(), and what the sources are written in.
    target: ["chrome123", "firefox120", "safari17.5"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text;
}
