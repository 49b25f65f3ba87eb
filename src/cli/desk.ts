import { dirname, join } from "node:path";
import { manifestFile } from "../class/loadSet.js";
import { deskPage } from "../deskPage.js";
import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { exitCode } from "./exitCode.js";
import { counted, sayNext } from "./nextSteps.js";
import { openInBrowser } from "./openInBrowser.js";
import { terminal } from "./terminal.js";

export interface DeskOptions {
  readonly out?: string;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Only its owner may read it: it has every key. */
const ownersOnly = 0o600;

/** `desk SET`: writes a page that scripts on paper are marked on. */
export async function desk(set: string, options: DeskOptions): Promise<number> {
  const screen = terminal(options);
  const { html, scripts } = deskPage(set);
  const out = options.out ?? join(dirname(manifestFile(set)), "desk.html");
  writeWhole(out, html, ownersOnly);
  const path = shownPath(out);
  screen.out(options.json ? indentedJson({ schemaVersion: 1, files: [path] }) : path);
  const kilobytes = Math.round(Buffer.byteLength(html) / 1024);
  const made = `Made a desk to mark ${counted(scripts, "script")} at, of ${kilobytes} KB.`;
  sayNext(screen, made, [
    "keep it to yourself: it has every key, and only you can read the file",
    "open it in a browser: it needs no server and no network, and nothing leaves the machine",
    "“Save” gives paper.csv and amendments.yaml, for grade",
  ]);
  if (options.open) await openInBrowser(out);
  return exitCode.done;
}
