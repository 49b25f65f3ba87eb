import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/** What opens a file as a click on it would, by system. */
const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * Opens a file in the browser of whoever uses this machine. Gives the name of the command that this
 * takes, where there is none of that name.
 */
export async function openInBrowser(
  path: string,
  system: string = process.platform,
): Promise<string | undefined> {
  const [command, ...before] = openers[system] ?? ["xdg-open"];
  const opener = spawn(command, [...before, resolve(path)], { stdio: "ignore", detached: true });
  try {
    await once(opener, "spawn");
  } catch {
    return command;
  }
  opener.unref();
  return undefined;
}
