// What the shipped exercises and misconceptions say, so that the program need not read their YAML
// each time it starts.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The value of each file in `exercises/` as JSON, by the SHA-256 of its text: one that was changed
 * since is read anew.
 */
export async function shippedYaml() {
  const read = await reader();
  const folder = join(root, "exercises");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return Object.fromEntries(
    files.sort().map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const digest = createHash("sha256").update(text).digest("hex");
      return [digest, JSON.stringify(read(text, file))];
    }),
  );
}

// The program's own way to read them.
async function reader() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/exercise/readExercise.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
    logLevel: "warning",
  });
  const { exerciseValue } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  return exerciseValue;
}
