// The program of the practice page: src/web with all that it imports, as one script.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Bundles the program, the licences of what is in it at its end. The bytes are the same for the same sources. */
export async function practiceProgram() {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, "src/web/main.ts")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    platform: "browser",
    // The first that lay out MathML, or are as old.
    target: ["chrome109", "firefox115", "safari16.4"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const used = Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0);
  const folders = used.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const notices = ["", ...new Set(folders)].sort().map((folder) => noticeOf(join(root, folder)));
  return `${outputFiles[0].text}/*\n${notices.join("\n\n")}\n*/\n`;
}

/** What a package wants to be said of it wherever it is copied. */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n").replaceAll("*/", "* /");
}
