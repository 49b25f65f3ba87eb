import { jsonText } from "../export/problemJson.js";
import { printable } from "../input/inputError.js";
import { isHeldBack, languageIn, runReport } from "../marking/inWords.js";
import type { Batch } from "../marking/markAll.js";
import {
  type BlankReport,
  marksOf,
  passes,
  reportOfOneStudent,
  type ScriptReport,
  type StudentReport,
  worthOfAll,
} from "../marking/scriptReport.js";
import type { FeedbackLevel } from "../render/feedback.js";
import type { ReportRun } from "../reports.js";

/** What Gradescope reads of one student's submission. */
export async function* gradescope({ batch }: ReportRun): AsyncGenerator<string> {
  const student = await reportOfOneStudent(runReport(batch, whenShown));
  yield jsonText(gradescopeJson(student, notesOn(batch, student)));
}

/** What Gradescope may show of it to the student: at once, or when the grades are published. */
type GradescopeVisibility = "visible" | "after_published";

// What tests say is shown at the earliest when the set allows it: where verdicts are held back,
// when grades are published.
const whenShown = (level: FeedbackLevel): FeedbackLevel =>
  level === "format" ? "verdicts" : level;

/** What Gradescope says of a submission, and how the set wants it shown. */
interface GradescopeNotes {
  readonly visibility: GradescopeVisibility;
  /** When it was handed in, as Gradescope has it. */
  readonly createdAt?: string;
  /** That exercises of the set were not handed in. */
  readonly missing?: readonly string[];
}

/**
 * Gradescope's `results.json`: one student's marks, a test a blank. Never a number that the student
 * did not write; and what is shown at once says nothing of marks where these wait until grades are
 * published. Gradescope shows no total before every test may be seen.
 */
function gradescopeJson(
  { scripts, failures }: StudentReport,
  { visibility, createdAt, missing = [] }: GradescopeNotes,
): object {
  const { got } = worthOfAll(scripts);
  return {
    score: got,
    output: [
      ...scripts.map((script) =>
        visibility === "visible"
          ? marksOf(script)
          : script.language.say("scriptHandedIn", { title: script.title }),
      ),
      // What was decided may say what is right.
      ...(visibility === "visible" ? scripts.flatMap(({ notes = [] }) => notes) : []),
      ...missing,
      ...failures.map(({ message }) => message),
    ].join("\n"),
    output_format: "text",
    visibility: "visible",
    stdout_visibility: "hidden",
    tests: scripts.flatMap((script, i) =>
      script.blanks.map((blank, j) => test(script, blank, `${i + 1}.${j + 1}`, visibility)),
    ),
    ...(createdAt === undefined ? {} : { extra_data: { created_at: createdAt } }),
  };
}

function notesOn({ set, metadata }: Batch, { scripts }: StudentReport): GradescopeNotes {
  const exercises = set?.exercises.map(({ name }) => name) ?? [];
  const handedIn = new Set(scripts.map(({ exercise }) => exercise));
  return {
    visibility: isHeldBack(set) ? "after_published" : "visible",
    ...(metadata ? { createdAt: metadata.created_at } : {}),
    missing: exercises
      .filter((name) => !handedIn.has(name))
      .map((title) => languageIn(set, title).say("scriptNotHandedIn", { title })),
  };
}

const test = (
  { exercise, variant, language }: ScriptReport,
  blank: BlankReport,
  number: string,
  visibility: GradescopeVisibility,
) => ({
  name: `${blank.symbol} (${blank.id})`,
  number,
  score: blank.marks,
  max_score: blank.points,
  status: passes(blank) ? "passed" : "failed",
  output: [
    ...(blank.outcome === "blank"
      ? []
      : [language.raised(language.say("youWrote", { typed: printable(blank.typed) }))]),
    blank.said,
  ].join("\n"),
  output_format: "text",
  visibility,
  tags: [exercise, blank.outcome],
  extra_data: { exercise, variant, blank: blank.id, outcome: blank.outcome },
});
