import type { Exported } from "./class/exported.js";
import type { MarkedBy } from "./grade/honestSlips.js";

/** How a format is wanted. */
export interface ExportOptions {
  /** Another edition of the format than the usual one. */
  readonly edition?: string | undefined;
  /** What the variants are drawn from. */
  readonly seed: string;
  /** Whether results and worked solutions are kept back. */
  readonly homework?: boolean | undefined;
  /** Whether each answer is compared with its key, and nothing else is done. */
  readonly plain?: boolean | undefined;
}

/** An option that only some formats take. */
export type ExportSwitch = "count" | "homework" | "plain";

/** What an export gives: files by their names, and what an instructor has to know of them. */
export interface ExportedFiles {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What to do with them and what they cannot do, a line each. */
  readonly said: readonly string[];
}

/** One format that a platform reads. */
export interface Export {
  readonly name: string;
  /** What it is, in one line of the help. */
  readonly help: string;
  /** The editions of the format, the usual one first; none where there is only one. */
  readonly editions: readonly string[];
  /** The options that it takes. */
  readonly takes: readonly ExportSwitch[];
  /** What marks there: the program itself, a table with follow-through, or the key alone. */
  readonly marks: "program" | "table" | "key";
  /** Makes the files. The same bytes for the same exercises, variants and options. */
  readonly make: (what: Exported, options: ExportOptions) => Promise<ExportedFiles>;
}

/** Every format of `export`: a file in `exports/` and an entry here. */
export const exports = [
  {
    name: "scorm",
    help: "a SCORM package: the practice page, everyone with numbers of their own, and the score",
    editions: ["1.2", "2004"],
    takes: ["homework"],
    marks: "program",
    make: async (...args) => (await import("./exports/scorm.js")).scorm(...args),
  },
  {
    name: "moodle",
    help: "Moodle XML: a cloze question a variant, in a category to draw from",
    editions: [],
    takes: ["count"],
    marks: "key",
    make: async (what) => (await import("./exports/moodle.js")).moodle(what),
  },
  {
    name: "qti",
    help: "QTI: an item a variant that marks what follows, and a test to draw from them",
    editions: ["2.2", "3.0"],
    takes: ["count", "plain"],
    marks: "table",
    make: async (...args) => (await import("./exports/qti.js")).qti(...args),
  },
  {
    name: "canvas",
    help: "QTI 1.2 for Canvas's classic quizzes: a quiz a variant, a question a blank",
    editions: [],
    takes: ["count"],
    marks: "key",
    make: async (what) => (await import("./exports/canvas.js")).canvas(what),
  },
  {
    name: "prairielearn",
    help: "a question for PrairieLearn an exercise, which picks a variant and marks what follows",
    editions: [],
    takes: ["count"],
    marks: "table",
    make: async (what) => (await import("./exports/prairielearn.js")).prairielearn(what),
  },
] as const satisfies readonly Export[];

/** The name of a format of `export`. */
export type ExportName = (typeof exports)[number]["name"];

/** Formats that would mark honest work wrong, and why: there is no export to them. */
export const refused: Readonly<Record<string, string>> = {
  h5p:
    "H5P compares answers as texts, with no room for rounding: an honest 0.5683 for 0.5684 would " +
    "be wrong",
  "google-forms":
    "Google Forms compares answers as texts, with no room for rounding: an honest 0.5683 for " +
    "0.5684 would be wrong",
  "common-cartridge":
    "Common Cartridge has no question whose answer is a number: an honest 0.5683 for 0.5684 " +
    "would be wrong",
};

/** Which of those who mark does so in a format as it is wanted. */
export function markerOf({ marks }: Export, { plain }: ExportOptions): MarkedBy {
  return plain ? "key" : marks === "program" ? "grade" : marks;
}

/** The format of this name. Throws a RangeError where there is none. */
export function exportNamed(name: string): Export {
  const found = exports.find((one) => one.name === name);
  if (!found) throw new RangeError(`there is no export called ${name}`);
  return found;
}
