import { jsonText } from "../export/problemJson.js";
import { InputError, printable } from "../input/inputError.js";
import { runReport } from "../marking/inWords.js";
import { isBelow } from "../marking/isBelow.js";
import {
  type BlankReport,
  notesShown,
  type Outcome,
  passes,
  type RunReport,
  type ScriptReport,
  worthOf,
} from "../marking/scriptReport.js";
import { tidyMarks } from "../question/tidyMarks.js";
import type { ReportPart, ReportRun } from "../reports.js";
import { resultsMd } from "./md.js";

/**
 * Annotations for whoever watches; the summary and the result of the job for GitHub Actions. The
 * document is that result, where a file is asked for.
 */
export async function* github({
  batch,
  minScore,
  toFile = false,
}: ReportRun): AsyncGenerator<ReportPart> {
  const run = githubRun(
    (script) => !script.isExcused && isBelow(script, minScore),
    // Has what was asked, and all its marks where nothing was.
    (script) => script.isExcused || !isBelow(script, minScore ?? 100),
  );
  const markdown = await githubSummary(resultsMd(noted(runReport(batch), run)));
  for (const line of run.annotations()) yield { line };
  yield { to: "GITHUB_STEP_SUMMARY", text: markdown };
  const result = run.runnerResult();
  yield { to: "GITHUB_OUTPUT", text: `result=${base64(JSON.stringify(result))}\n` };
  if (toFile) yield jsonText(result);
}

async function* noted(
  scripts: RunReport,
  run: GithubRun,
): AsyncGenerator<ScriptReport | InputError> {
  for await (const one of scripts) {
    run.add(one);
    yield one;
  }
}

/** GitHub shows no more annotations of a kind than this of one step. */
const mostAnnotations = 10;

/**
 * One environment variable of Linux, in which the result travels, has at most 128 KiB; base64 makes
 * four bytes of three.
 */
const mostRunnerBytes = 90_000;
/** More tests than this do not fit, whatever they say, and are not kept. */
const mostTests = mostRunnerBytes / 100;

/** What is told to GitHub of a run, gathered while it goes by. */
export interface GithubRun {
  /** Takes note of a script, or of what was not marked. */
  add(one: ScriptReport | InputError): void;
  /**
   * Commands to GitHub Actions. Of one script they are at what is not right; of several at those
   * that are below what was asked. Of more than GitHub shows, the last says how many there are.
   */
  annotations(): readonly string[];
  /**
   * What a test runner of GitHub Classroom reports, before it is encoded: of one script a test a
   * blank, of several a test a script; the messages are left out where there is no room for them,
   * and then the tests.
   */
  runnerResult(): object;
}

/**
 * Gathers what is told to GitHub. `isBelow` and `isPassed` say of a script whether it is below what
 * was asked, and whether it passes.
 */
export const githubRun = (
  isBelow: (script: ScriptReport) => boolean,
  isPassed: (script: ScriptReport) => boolean,
): GithubRun => new Gathered(isBelow, isPassed);

class Gathered implements GithubRun {
  readonly #isBelow: (script: ScriptReport) => boolean;
  readonly #isPassed: (script: ScriptReport) => boolean;
  readonly #broken = new FirstFew(mostAnnotations);
  readonly #below = new FirstFew(mostAnnotations);
  readonly #brokenTests: object[] = [];
  readonly #scriptTests: object[] = [];
  #only: ScriptReport | undefined;
  #scripts = 0;
  #got = 0;
  #of = 0;
  #status: Status = "pass";

  constructor(
    isBelow: (script: ScriptReport) => boolean,
    isPassed: (script: ScriptReport) => boolean,
  ) {
    this.#isBelow = isBelow;
    this.#isPassed = isPassed;
  }

  add(one: ScriptReport | InputError): void {
    if (one instanceof InputError) this.#addBroken(one);
    else this.#addScript(one);
  }

  #addBroken(error: InputError): void {
    this.#broken.add(notMarked(error));
    if (this.#brokenTests.length <= mostTests)
      this.#brokenTests.push(test("not marked", "error", 0, error.message));
    this.#status = "error";
  }

  #addScript(script: ScriptReport): void {
    this.#scripts++;
    this.#only = this.#scripts === 1 ? script : undefined;
    const worth = worthOf(script);
    this.#got += worth.got;
    this.#of += worth.of;
    const isPassed = this.#isPassed(script);
    if (this.#isBelow(script)) this.#below.add(annotation("error", placed(script), totals(script)));
    if (this.#status === "pass" && !isPassed) this.#status = "fail";
    if (this.#scriptTests.length <= mostTests) this.#scriptTests.push(scriptTest(script, isPassed));
  }

  annotations(): readonly string[] {
    const only = this.#only;
    const [broken, below] = [this.#broken, this.#below];
    if (!only) return capped([...broken.first, ...below.first], broken.count + below.count);
    const faults = [
      ...blanksThatAre(only, "unreadable"),
      ...blanksThatAre(only, "wrong"),
      ...blanksThatAre(only, "imprecise"),
    ];
    const empty = blanksThatAre(only, "blank");
    return [
      ...capped(
        [...broken.first, ...annotationsAt(only, faults, "error")],
        broken.count + faults.length,
      ),
      ...capped(annotationsAt(only, empty, "warning"), empty.length),
      annotation("notice", placed(only), only.isHeldBack ? "handed in" : totals(only)),
    ];
  }

  runnerResult(): object {
    // What each blank earns would say what is right.
    const isTold = this.#only && !this.#only.isHeldBack;
    const all = [...this.#brokenTests, ...(isTold ? blankTests(this.#only!) : this.#scriptTests)];
    const candidates = [
      all,
      all.map((test) => ({ ...test, message: "" })),
      [test("all", this.#status, tidyMarks(this.#got), "")],
    ];
    const tests = candidates.find(
      (tests) => tests.length <= mostTests && bytesIn(tests) <= mostRunnerBytes,
    )!;
    return { version: 1, status: this.#status, max_score: tidyMarks(this.#of), tests };
  }
}

/** The first of many lines, and how many there were. */
class FirstFew {
  readonly first: string[] = [];
  readonly #most: number;
  count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(text: string): void {
    if (this.count++ < this.#most) this.first.push(text);
  }
}

const blanksThatAre = ({ blanks }: ScriptReport, outcome: Outcome): readonly BlankReport[] =>
  blanks.filter((blank) => blank.outcome === outcome);

// To find a line the whole file is read: only for those that are shown.
const annotationsAt = (
  { file, lineOf }: ScriptReport,
  blanks: readonly BlankReport[],
  kind: Kind,
): readonly string[] =>
  blanks.slice(0, mostAnnotations).map(({ id, symbol, typed, said }) => {
    const about = { file, line: lineOf(id), title: `${symbol} (${id})` };
    return annotation(kind, about, typed === "" ? said : `${typed}: ${said}`);
  });

const placed = ({ file, line, student, exercise }: ScriptReport) => ({
  file,
  line,
  title: `${student || "no name"}, ${exercise}`,
});

type Kind = "error" | "warning" | "notice";

const notMarked = ({ source, what, place }: InputError): string =>
  annotation("error", { file: source, line: place?.line, title: "not marked" }, what);

const totals = (script: ScriptReport): string => {
  const { got, of } = worthOf(script);
  return [...(script.isExcused ? [] : [`${got} of ${of}`]), ...notesShown(script)].join("; ");
};

function capped(annotations: readonly string[], count: number): readonly string[] {
  if (count <= mostAnnotations) return annotations;
  const left = count - mostAnnotations;
  const last =
    annotations[mostAnnotations - 1]! + escapeData(`\nand ${left} more: the summary has all`);
  return [...annotations.slice(0, mostAnnotations - 1), last];
}

interface About {
  readonly file: string;
  readonly line: number | undefined;
  readonly title: string;
}

function annotation(kind: Kind, about: About, text: string): string {
  const properties = Object.entries(about).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${kind} ${properties.join(",")}::${escapeData(text)}`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string =>
  escapeData(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** The most bytes of a job's summary: GitHub drops a longer one whole. */
export const mostSummaryBytes = 1024 * 1024;

/**
 * As many whole lines of a text in pieces as fit into a job's summary, and how many are left out.
 */
export async function githubSummary(markdown: AsyncIterable<string>): Promise<string> {
  // Room for the sentence that says so.
  let room = mostSummaryBytes - 1024;
  let left = 0;
  const kept: string[] = [];
  for await (const piece of markdown) {
    for (const line of piece.split(/(?<=\n)/)) {
      const size = encoder.encode(line).length;
      if (left === 0 && size <= room) kept.push(line);
      else left++;
      room -= size;
    }
  }
  return [...kept, ...(left > 0 ? [`\n${left} more lines do not fit into a summary.\n`] : [])].join(
    "",
  );
}

function blankTests(script: ScriptReport) {
  const worth = worthOf(script);
  const share = script.maxScore > 0 ? worth.of / script.maxScore : 0;
  return script.blanks.map((blank) =>
    test(
      `${blank.symbol} (${blank.id})`,
      passes(blank) ? "pass" : blank.outcome === "unreadable" ? "error" : "fail",
      tidyMarks(blank.marks * share),
      blank.said,
    ),
  );
}

const scriptTest = (script: ScriptReport, isPassed: boolean) =>
  test(
    `${script.student || "no name"}, ${script.exercise}`,
    isPassed ? "pass" : "fail",
    worthOf(script).got,
    totals(script),
  );

type Status = "pass" | "fail" | "error";

// Every field is there: a missing score would make the total no number.
const test = (name: string, status: Status, score: number, message: string) => ({
  name,
  status,
  score,
  message,
  test_code: "",
  filename: "",
  line_no: 0,
  execution_time: 0,
});

const encoder = new TextEncoder();
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const bytesIn = (tests: readonly object[]): number => encoder.encode(JSON.stringify(tests)).length;
