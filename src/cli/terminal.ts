import { once } from "node:events";
import { printable } from "../input/inputError.js";
import { noCommand } from "../input/textTable.js";

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
  /**
   * How far a batch is: one line that is overwritten where a person watches, nothing elsewhere.
   * `of` where it is known.
   */
  progress(done: number, of: number | undefined, what: string): void;
}

/** The terminal that this process was started from. */
export function terminal({ quiet }: { readonly quiet?: boolean | undefined }): Terminal {
  const watched = process.stderr.isTTY && !quiet;
  let isOpen = false;
  // What is printed takes the place of the line of progress.
  const cleared = (): void => {
    if (isOpen) process.stderr.write("\r\u001b[K");
    isOpen = false;
  };
  const said = (text: string): void => {
    cleared();
    complain(text);
  };
  return {
    out: (text) => {
      cleared();
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
      if (!watched || (of ?? done) < 2) return;
      isOpen = done !== of;
      process.stderr.write(
        `\r\u001b[K${done}${of === undefined ? "" : `/${of}`} ${what}${done === of ? "\n" : ""}`,
      );
    },
  };
}

/** Writes a line to standard error in which nothing is taken for control. */
export const complain = (text: string): void =>
  void process.stderr.write(`${noCommand(printable(text))}\n`);

// Never so by a reader that is gone.
const taken = (): Promise<unknown> => once(process.stdout, "drain").catch(() => {});

/**
 * After so many of `of` pieces of work, a bar of how much is done and how long the rest will take.
 * `now` is in milliseconds.
 */
export function timeLeft(now: () => number): (done: number, of: number) => string {
  const start = now();
  return (done, of) => {
    const seconds = Math.ceil(((now() - start) / 1000 / done) * (of - done));
    const filled = Math.round((done / of) * barWidth);
    const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) =>
      String(Math.floor(part)).padStart(2, "0"),
    );
    return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${clock.join(":")} left`;
  };
}

const barWidth = 24;
