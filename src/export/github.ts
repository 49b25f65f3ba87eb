import { type InputError, printable } from "../input/inputError.js";
import { type Outcome, passes, type RunReport, type ScriptReport, worthOf, worthOfAll } from "./scriptReport.js";

/** GitHub shows no more annotations of a kind than this of one step. */
const mostAnnotations = 10;

/**
 * The annotations of a run, as commands to GitHub Actions. Of one script they are at what is not right; of several at
 * those that are `below` what was asked. Of more than GitHub shows, the last says how many there are.
 */
export function githubAnnotations(run: RunReport, below: (script: ScriptReport) => boolean): readonly string[] {
  const broken = run.failures.map(notMarked);
  if (run.count !== 1) return capped([...broken, ...belowAsked()]);
  const only = [...run.scripts][0]!;
  const at = (outcome: Outcome, kind: Kind): readonly string[] =>
    only.blanks
      .filter((blank) => blank.outcome === outcome)
      .map(({ id, symbol, typed, said }) => {
        const about = { file: only.file, line: only.lineOf(id), title: `${symbol} (${id})` };
        return annotation(kind, about, typed === "" ? said : `${typed}: ${said}`);
      });
  return [
    ...capped([...broken, ...at("unreadable", "error"), ...at("wrong", "error")]),
    ...capped(at("blank", "warning")),
    annotation("notice", placed(only), totals(only)),
  ];

  function* belowAsked(): Generator<string> {
    for (const script of run.scripts) if (below(script)) yield annotation("error", placed(script), totals(script));
  }
}

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

function capped(annotations: readonly string[]): readonly string[] {
  if (annotations.length <= mostAnnotations) return annotations;
  const left = annotations.length - mostAnnotations;
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

/** As many whole lines as fit into a job's summary, and how many are left out. */
export function githubSummary(markdown: string): string {
  const encoder = new TextEncoder();
  const size = (text: string): number => encoder.encode(text).length;
  if (size(markdown) < mostSummaryBytes) return markdown;
  const lines = markdown.split("\n");
  const kept: string[] = [];
  // Room for the sentence that says so.
  for (let room = mostSummaryBytes - 1024; room >= size(lines[kept.length]!) + 1; ) {
    room -= size(lines[kept.length]!) + 1;
    kept.push(lines[kept.length]!);
  }
  return [...kept, "", `${lines.length - kept.length} more lines do not fit into a summary.`, ""].join("\n");
}

/** One environment variable of Linux, in which the result travels, has at most 128 KiB; base64 makes four bytes of three. */
const mostRunnerBytes = 90_000;

/**
 * What a test runner of GitHub Classroom reports, before it is encoded: of one script a test a blank, of several a
 * test a script; the messages are left out where there is no room for them, and then the tests.
 */
export function githubRunnerResult(run: RunReport, isPassed: (script: ScriptReport) => boolean): object {
  const { got, of } = worthOfAll(run.scripts);
  const broken = run.failures.map(({ message }) => test("not marked", "error", 0, message));
  const tests: object[] = [];
  let status: Status = broken.length > 0 ? "error" : "pass";
  for (const script of run.scripts) {
    if (status === "pass" && !isPassed(script)) status = "fail";
    if (run.count === 1) tests.push(...blankTests(script));
    else tests.push(scriptTest(script, isPassed(script)));
  }
  const result = (tests: readonly object[]): object => ({ version: 1, status, max_score: of, tests });
  const all = [...broken, ...tests];
  const candidates = [all, all.map((test) => ({ ...test, message: "" })), [test("all", status, got, "")]];
  return result(candidates.find((tests) => bytesIn(tests) <= mostRunnerBytes)!);
}

function blankTests(script: ScriptReport) {
  const worth = worthOf(script);
  const share = script.maxScore > 0 ? worth.of / script.maxScore : 0;
  return script.blanks.map((blank) =>
    test(
      `${blank.symbol} (${blank.id})`,
      passes(blank) ? "pass" : blank.outcome === "unreadable" ? "error" : "fail",
      Number((blank.marks * share).toFixed(6)),
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

const bytesIn = (tests: readonly object[]): number => new TextEncoder().encode(JSON.stringify(tests)).length;
