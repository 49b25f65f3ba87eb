import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, lstat, mkdir, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * The folder for files that can be made again: `$XDG_CACHE_HOME/handprop` or `~/.cache/handprop`,
 * else one in the temporary folder. Throws if that last one belongs to another user.
 */
export async function cacheFolder(env: NodeJS.ProcessEnv): Promise<string> {
  // The XDG specification says to ignore a relative path.
  const named =
    env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined;
  try {
    // An account may have no home, or one that is not there.
    const home = named ?? env.HOME ?? homedir();
    if (!named) await access(home);
    const folder = join(named ?? join(home, ".cache"), "handprop");
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return folder;
  } catch {
    return ownTemporaryFolder();
  }
}

/**
 * Makes the file at `path` unless it is there. `make` writes to another name on the same disk, so
 * that neither a killed process nor a second one at work ever leaves half a file at `path`.
 */
export async function keepFile(
  cache: string,
  path: string,
  make: (draft: string) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = join(cache, `${randomUUID()}.part`);
  try {
    await make(draft);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function ownTemporaryFolder(): Promise<string> {
  const user = process.getuid?.();
  const folder = join(tmpdir(), user === undefined ? "handprop" : `handprop-${user}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Anyone can make a folder of this name first, and we run programs out of it.
  const made = await lstat(folder);
  if (!made.isDirectory() || (user !== undefined && made.uid !== user)) {
    throw new Error(
      `${folder}: expected a folder of our own to unpack a browser in, got somebody else's`,
    );
  }
  return folder;
}
