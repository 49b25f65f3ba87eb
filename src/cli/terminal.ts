import { once } from "node:events";
import { printable } from "../input/inputError.js";
import { noCommand } from "../input/textTable.js";
import { progressOn } from "./progress.js";

/** What goes where: results to standard output, messages to standard error. */
export interface Terminal {
  /** A text, and the end of its last line where it has none. */
  out(text: string): void;
  /** A text in pieces, as it is; waits while whoever reads it is behind. */
  pieces(text: AsyncIterable<string | Uint8Array>): Promise<void>;
  /** A message of one line, unless the user asked for quiet. */
  say(text: string): void;
  /** A line on what came to nothing, or otherwise than was asked: said in any case. */
  complain(text: string): void;
  /** How far a batch is, unless the user asked for quiet; `of` where it is known. */
  progress(done: number, of: number | undefined, what: string): void;
}

/** The terminal that this process was started from. */
export function terminal({ quiet }: { readonly quiet?: boolean | undefined }): Terminal {
  const progress = progressOn(process.stderr, () => performance.now());
  // What is printed takes the place of the line of progress.
  const said = (text: string): void => {
    progress.clear();
    complain(text);
  };
  return {
    out: (text) => {
      progress.clear();
      process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    pieces: async (text) => {
      for await (const piece of text) {
        if (process.stdout.write(piece)) continue;
        if (process.stdout.errored) return;
        await taken();
      }
    },
    say: (text) => void (quiet || said(text)),
    complain: said,
    progress: (done, of, what) => {
      if (!quiet) progress.report(done, of, what);
    },
  };
}

/** Writes a line to standard error in which nothing is taken for control. */
export const complain = (text: string): void =>
  void process.stderr.write(`${noCommand(printable(text))}\n`);

// Never so by a reader that is gone.
const taken = (): Promise<unknown> => once(process.stdout, "drain").catch(() => {});
