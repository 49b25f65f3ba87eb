import { blanksCsv } from "../class/blanksCsv.js";
import { type ClassRow, classReport, classRow } from "../class/classReport.js";
import { classReportPage } from "../class/classReportPage.js";
import type { ClassSet } from "../class/classSet.js";
import { type GradebookEntry, gradebook } from "../class/gradebook.js";
import { githubRun, githubSummary } from "../export/github.js";
import { type GradescopeNotes, gradescopeJson } from "../export/gradescope.js";
import { junit } from "../export/junit.js";
import { prairielearnJson } from "../export/prairielearn.js";
import { jsonText } from "../export/problemJson.js";
import { resultsCsv } from "../export/resultsCsv.js";
import { resultsMd } from "../export/resultsMd.js";
import { resultsHead, resultsRow } from "../export/resultsText.js";
import { type ScriptReport, type StudentReport, theirs } from "../export/scriptReport.js";
import type { ScriptSummary } from "../export/scriptSummary.js";
import { WriteError } from "../files/writeError.js";
import { appendTo, writeWholeFrom } from "../files/writeWhole.js";
import type { MarkedScript } from "../grade/markScript.js";
import { type ResultsEntry, resultOf, resultsJsonText } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import { type Batch, type MarkOptions, markAll, policyOf } from "../marking/markAll.js";
import type { MarkResult } from "../marking/marker.js";
import { template } from "../render/templates.js";
import { exitCodeOf, listenerOn } from "./batch.js";
import { exitCode } from "./exitCode.js";
import { type SheetFormat, writeMarkedScripts } from "./markedScripts.js";
import { report as reportError } from "./report.js";
import { runReport, summaryOf } from "./reportOf.js";
import { type Terminal, terminal, textTable } from "./terminal.js";

/** Reports that are one document, piece by piece, made while the scripts go by. */
const documents = {
  text: resultsText,
  json: (batch, options) => resultsJsonText(entriesOf(batch), policyOf(options)),
  csv: (batch) => resultsCsv(summariesOf(batch), batch.set !== undefined),
  md: (batch) => resultsMd(summariesAndFailures(batch)),
  junit: (batch) => junit(runReport(batch)),
  gradescope: async function* (batch) {
    const student = await theirs(runReport(batch));
    yield jsonText(gradescopeJson(student, gradescopeNotes(batch, student)));
  },
  prairielearn: async function* (batch) {
    yield jsonText(
      prairielearnJson(await theirs(runReport(batch)), { heldBack: isHeldBack(batch.set) }),
    );
  },
  class: async function* ({ set, results }) {
    const { rows, failures } = await classOf(set!, results);
    yield template("class")(classReportPage(set!, classReport(set!, rows), failures));
  },
  blanks: async function* ({ set, results }) {
    yield blanksCsv(classReport(set!, (await classOf(set!, results)).rows));
  },
  gradebook: async function* ({ set, results }) {
    const points: GradebookEntry[] = [];
    for await (const one of results) {
      if (one instanceof InputError) continue;
      const { student, exercise } = one.script;
      points.push({ student, exercise, points: one.worth?.points ?? 0 });
    }
    yield gradebook(set!, points);
  },
  github: forGithub,
} as const satisfies Record<
  string,
  (batch: Batch, options: GradeOptions, screen: Terminal) => AsyncIterable<string>
>;

/** Reports that only a class set has. */
const ofClass: readonly Report[] = ["class", "blanks", "gradebook"];

/** Reports that one student is shown. */
const ofStudent: readonly Report[] = ["gradescope", "prairielearn"];

export type Report = keyof typeof documents | SheetFormat;

export interface GradeOptions extends MarkOptions {
  readonly report: Report;
  /** A file; a folder where there is a sheet a script. */
  readonly out?: string;
  readonly minScore?: number;
  readonly quiet?: boolean;
}

/**
 * `grade PATH...`: marks submissions against their keys. One that cannot be read does not stop the
 * others.
 */
export async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const screen = terminal(options);
  const { report, out } = options;
  if (ofClass.includes(report) && options.set === undefined) {
    screen.complain(`handprop: ${report} is a report on a class: --set says on which`);
    return exitCode.usage;
  }
  if (report === "html" || report === "pdf") {
    const { batch, code } = judged(markAll(paths, options, listenerOn(screen), out), options);
    const failed = await writeMarkedScripts(batch, options, report, out ?? "output/marked", screen);
    return exitCodeOf(batch) || failed || code();
  }
  const written = writer(options, screen);
  try {
    const { batch, code } = judged(markAll(paths, options, listenerOn(screen), out), options);
    await written.document(documents[report](batch, options, screen));
    return exitCodeOf(batch) || code();
  } catch (error) {
    // What cannot be written cannot say so either.
    if (ofClass.includes(report) || written.hasBegun() || error instanceof WriteError) throw error;
    // Whoever waits for the document is told in it, too.
    const failure = failureIn(report, error, paths);
    const batch = { results: only(failure), outcome: () => "none" as const };
    await written.document(documents[report](batch, options, screen));
    return reportError(error);
  }
}

/**
 * What a report says of an error. A student is told what is wrong with what they handed in, and of
 * nothing else.
 */
function failureIn(report: Report, error: unknown, handedIn: readonly string[]): InputError {
  const isInput = error instanceof InputError;
  if (
    ofStudent.includes(report) &&
    !(isInput && handedIn.some((path) => error.source.startsWith(path)))
  ) {
    return new InputError("handprop", "this could not be marked; please tell your instructor");
  }
  return isInput ? error : new InputError("handprop", `internal error: ${error}`);
}

/** The same batch, and what the marks of its scripts ask the program to exit with. */
function judged(
  batch: Batch,
  { minScore }: GradeOptions,
): { readonly batch: Batch; code(): number } {
  let below = false;
  return {
    batch: { ...batch, results: watched() },
    code: () => (below ? exitCode.below : exitCode.done),
  };

  async function* watched(): AsyncGenerator<MarkResult> {
    for await (const one of batch.results) {
      if (!(one instanceof InputError)) below ||= isBelow(one.script, minScore);
      yield one;
    }
  }
}

async function* only(failure: InputError): AsyncGenerator<MarkResult> {
  yield failure;
}

const isBelow = (
  { score, maxScore }: Pick<MarkedScript, "score" | "maxScore">,
  percent = 0,
): boolean => score * 100 < percent * maxScore - 1e-9;

async function* resultsText(batch: Batch): AsyncGenerator<string> {
  // Joined, a row is a text of its own; a cell alone may hold on to the whole file that it was read
  // from.
  const rows: string[] = [];
  for await (const script of summariesOf(batch)) rows.push(resultsRow(script).join("\0"));
  const cells = rows.map((row) => row.split("\0"));
  if (rows.length > 0) yield `${textTable(resultsHead, cells)}\n`;
}

async function* summariesAndFailures({
  results,
}: Batch): AsyncGenerator<ScriptSummary | InputError> {
  for await (const one of results) yield one instanceof InputError ? one : summaryOf(one);
}

async function* summariesOf(batch: Batch): AsyncGenerator<ScriptSummary> {
  for await (const one of summariesAndFailures(batch)) if (!(one instanceof InputError)) yield one;
}

async function* entriesOf({ results }: Batch): AsyncGenerator<ResultsEntry> {
  for await (const one of results) {
    if (one instanceof InputError)
      yield { error: { file: one.source, ...one.place, message: one.what } };
    else yield { result: { ...resultOf(one.script), ...one.worth } };
  }
}

async function classOf(
  set: ClassSet,
  results: AsyncIterable<MarkResult>,
): Promise<{ readonly rows: readonly ClassRow[]; readonly failures: readonly InputError[] }> {
  const rows: ClassRow[] = [];
  const failures: InputError[] = [];
  for await (const one of results) {
    if (one instanceof InputError) failures.push(one);
    else rows.push(classRow(set, one));
  }
  return { rows, failures };
}

function gradescopeNotes({ set, metadata }: Batch, { scripts }: StudentReport): GradescopeNotes {
  const exercises = set?.manifest.exercises.map(({ name }) => name) ?? [];
  const handedIn = new Set(scripts.map(({ exercise }) => exercise));
  return {
    visibility: isHeldBack(set) ? "after_published" : "visible",
    ...(metadata ? { createdAt: metadata.created_at } : {}),
    missing: exercises.filter((name) => !handedIn.has(name)),
  };
}

/**
 * Whether students are to know only what can be read. The marks of several exercises are one sum,
 * so one is enough.
 */
const isHeldBack = (set: Batch["set"]): boolean =>
  set?.manifest.exercises.some(({ name }) => set.policy(name).feedback === "format") ?? false;

/**
 * Annotations to standard output; the summary and the result of the job to where GitHub Actions
 * reads them. The document is that result, where a file is asked for.
 */
async function* forGithub(
  batch: Batch,
  { minScore, out }: GradeOptions,
  screen: Terminal,
): AsyncGenerator<string> {
  const run = githubRun(
    (script) => isBelow(script, minScore),
    // Has what was asked, and all its marks where nothing was.
    (script) => !isBelow(script, minScore ?? 100),
  );
  const markdown = await githubSummary(resultsMd(noted()));
  for (const line of run.annotations()) screen.out(line);
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = process.env;
  if (summary) appendTo(summary, markdown);
  const result = run.runnerResult();
  if (output)
    appendTo(output, `result=${Buffer.from(JSON.stringify(result), "utf8").toString("base64")}\n`);
  if (out !== undefined) yield jsonText(result);

  async function* noted(): AsyncGenerator<ScriptReport | InputError> {
    for await (const one of runReport(batch)) {
      run.add(one);
      yield one;
    }
  }
}

/**
 * Writes documents where they are wanted, and knows whether anything was printed that cannot be
 * taken back.
 */
function writer({ out }: GradeOptions, screen: Terminal) {
  let begun = false;
  return {
    hasBegun: () => begun,
    document: (pieces: AsyncIterable<string>): Promise<void> =>
      out === undefined ? screen.pieces(noting(pieces)) : writeWholeFrom(out, pieces),
  };

  async function* noting(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const piece of pieces) {
      begun = true;
      yield piece;
    }
  }
}
