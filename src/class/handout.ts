import type { PaperChoice } from "../exercise/paper.js";
import {
  aboutFilledIn,
  blankSubmission,
  jsonText,
  keyJson,
  problemJson,
} from "../export/problemJson.js";
import type { Problem } from "../problem/problem.js";
import { tooltipsOf } from "../render/blankLabels.js";
import { withDecimalComma } from "../render/decimalComma.js";
import type { DocxHandout } from "../render/docx/parts.js";
import { keySheet } from "../render/keySheet.js";
import { onPaper } from "../render/onPaper.js";
import type { PageCode } from "../render/pdf/pageCodes.js";
import type { Printer } from "../render/pdf/print.js";
import { qrCode } from "../render/qrCode.js";
import { type Sheet, type SolutionSheet, solution, worksheet } from "../render/sheet.js";
import { symbolsFor } from "../render/symbols.js";
import { type OwnTemplates, template } from "../render/templates.js";
import { tex } from "../render/tex.js";
import type { Assignment, ClassFormat, ClassPlan } from "./assignment.js";
import { classProblemJson } from "./classProblemJson.js";

/** What is made for one assignment, by what it is. */
export interface Handout {
  readonly worksheet?: Uint8Array;
  readonly solution?: Uint8Array;
  readonly keyPage?: Uint8Array;
  readonly worksheetPage?: string;
  readonly solutionPage?: string;
  readonly pageOfKey?: string;
  readonly worksheetDocument?: Uint8Array;
  readonly solutionDocument?: Uint8Array;
  readonly problem: string;
  readonly submission: string;
  readonly key: string;
}

/**
 * Makes everything of an assignment but its record: PDFs where there is a printer, pages where they
 * are asked for. `own` are the instructor's own templates.
 */
export function handoutMaker(
  { set, isAnonymous }: ClassPlan,
  printer: Printer | undefined,
  own?: OwnTemplates,
  formats: readonly ClassFormat[] = ["pdf"],
) {
  const { course, title, locale } = set;
  const templates = {
    worksheet: template("worksheet", own),
    solution: template("solution", own),
    keyPage: template("key", own),
  };
  return async (assignment: Assignment, problem: Problem): Promise<Handout> => {
    const { student, exercise } = assignment;
    const { policy, prepared } = exercise;
    const { variant } = problem;
    const sheets = {
      worksheet: worksheet(problem, policy.help),
      solution: solution(problem),
      keyPage: keySheet(problem),
    };
    const named = { course, title, points: inTheSet(assignment), student };
    const { student: _, ...unnamed } = named;
    const page = (kind: keyof typeof sheets, hasCodes: boolean): string => {
      const isNamed = !isAnonymous || kind === "worksheet";
      const handout = {
        ...(isNamed ? named : unnamed),
        ...(hasCodes ? {} : { qr: qrCode(variant, prepared.language.say("qrCode", { variant })) }),
      };
      const sheet = onPaper(sheets[kind], problem, policy, {
        ...(isNamed ? { owner: student } : {}),
        hasCodes,
      });
      const html = templates[kind]({ ...sheet, handout });
      return locale.decimalComma ? withDecimalComma(html) : html;
    };
    const print = (kind: keyof typeof sheets, by: Printer): Promise<Uint8Array> => {
      const html = page(kind, true);
      const record = { ...aboutFilledIn(problem), student: student.id };
      return by.print(html, {
        title: /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "",
        pageCode: pageCodes[kind](variant),
        ...(kind === "worksheet" ? { record, tooltips: tooltipsOf(prepared) } : {}),
      });
    };
    const symbols = symbolsFor(prepared);
    return {
      ...(printer && {
        worksheet: await print("worksheet", printer),
        solution: await print("solution", printer),
        keyPage: await print("keyPage", printer),
      }),
      ...(formats.includes("html") && {
        worksheetPage: page("worksheet", false),
        solutionPage: page("solution", false),
        pageOfKey: page("keyPage", false),
      }),
      ...(formats.includes("docx") &&
        (await documentsOf(problem, policy, {
          worksheet: { sheet: sheets.worksheet, handout: named },
          solution: { sheet: sheets.solution, handout: isAnonymous ? unnamed : named },
          decimalComma: locale.decimalComma,
        }))),
      problem: jsonText(
        classProblemJson(
          problemJson(problem, (id) => tex(symbols.of(id))),
          set,
          exercise,
        ),
      ),
      submission: jsonText({ ...blankSubmission(problem), student: student.id }),
      key: jsonText(keyJson(problem)),
    };
  };
}

/** A sheet, and what its set says of it. */
interface SheetInSet<S> {
  readonly sheet: S;
  readonly handout: DocxHandout;
}

/** The sheets of an assignment as documents of Word. */
async function documentsOf(
  problem: Problem,
  paper: PaperChoice,
  {
    worksheet,
    solution,
    decimalComma,
  }: {
    readonly worksheet: SheetInSet<Sheet>;
    readonly solution: SheetInSet<SolutionSheet>;
    readonly decimalComma: boolean;
  },
): Promise<Pick<Handout, "worksheetDocument" | "solutionDocument">> {
  const { solutionDocx, worksheetDocx } = await import("../render/docx/document.js");
  const laid = <S extends object>({ sheet, handout: { student } }: SheetInSet<S>) =>
    onPaper(sheet, problem, paper, student ? { owner: student } : {});
  return {
    worksheetDocument: await worksheetDocx(laid(worksheet), tooltipsOf(problem.prepared), {
      handout: worksheet.handout,
      decimalComma,
    }),
    solutionDocument: await solutionDocx(laid(solution), {
      handout: solution.handout,
      decimalComma,
    }),
  };
}

/**
 * What the QR code of each page says: the variant, what the sheet is unless a worksheet, and which
 * of how many pages. All is of the letters that make the smallest codes.
 */
const pageCodes = {
  worksheet: (variant) => (page, of) => `${variant} ${page}/${of}`,
  solution: (variant) => (page, of) => `${variant} SOLUTION ${page}/${of}`,
  keyPage: (variant) => (page, of) => `${variant} KEY ${page}/${of}`,
} satisfies Record<string, (variant: string) => PageCode>;

/** What an exercise is worth in its set, where that is not the sum of its marks. */
function inTheSet({ exercise: { points, prepared } }: Assignment): string | undefined {
  const marks = prepared.questions.reduce((sum, question) => sum + question.points, 0);
  return points === undefined || points === marks
    ? undefined
    : prepared.language.say("points", { count: points });
}
