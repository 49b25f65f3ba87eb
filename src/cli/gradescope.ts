import { autograder } from "../class/autograder.js";
import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

export interface GradescopeOptions {
  readonly set: string;
  readonly out: string;
}

/** `gradescope --set DIR --out FILE.zip`: packs an autograder for Gradescope. */
export function gradescope({ set, out }: GradescopeOptions): number {
  writeWhole(out, autograder(set));
  terminal({}).out(shownPath(out));
  return exitCode.done;
}
