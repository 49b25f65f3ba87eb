import type { CsvStyle } from "./export/csv.js";
import type { Batch } from "./marking/markAll.js";
import type { Printer } from "./render/pdf/print.js";

/** A grading run of which a report is made. It goes by once. */
export interface ReportRun {
  readonly batch: Batch;
  /** What each script is asked to have, in percent. */
  readonly minScore?: number;
  /** Whether the document is wanted in a file. */
  readonly toFile?: boolean;
  /** How a spreadsheet wants tables, where one is to open them. */
  readonly csvStyle?: CsvStyle;
  /** The paths that were handed in, as they were given. */
  readonly handedIn?: readonly string[];
  /** A platform's table that points are filled into; the heading of its column, if it is said. */
  readonly into?: { readonly path: string; readonly column?: string };
  /** Whether names and ids are left out where a report is shown around. */
  readonly isAnonymous?: boolean;
  /** A browser to print with, asked for at the first page; undefined where there is none. */
  readonly printer?: () => Promise<Printer | undefined>;
}

/** A piece of a report, and what it is a piece of. */
export type ReportPart =
  /** Of the document, which is all such pieces together. */
  | string
  | Uint8Array
  /** A line for whoever watches, wherever the document goes. */
  | { readonly line: string }
  /** What whoever runs it has to know, beside the document. */
  | { readonly note: string }
  /** What GitHub Actions reads beside the document: the job's summary, or a step's output. */
  | { readonly to: "GITHUB_STEP_SUMMARY" | "GITHUB_OUTPUT"; readonly text: string }
  /** A file of its own, by its name in the report's folder. `of` is what was handed in. */
  | { readonly file: string; readonly content: string | Uint8Array; readonly of: string }
  /** A file of its own that came to nothing. */
  | { readonly failed: unknown; readonly of: string };

/** One way to write the results of a grading run. */
export interface Report {
  readonly name: string;
  /** What it is, in one line of the help. */
  readonly help: string;
  /**
   * What it cannot be made without: a class set; a run of one student only, who is shown it; a
   * browser that prints.
   */
  readonly needs: readonly ("set" | "student" | "browser")[];
  /** Whether it is one document, a folder with a file for each script, or these in one zip. */
  readonly gives: "document" | "files" | "archive";
  /** Reads the run and gives what comes of it, piece by piece. */
  readonly make: (run: ReportRun) => AsyncIterable<ReportPart>;
}

type Make = Report["make"];

/** Every report of `grade`: a file in `reports/` and an entry here. */
export const reports = [
  {
    name: "text",
    help: "a table for a terminal, a row a script",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/text.js")).text),
  },
  {
    name: "json",
    help: "every verdict of every script",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/json.js")).json),
  },
  {
    name: "csv",
    help: "a row a script, for spreadsheets",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/csv.js")).csv),
  },
  {
    name: "md",
    help: "Markdown: a table, and a paragraph a script",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/md.js")).md),
  },
  {
    name: "junit",
    help: "JUnit XML, a case a blank, as GitLab and others show it",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/junit.js")).junit),
  },
  {
    name: "gradescope",
    help: "Gradescope's results.json",
    needs: ["student"],
    gives: "document",
    make: from(async () => (await import("./reports/gradescope.js")).gradescope),
  },
  {
    name: "github",
    help: "annotations, a job's summary and a result for GitHub Actions",
    needs: [],
    gives: "document",
    make: from(async () => (await import("./reports/github.js")).github),
  },
  {
    name: "prairielearn",
    help: "PrairieLearn's results.json",
    needs: ["student"],
    gives: "document",
    make: from(async () => (await import("./reports/prairielearn.js")).prairielearn),
  },
  {
    name: "class",
    help: "a page on the class: scores, misconceptions, fairness, every blank",
    needs: ["set"],
    gives: "document",
    make: from(async () => (await import("./reports/class.js")).classPage),
  },
  {
    name: "blanks",
    help: "CSV, a row a blank: facility, discrimination, weight",
    needs: ["set"],
    gives: "document",
    make: from(async () => (await import("./reports/blanks.js")).blanks),
  },
  {
    name: "gradebook",
    help: "CSV, a row a student: the points of each exercise",
    needs: ["set"],
    gives: "document",
    make: from(async () => (await import("./reports/gradebook.js")).gradebookOf),
  },
  {
    name: "html",
    help: "a marked script for each student, to give back",
    needs: [],
    gives: "files",
    make: from(async () => (await import("./reports/html.js")).html),
  },
  {
    name: "pdf",
    help: "the same, printed",
    needs: ["browser"],
    gives: "files",
    make: from(async () => (await import("./reports/pdf.js")).pdf),
  },
  {
    name: "feedback",
    help: "the same in one zip, as a platform takes it back",
    needs: ["browser"],
    gives: "archive",
    make: from(async () => (await import("./reports/feedback.js")).feedback),
  },
] as const satisfies readonly Report[];

/** The name of a report of `grade`. */
export type ReportName = (typeof reports)[number]["name"];

/** The report of this name. Throws a RangeError where there is none. */
export function reportNamed(name: ReportName): Report {
  const report = reports.find((report) => report.name === name);
  if (!report) throw new RangeError(`there is no report called ${name}`);
  return report;
}

/** What makes a report is loaded when one is made: the names alone cost nothing. */
function from(load: () => Promise<Make>): Make {
  return async function* (run) {
    yield* (await load())(run);
  };
}
