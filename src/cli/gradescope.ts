import { autograder } from "../class/autograder.js";
import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { exitCode } from "./exitCode.js";
import { sayNext } from "./nextSteps.js";
import { terminal } from "./terminal.js";

export interface GradescopeOptions {
  readonly set: string;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `gradescope --set DIR --out FILE.zip`: packs an autograder for Gradescope. */
export function gradescope({ set, out, ...options }: GradescopeOptions): number {
  const screen = terminal(options);
  writeWhole(out, autograder(set));
  const path = shownPath(out);
  screen.out(options.json ? indentedJson({ schemaVersion: 1, files: [path] }) : path);
  sayNext(screen, "Made an autograder: this program, its packages and the set's manifest.", [
    "keep it to yourself: who has the manifest can work out every key",
    "on Gradescope, make a programming assignment and upload it as the autograder",
    "students then upload submission.json or their filled-in worksheet.pdf",
  ]);
  return exitCode.done;
}
