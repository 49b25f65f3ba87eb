import { statSync } from "node:fs";
import { fileBytes } from "../files/fileBytes.js";
import { InputError } from "../input/inputError.js";
import { utf8Text } from "../input/utf8Text.js";

const shortest = 32;
const mostBytes = 64 * 1024;

/**
 * The secret of a course, from a file that nobody else may read, or from standard input for `-`.
 * Throws an InputError that says how to make one.
 */
export function readSecret(path: string): string {
  const found = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path !== "-" && !found) {
    // What is taken for a path may be the secret itself, which belongs in no message and no log.
    if (/^[\w+-]{32,}$|^[\w+/-]{32,}=+$/.test(path)) {
      throw new InputError(
        "--secret",
        "expected a file: what a command line says, others see and shells keep",
      );
    }
    throw new InputError(path, `there is no secret; ${howToMakeOne(path)}`);
  }
  // Windows keeps no such mode: there the folder decides who may read.
  if (found?.isFile() && process.platform !== "win32" && (found.mode & 0o077) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    throw new InputError(path, `others may read this secret (mode ${mode}): chmod 600 ${path}`);
  }
  const secret = utf8Text(fileBytes(path, mostBytes), path).trim();
  if (secret.length < shortest) {
    throw new InputError(
      path,
      `expected at least ${shortest} characters, got ${secret.length}; ${howToMakeOne(path)}`,
    );
  }
  return secret;
}

const howToMakeOne = (path: string): string =>
  `make one with: (umask 077; openssl rand -hex 32 > ${path === "-" ? "secret" : path}), ` +
  `or with handprop init`;
