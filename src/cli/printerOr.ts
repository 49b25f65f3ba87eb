import { NoBrowserError } from "../render/pdf/browser.js";
import type { Printer } from "../render/pdf/print.js";
import { leftOutText } from "../render/pdf/printRemarks.js";
import type { Terminal } from "./terminal.js";

/** A browser to print with; undefined, and said so, where there is none. */
export async function printerOr(screen: Terminal): Promise<Printer | undefined> {
  const { openPrinter } = await import("../render/pdf/print.js");
  try {
    let isSaid = false;
    const mismatched = (what: string): void => {
      if (!isSaid) screen.complain(`${what}. The browser tags such documents, which takes longer.`);
      isSaid = true;
    };
    const told = new Set<string>();
    const leftOut = (letters: readonly string[]): void => {
      const others = letters.filter((letter) => !told.has(letter));
      if (others.length > 0) screen.complain(leftOutText(others));
      for (const letter of others) told.add(letter);
    };
    return await openPrinter({ mismatched, leftOut });
  } catch (error) {
    if (!(error instanceof NoBrowserError)) throw error;
    screen.complain(error.message);
    screen.complain("Writing HTML instead of PDF.");
    return undefined;
  }
}
