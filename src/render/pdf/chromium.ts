import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliDecompressSync, createBrotliDecompress } from "node:zlib";
import { keepFile } from "./cache.js";

/** A browser ready to start, with what must be added to its environment. */
export interface Unpacked {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Unpacks the Chromium that the npm package at `folder` carries compressed, once per version, into
 * `cache`. We do it ourselves because the package unpacks to one shared temporary path and runs
 * whatever already lies there.
 */
export async function unpackChromium(
  folder: string,
  cache: string,
  env: NodeJS.ProcessEnv,
): Promise<Unpacked> {
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  const home = join(cache, `chromium-${version}`);
  const executable = join(home, "chromium");
  await keepFile(cache, executable, async (draft) => {
    await pipeline(
      createReadStream(join(folder, "bin", "chromium.br")),
      createBrotliDecompress(),
      createWriteStream(draft),
    );
    await chmod(draft, 0o755);
  });
  if (!(await lacksLibraries(executable, env))) return { executable, env: {} };

  const libraries = join(home, "lib");
  const archive = brotliDecompressSync(await readFile(join(folder, "bin", "al2023.tar.br")));
  for (const { name, content } of filesInTar(archive)) {
    await keepFile(cache, join(libraries, basename(name)), (draft) => writeFile(draft, content));
  }
  const already = env.LD_LIBRARY_PATH ? [env.LD_LIBRARY_PATH] : [];
  return { executable, env: { LD_LIBRARY_PATH: [libraries, ...already].join(":") } };
}

// The loader itself says what it cannot find (libnss3, libnspr4, libexpat) and runs nothing when it
// traces. The package's own copies are only for such a system: elsewhere the system's are newer.
async function lacksLibraries(executable: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await promisify(execFile)(executable, {
    env: { ...env, LD_TRACE_LOADED_OBJECTS: "1" },
  });
  return stdout.includes("not found");
}

function* filesInTar(tar: Buffer): Generator<{ name: string; content: Buffer }> {
  const text = (from: number, length: number) =>
    tar.toString("latin1", from, from + length).replace(/\0.*$/s, "");
  for (let at = 0; text(at, 100) !== ""; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const isFile = text(at + 156, 1) === "0";
    if (isFile) yield { name: text(at, 100), content: tar.subarray(at + 512, at + 512 + size) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
