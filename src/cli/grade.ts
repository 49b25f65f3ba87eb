import { appendFileSync } from "node:fs";
import { blanksCsv } from "../class/blanksCsv.js";
import { classReport } from "../class/classReport.js";
import { classSheet } from "../class/classSheet.js";
import { gradebook } from "../class/gradebook.js";
import { type GradescopeMetadata, isAmong, readGradescopeMetadata } from "../class/gradescopeMetadata.js";
import { writeWhole } from "../class/writeWhole.js";
import { githubAnnotations, githubRunnerResult, githubSummary } from "../export/github.js";
import { type GradescopeNotes, gradescopeJson } from "../export/gradescope.js";
import { junit } from "../export/junit.js";
import { prairielearnJson } from "../export/prairielearn.js";
import { jsonText } from "../export/problemJson.js";
import { resultsCsv } from "../export/resultsCsv.js";
import { resultsMd } from "../export/resultsMd.js";
import { resultsHead, resultsRow } from "../export/resultsText.js";
import type { ScriptReport } from "../export/scriptReport.js";
import type { MarkedScript } from "../grade/markScript.js";
import { resultOf, resultsJsonText } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import { template } from "../render/templates.js";
import { exitCode } from "./exitCode.js";
import { bytesOf } from "./files.js";
import { type Batch, type Marked, type MarkOptions, markAll, policyOf } from "./markAll.js";
import { type SheetFormat, writeMarkedScripts } from "./markedScripts.js";
import { report as reportError } from "./report.js";
import { runReport, summaryOf } from "./reportOf.js";
import { nameOf } from "./submissions.js";
import { type Terminal, terminal, textTable } from "./terminal.js";

/** A batch, and what is known of how it was handed in. */
interface Graded extends Batch {
  readonly metadata?: GradescopeMetadata;
}

/** Reports that are one document, piece by piece. */
const documents = {
  text: ({ marked }) =>
    marked.length === 0
      ? []
      : [
          textTable(
            resultsHead,
            marked.map((one) => resultsRow(summaryOf(one))),
          ),
          "\n",
        ],
  json: ({ marked, failures }, options) =>
    resultsJsonText(
      resultsIn(marked),
      policyOf(options),
      failures.map(({ source, what, place }) => ({ file: source, ...place, message: what })),
    ),
  csv: ({ marked }) => [resultsCsv(marked.map(summaryOf))],
  md: ({ marked, failures }) => [resultsMd(marked.map(summaryOf), failures)],
  junit: (batch) => junit(runReport(batch)),
  gradescope: (batch) => [jsonText(gradescopeJson(runReport(batch), gradescopeNotes(batch)))],
  prairielearn: (batch) => [jsonText(prairielearnJson(runReport(batch)))],
  class: ({ set, marked, failures }) =>
    set ? [template("class")(classSheet(set, classReport(set, marked), failures))] : [],
  blanks: ({ set, marked }) => (set ? [blanksCsv(classReport(set, marked))] : []),
  gradebook: ({ set, marked }) => (set ? [gradebook(set, marked)] : []),
  github: (batch, options) => [jsonText(githubRunnerResult(runReport(batch), passing(options)))],
} as const satisfies Record<string, (batch: Graded, options: GradeOptions) => Iterable<string>>;
/** Reports that only a class set has. */
const ofClass: readonly Report[] = ["class", "blanks", "gradebook"];

export type Report = keyof typeof documents | SheetFormat;

export interface GradeOptions extends MarkOptions {
  readonly report: Report;
  /** A file; a folder where there is a sheet a script. */
  readonly out?: string;
  /** Gradescope's submission_metadata.json. */
  readonly metadata?: string;
  readonly minScore?: number;
  readonly quiet?: boolean;
}

/** `grade PATH...`: marks submissions against their keys. One that cannot be read does not stop the others. */
export async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const screen = terminal(options);
  const { report, out } = options;
  if (ofClass.includes(report) && options.set === undefined) {
    screen.say(`handprop: ${report} is a report on a class: --set says on which`);
    return exitCode.usage;
  }
  if (report === "html" || report === "pdf") {
    const batch = await markAll(paths, options, screen, out);
    const failed = await writeMarkedScripts(batch, options, report, out ?? "output/marked", screen);
    return codeOf(batch, failed, options);
  }
  try {
    const batch = withMetadata(await markAll(paths, options, screen, out), options, screen);
    await writeDocument(batch, options, report, screen);
    return codeOf(batch, exitCode.done, options);
  } catch (error) {
    if (ofClass.includes(report)) throw error;
    // Whoever waits for the document is told in it, too.
    const failure = error instanceof InputError ? error : new InputError("handprop", `internal error: ${error}`);
    await writeDocument({ marked: [], failures: [failure], code: exitCode.badInput }, options, report, screen);
    return reportError(error);
  }
}

function codeOf({ marked, code }: Batch, failed: number, { minScore }: GradeOptions): number {
  if (code !== exitCode.done) return code;
  if (failed !== exitCode.done) return failed;
  return marked.some(({ script }) => isBelow(script, minScore)) ? exitCode.below : exitCode.done;
}

const isBelow = ({ score, maxScore }: Pick<MarkedScript, "score" | "maxScore">, percent = 0): boolean =>
  score * 100 < percent * maxScore - 1e-9;

/** Whether a script passes: has what was asked, and all its marks where nothing was. */
const passing =
  ({ minScore = 100 }: GradeOptions) =>
  (script: ScriptReport): boolean =>
    !isBelow(script, minScore);

function* resultsIn(marked: readonly Marked[]): Generator<object> {
  for (const { script, worth } of marked) yield { ...resultOf(script), ...worth };
}

/** What Gradescope says of a submission, and without the scripts of students who are not among those who handed it in. */
function withMetadata(batch: Batch, { metadata: file }: GradeOptions, screen: Terminal): Graded {
  const { set } = batch;
  if (file === undefined) return batch;
  const metadata = readGradescopeMetadata(bytesOf(file), file);
  const isTheirs = ({ script }: Marked): boolean => !set || isAmong(metadata, set.student(script.student));
  const marked = batch.marked.filter(isTheirs);
  if (marked.length === batch.marked.length) return { ...batch, metadata };
  const others = batch.marked
    .filter((one) => !isTheirs(one))
    .map((one) => new InputError(nameOf(one), "was handed out to somebody else"));
  for (const { message } of others) screen.say(message);
  const code = marked.length > 0 ? exitCode.partly : exitCode.badInput;
  return { ...batch, metadata, marked, failures: [...batch.failures, ...others], code };
}

function gradescopeNotes({ marked, set, metadata }: Graded): GradescopeNotes {
  const exercises = set?.manifest.exercises.map(({ name }) => name) ?? [];
  const handedIn = new Set(marked.map(({ script }) => script.exercise));
  return {
    visibility: exercises.some((name) => set!.policy(name).feedback === "format") ? "after_published" : "visible",
    ...(metadata ? { createdAt: metadata.created_at } : {}),
    missing: exercises.filter((name) => !handedIn.has(name)),
  };
}

async function writeDocument(
  batch: Graded,
  options: GradeOptions,
  report: keyof typeof documents,
  screen: Terminal,
): Promise<void> {
  const { out } = options;
  if (report === "github") writeForGithub(batch, options, screen);
  if (out !== undefined) writeWhole(out, documents[report](batch, options));
  else if (report !== "github") await screen.pieces(documents[report](batch, options));
}

/** Annotations to standard output; the summary and the result of the job to where GitHub Actions reads them. */
function writeForGithub(batch: Batch, options: GradeOptions, screen: Terminal): void {
  const run = runReport(batch);
  for (const line of githubAnnotations(run, (script) => isBelow(script, options.minScore))) screen.out(line);
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = process.env;
  if (summary) appendFileSync(summary, githubSummary([...documents.md(batch)].join("")));
  if (!output) return;
  const result = JSON.stringify(githubRunnerResult(run, passing(options)));
  appendFileSync(output, `result=${Buffer.from(result, "utf8").toString("base64")}\n`);
}
