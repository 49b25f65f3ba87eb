import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { studioPage } from "../studioPage.js";
import { exitCode } from "./exitCode.js";
import { sayNext } from "./nextSteps.js";
import { openInBrowser } from "./openInBrowser.js";
import { terminal } from "./terminal.js";

export interface StudioOptions {
  readonly out: string;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `studio [EXERCISE]`: writes a page that exercises are written on, with what comes of them. */
export async function studio(start: string | undefined, options: StudioOptions): Promise<number> {
  const screen = terminal(options);
  const page = await studioPage(start);
  writeWhole(options.out, page);
  const path = shownPath(options.out);
  screen.out(options.json ? indentedJson({ schemaVersion: 1, files: [path] }) : path);
  const kilobytes = Math.round(Buffer.byteLength(page) / 1024);
  sayNext(screen, `Made a page to write exercises on, of ${kilobytes} KB.`, [
    "open it in a browser: it needs no server and no network, and keeps drafts in that browser",
    "“Save” gives the exercise as a file, for generate, practice and assign",
  ]);
  if (!options.open) return exitCode.done;
  const missing = await openInBrowser(options.out);
  if (missing === undefined) return exitCode.done;
  screen.complain(`${missing} is not there to open it with: open it by hand`);
  return exitCode.environment;
}
