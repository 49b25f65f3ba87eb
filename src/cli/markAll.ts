import { type MarkedScript, type MarkingPolicy, markScript } from "../grade/markScript.js";
import { InputError, printable } from "../input/inputError.js";
import { exitCode } from "./exitCode.js";
import { type Script, scriptReader, submissionFiles } from "./submissions.js";
import type { Terminal } from "./terminal.js";

/** A script with its marks. */
export interface Marked extends Script {
  readonly script: MarkedScript;
}

/** What came of a batch. */
export interface Batch {
  readonly marked: readonly Marked[];
  /** What the batch alone asks the program to exit with: done, partly failed, or nothing that could be read. */
  readonly code: number;
}

/** How a batch is marked. */
export interface MarkOptions {
  readonly exercise?: readonly string[];
  readonly followThrough?: number;
  readonly strictEvidence?: boolean;
}

/** The part of the options that is policy, without what was not asked for. */
export const policyOf = ({ followThrough, strictEvidence }: MarkOptions): MarkingPolicy => ({
  ...(followThrough === undefined ? {} : { followThrough }),
  ...(strictEvidence === undefined ? {} : { strictEvidence }),
});

/** Marks every submission at these paths but the `results` that lie among them. One that cannot be read, or marked, is said and does not stop the others. */
export function markAll(
  paths: readonly string[],
  exerciseFiles: readonly string[] | undefined,
  policy: MarkingPolicy,
  screen: Terminal,
  results?: string,
): Batch {
  const read = scriptReader(exerciseFiles);
  const marked: Marked[] = [];
  let wasRead = false;
  let failed = false;
  for (const file of submissionFiles(paths, results)) {
    try {
      if (file instanceof InputError) throw file;
      const script = read(file);
      wasRead = true;
      marked.push({ ...script, script: markScript(script.problem, script.submission, policy) });
    } catch (error) {
      failed = true;
      screen.say(error instanceof InputError ? error.message : printable(`${file}: could not be marked: ${error}`));
    }
  }
  for (const { file, script } of marked) {
    for (const warning of [...script.warnings].sort()) screen.say(printable(`${file}: ${warning}`));
  }
  return { marked, code: !failed ? exitCode.done : wasRead ? exitCode.partly : exitCode.badInput };
}
