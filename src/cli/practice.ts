import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { practicePage } from "../practicePage.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

export interface PracticeOptions {
  readonly out: string;
  readonly quiet?: boolean;
}

/**
 * `practice [EXERCISE...]`: writes a page that students practise with, without a server or a
 * network.
 */
export function practice(chosen: readonly string[], options: PracticeOptions): number {
  const page = practicePage(chosen);
  writeWhole(options.out, page);
  terminal(options).out(shownPath(options.out));
  return exitCode.done;
}
