import { InputError, printable } from "../input/inputError.js";
import { tidyMarks } from "../question/tidyMarks.js";
import {
  type BlankReport,
  type Outcome,
  passes,
  type ScriptReport,
  worthOf,
} from "./scriptReport.js";

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
 * `isBelow` and `isPassed` say of a script whether it is below what was asked, and whether it
 * passes.
 */
export function githubRun(
  isBelow: (script: ScriptReport) => boolean,
  isPassed: (script: ScriptReport) => boolean,
): GithubRun {
  const broken = listOf(mostAnnotations);
  const below = listOf(mostAnnotations);
  const brokenTests: object[] = [];
  const scriptTests: object[] = [];
  let only: ScriptReport | undefined;
  let [scripts, got, of] = [0, 0, 0];
  let status: Status = "pass";

  return { add, annotations, runnerResult };

  function add(one: ScriptReport | InputError): void {
    if (one instanceof InputError) {
      broken.add(notMarked(one));
      if (brokenTests.length <= mostTests)
        brokenTests.push(test("not marked", "error", 0, one.message));
      status = "error";
      return;
    }
    scripts++;
    only = scripts === 1 ? one : undefined;
    const worth = worthOf(one);
    got += worth.got;
    of += worth.of;
    if (isBelow(one)) below.add(annotation("error", placed(one), totals(one)));
    if (status === "pass" && !isPassed(one)) status = "fail";
    if (scriptTests.length <= mostTests) scriptTests.push(scriptTest(one, isPassed(one)));
  }

  function annotations(): readonly string[] {
    if (!only) return capped([...broken.first, ...below.first], broken.count() + below.count());
    const faults = [
      ...blanksThatAre(only, "unreadable"),
      ...blanksThatAre(only, "wrong"),
      ...blanksThatAre(only, "imprecise"),
    ];
    const empty = blanksThatAre(only, "blank");
    return [
      ...capped(
        [...broken.first, ...annotationsAt(only, faults, "error")],
        broken.count() + faults.length,
      ),
      ...capped(annotationsAt(only, empty, "warning"), empty.length),
      annotation("notice", placed(only), totals(only)),
    ];
  }

  function runnerResult(): object {
    const all = [...brokenTests, ...(only ? blankTests(only) : scriptTests)];
    const candidates = [
      all,
      all.map((test) => ({ ...test, message: "" })),
      [test("all", status, tidyMarks(got), "")],
    ];
    const tests = candidates.find(
      (tests) => tests.length <= mostTests && bytesIn(tests) <= mostRunnerBytes,
    )!;
    return { version: 1, status, max_score: tidyMarks(of), tests };
  }
}

/** The first of many, and how many there were. */
function listOf(most: number) {
  const first: string[] = [];
  let count = 0;
  return {
    first,
    count: () => count,
    add: (text: string) => {
      if (count++ < most) first.push(text);
    },
  };
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
  return `${got} of ${of}`;
};

function capped(annotations: readonly string[], count: number): readonly string[] {
  if (count <= mostAnnotations) return annotations;
  const left = count - mostAnnotations;
  const last = `${annotations[mostAnnotations - 1]!}${escapeData(`\nand ${left} more: the summary has all`)}`;
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
const bytesIn = (tests: readonly object[]): number => encoder.encode(JSON.stringify(tests)).length;
