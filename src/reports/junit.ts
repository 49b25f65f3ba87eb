import { xmlAttributes, xmlText } from "../export/xml.js";
import { InputError } from "../input/inputError.js";
import { runReport } from "../marking/inWords.js";
import {
  type BlankReport,
  notesShown,
  type Outcome,
  passes,
  type ScriptReport,
} from "../marking/scriptReport.js";
import type { ReportRun } from "../reports.js";

/**
 * The results as JUnit XML: a suite a script, a case a blank, as the student is told of it. A wrong
 * answer is a failure, one that cannot be read an error, an empty blank is skipped; what could not
 * be marked is an error in a suite of its own. Each suite counts its cases; the file as a whole
 * does not, since it is written while scripts are marked.
 */
export async function* junit({ batch }: ReportRun): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${xmlAttributes({ name: "handprop" })}>\n`;
  const notMarked: string[] = [];
  for await (const one of runReport(batch)) {
    if (one instanceof InputError) notMarked.push(brokenCase(one));
    else yield suite(one);
  }
  if (notMarked.length > 0) {
    const broken = { ...none, unreadable: notMarked.length };
    yield `  <testsuite` +
      `${xmlAttributes({ name: "not marked", ...counts(notMarked.length, broken) })}>\n`;
    yield* notMarked;
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

const none: Readonly<Record<Outcome, number>> = {
  right: 0,
  follows: 0,
  imprecise: 0,
  wrong: 0,
  read: 0,
  unreadable: 0,
  blank: 0,
};

function brokenCase({ source, what, message }: InputError): string {
  const head = xmlAttributes({ name: source, classname: "not marked", time: 0 });
  return (
    `    <testcase${head}>` +
    `<error${xmlAttributes({ message: what, type: "not marked" })}>` +
    `${xmlText(message)}</error></testcase>\n`
  );
}

function suite(script: ScriptReport): string {
  const name = [script.student || "no name", script.exercise].join(" · ");
  const total = { ...none };
  for (const { outcome } of script.blanks) total[outcome]++;
  const { variant, score, maxScore, isHeldBack } = script;
  const properties = [
    ["variant", variant] as const,
    ...(isHeldBack ? [] : [["score", score] as const, ["maxScore", maxScore] as const]),
    ...notesShown(script).map((note) => ["note", note] as const),
  ];
  return [
    `  <testsuite${xmlAttributes({ name, ...counts(script.blanks.length, total) })}>`,
    "    <properties>",
    ...properties.map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>`),
    "    </properties>",
    ...script.blanks.map((blank) => testcase(blank, name)),
    "  </testsuite>\n",
  ].join("\n");
}

function testcase(blank: BlankReport, classname: string): string {
  const head =
    `    <testcase` +
    `${xmlAttributes({ name: `${blank.symbol} (${blank.id})`, classname, time: 0 })}`;
  if (passes(blank)) return `${head}/>`;
  const message = xmlAttributes({ message: blank.said });
  if (blank.outcome === "blank") return `${head}><skipped${message}/></testcase>`;
  const isWrong = blank.outcome === "wrong" || blank.outcome === "imprecise";
  const element = isWrong ? "failure" : "error";
  const type = xmlAttributes({ type: blank.outcome });
  return (
    `${head}><${element}${message}${type}>` +
    `${xmlText(`wrote ${blank.typed}`)}</${element}></testcase>`
  );
}

const counts = (
  tests: number,
  { wrong, imprecise, unreadable, blank }: Readonly<Record<Outcome, number>>,
) => ({
  tests,
  failures: wrong + imprecise,
  errors: unreadable,
  skipped: blank,
  time: 0,
});
