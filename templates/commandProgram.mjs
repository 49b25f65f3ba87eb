// Puts the command line's program together: dist/cli/main.js with what every command needs, and
// beside it what only some do. Hundreds of small modules take longer to find than to run.
import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { noticesIn } from "./notice.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/cli/main.ts"],
  outdir: "dist/cli",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // A browser, the program that drives it and the one that cuts fonts, with files of their own, stay
  // packages of their own.
  external: ["puppeteer", "@sparticuz/chromium", "subset-font"],
  // Packages of an older kind ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  // It stays readable, and so does what it says of where an error happened.
  minify: false,
  charset: "utf8",
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});
writeFileSync(join(root, "dist/cli/LICENSES.txt"), `${noticesIn(metafile, root)}\n`);
chmodSync(join(root, "dist/cli/main.js"), 0o755);
