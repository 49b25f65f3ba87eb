import { shownPath } from "../files/shownPath.js";
import { writeWholeFrom } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import { mergedResults } from "../marking/resultsPart.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

export interface MergeOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `merge RESULTS.json`: puts the parts of results together that lie beside it. */
export async function merge(results: string, options: MergeOptions): Promise<number> {
  const screen = terminal(options);
  await writeWholeFrom(results, mergedResults(results));
  const path = shownPath(results);
  screen.out(options.json ? indentedJson({ schemaVersion: 1, files: [path] }) : path);
  return exitCode.done;
}
