import type { ExerciseFile } from "../../../exercise/readExercise.js";
import { type AuditedPart, auditedParts } from "../../../grade/auditedParts.js";
import type { Malrule } from "../../../graph/rewrite.js";
import { InputError } from "../../../input/inputError.js";
import type { Prepared } from "../../../problem/prepare.js";
import type { Problem } from "../../../problem/problem.js";
import { UnsoundError } from "../../../problem/unsoundError.js";
import { auditSheet } from "../../../render/auditSheet.js";
import { withDecimalComma } from "../../../render/decimalComma.js";
import { onPaper } from "../../../render/onPaper.js";
import { solution, worksheet } from "../../../render/sheet.js";
import { studioLayout } from "../../../render/studioLayout.js";
import type { AboutExercise, Looked, TabName, TextMistake } from "../protocol.js";
import { answerSheet } from "./answerSheet.js";
import { auditFields, typedFields } from "./auditFields.js";
import { blankList } from "./blanks.js";
import { misconceptionList } from "./misconceptionList.js";
import { mistakesIn, type TextRead } from "./reading.js";
import type { VariantShown } from "./variant.js";

/** What each tab but the audit makes of a variant; the style of sheets is the page's. */
const shownIn: Record<Exclude<TabName, "audit">, (problem: Problem) => string> = {
  worksheet: (problem) => sheetHtml("worksheet", problem, worksheet(problem, "formulas")),
  solution: (problem) => sheetHtml("solution", problem, solution(problem)),
  blanks: (problem) => sheetHtml("studio-blanks", problem, blankList(problem)),
  certify: (problem) => studioLayout("studio-misconceptions")(misconceptionList(problem)),
  answers: (problem) => studioLayout("studio-answers")(answerSheet(problem)),
};

function sheetHtml(name: string, problem: Problem, sheet: object): string {
  const html = studioLayout(name)({ ...onPaper(sheet, problem), css: "" });
  return problem.prepared.language.decimalComma ? withDecimalComma(html) : html;
}

/**
 * A document without its styles: the frame has that of sheets, and is given that of the pages. No
 * text of an exercise is in it but escaped.
 */
function withoutStyles(html: string): Pick<Looked, "html" | "pageStyle"> {
  const [before, pageStyle, after] = aroundOf(html, '<style class="pages">', "</style>");
  const [head, , rest] = aroundOf(before + after, "<style>", "</style>");
  return { html: head + rest, pageStyle };
}

/** What stands before, within and after the first of these. */
function aroundOf(text: string, open: string, close: string): readonly [string, string, string] {
  const from = text.indexOf(open);
  const to = text.indexOf(close, from);
  return from < 0
    ? [text, "", ""]
    : [text.slice(0, from), text.slice(from + open.length, to), text.slice(to + close.length)];
}

/** What comes of a text that was read: as much of it as the tab shows. */
export function look(
  text: string,
  { mistakes, file, prepared }: TextRead,
  { tab, malrules, variant }: LookSettings,
): Looked {
  if (tab === "audit" && file)
    return audited(text, { mistakes, file, ...(prepared ? { prepared } : {}) }, malrules);
  if (tab === "audit" || !prepared) return { mistakes };
  const about = aboutOf(prepared);
  try {
    const shown = variant(prepared);
    if ("trouble" in shown) return { mistakes, about, trouble: shown.trouble };
    return { mistakes, about, ...withoutStyles(shownIn[tab](shown.problem)) };
  } catch (problem) {
    if (!(problem instanceof UnsoundError)) throw problem;
    return { mistakes, about, trouble: problem.message };
  }
}

/** A worked text: a field for each of its numbers, and what is found of those that are there. */
function audited(text: string, read: TextRead, malrules: readonly Malrule[]): Looked {
  const { mistakes, file, prepared } = read;
  const about = prepared ? { about: aboutOf(prepared) } : {};
  let parts: readonly AuditedPart[] = [];
  let trouble: readonly TextMistake[] = [];
  try {
    if (file!.exercise.published) parts = auditedParts(file!, malrules);
  } catch (problem) {
    trouble = mistakesIn(text, problem);
  }
  const found = mistakes.length > 0 ? mistakes : trouble;
  const form = formOf(file!, parts);
  if (parts.flatMap(({ findings }) => findings).length === 0)
    return { mistakes: found, ...about, ...form };
  const html = studioLayout("audit")({ ...auditSheet(parts), css: "" });
  return { mistakes: found, ...about, ...form, ...withoutStyles(html) };
}

/** The form of a worked text, where what it is about can be worked out. */
function formOf(file: ExerciseFile, parts: readonly AuditedPart[]): Partial<Looked> {
  try {
    const fields = auditFields(file);
    if (!fields) return {};
    return {
      fields: studioLayout("studio-audit")(fields),
      typed: typedFields(file.exercise, fields, parts),
    };
  } catch (problem) {
    if (problem instanceof InputError || problem instanceof RangeError) return {};
    throw problem;
  }
}

/** What is looked at of a text. */
export interface LookSettings {
  readonly tab: TabName;
  readonly malrules: readonly Malrule[];
  /** The variant to be shown. */
  readonly variant: (of: Prepared) => VariantShown;
}

const aboutOf = ({ exercise, questions, graph }: Prepared): AboutExercise => ({
  name: exercise.name,
  title: exercise.title,
  blanks: questions.length,
  ids: [...graph.keys()],
  isPublished: exercise.published !== undefined,
});
