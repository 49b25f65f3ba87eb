import { auditedParts } from "../../../grade/auditedParts.js";
import type { Malrule } from "../../../graph/rewrite.js";
import type { Prepared } from "../../../problem/prepare.js";
import type { Problem } from "../../../problem/problem.js";
import { UnsoundError } from "../../../problem/unsoundError.js";
import { auditSheet } from "../../../render/auditSheet.js";
import { withDecimalComma } from "../../../render/decimalComma.js";
import { onPaper } from "../../../render/onPaper.js";
import { solution, worksheet } from "../../../render/sheet.js";
import { studioLayout } from "../../../render/studioLayout.js";
import type { AboutExercise, Looked, TabName } from "../protocol.js";
import { answerSheet } from "./answerSheet.js";
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
  if (tab === "audit" && file?.exercise.published) {
    try {
      const html = studioLayout("audit")({
        ...auditSheet(auditedParts(file, malrules)),
        css: "",
      });
      return {
        mistakes,
        ...(prepared ? { about: aboutOf(prepared) } : {}),
        ...withoutStyles(html),
      };
    } catch (problem) {
      return { mistakes: mistakes.length > 0 ? mistakes : mistakesIn(text, problem) };
    }
  }
  if (!prepared) return { mistakes };
  const about = aboutOf(prepared);
  if (tab === "audit") return { mistakes, about };
  try {
    const shown = variant(prepared);
    if ("trouble" in shown) return { mistakes, about, trouble: shown.trouble };
    return { mistakes, about, ...withoutStyles(shownIn[tab](shown.problem)) };
  } catch (problem) {
    if (!(problem instanceof UnsoundError)) throw problem;
    return { mistakes, about, trouble: problem.message };
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
