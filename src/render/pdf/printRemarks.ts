import type { PrinterSettings } from "./print.js";

/** What happened to printed documents that whoever prints has to know, counted. */
export class PrintRemarks {
  readonly #leftOut = new Set<string>();
  #without = 0;
  #mismatched = 0;
  #firstMismatch = "";

  /** What a printer tells of. */
  readonly told: Required<Pick<PrinterSettings, "leftOut" | "mismatched">> = {
    leftOut: (letters) => {
      this.#without++;
      for (const letter of letters) this.#leftOut.add(letter);
    },
    mismatched: (what) => {
      if (this.#mismatched++ === 0) this.#firstMismatch = what;
    },
  };

  /** A line each. */
  lines(): readonly string[] {
    const documents = (count: number): string =>
      count === 1 ? "1 document" : `${count} documents`;
    return [
      ...(this.#without > 0
        ? [`${leftOutText(this.#leftOut)}, in ${documents(this.#without)}`]
        : []),
      ...(this.#mismatched > 0
        ? [
            `the browser had to tag ${documents(this.#mismatched)}, which takes longer; ` +
              `the first: ${this.#firstMismatch}`,
          ]
        : []),
    ];
  }
}

/** Says of letters that they are not printed: `left out …: 🙂 (U+1F642)`. */
export function leftOutText(letters: Iterable<string>): string {
  const all = [...letters].map(
    (letter) =>
      `${letter} (U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`,
  );
  const more = all.length > mostShown ? ` and ${all.length - mostShown} more` : "";
  const shown = all.slice(0, mostShown).join(", ");
  return `left out of what is printed, since no font has it: ${shown}${more}`;
}

const mostShown = 20;
