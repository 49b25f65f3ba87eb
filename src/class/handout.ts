import {
  aboutFilledIn,
  blankSubmission,
  jsonText,
  keyJson,
  problemJson,
} from "../export/problemJson.js";
import type { Problem } from "../problem/problem.js";
import { withDecimalComma } from "../render/decimalComma.js";
import { keySheet } from "../render/keySheet.js";
import type { Printer } from "../render/pdf/print.js";
import { qrCode } from "../render/qrCode.js";
import { solution, worksheet } from "../render/sheet.js";
import { symbolsFor } from "../render/symbols.js";
import { type OwnTemplates, template } from "../render/templates.js";
import { tex } from "../render/tex.js";
import type { Assignment, ClassPlan } from "./assignment.js";
import { classProblemJson } from "./classProblemJson.js";
import type { Student } from "./manifest.js";

/** What is made for one assignment, by what it is. */
export interface Handout {
  readonly worksheet: Uint8Array;
  readonly solution: Uint8Array;
  readonly keyPage: Uint8Array;
  readonly problem: string;
  readonly submission: string;
  readonly key: string;
}

/** Makes everything of an assignment but its record. `own` are the instructor's own templates. */
export function handoutMaker({ set }: ClassPlan, printer: Printer, own?: OwnTemplates) {
  const { course, title, locale } = set;
  const templates = {
    worksheet: template("worksheet", own),
    solution: template("solution", own),
    keyPage: template("key", own),
  };
  return async ({ student, exercise }: Assignment, problem: Problem): Promise<Handout> => {
    const { policy, prepared } = exercise;
    const qr = qrCode(problem.variant, `The variant ${problem.variant} as a QR code`);
    const handout = { course, title, student: printed(student), qr };
    const sheets = {
      worksheet: worksheet(problem, policy.help),
      solution: solution(problem),
      keyPage: keySheet(problem),
    };
    const print = (kind: keyof typeof sheets): Promise<Uint8Array> => {
      const html = templates[kind]({ ...sheets[kind], handout });
      const record = { ...aboutFilledIn(problem), student: student.id };
      return printer.print(locale.decimalComma ? withDecimalComma(html) : html, {
        title: /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "",
        ...(kind === "worksheet" ? { record } : {}),
      });
    };
    const symbols = symbolsFor(prepared);
    return {
      worksheet: await print("worksheet"),
      solution: await print("solution"),
      keyPage: await print("keyPage"),
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

// The fonts that print have these scripts; a name in others is left out, and the id stands for it.
const legible =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u;

/** Whether a student's name can be printed. */
export const isLegible = ({ name = "" }: Student): boolean => legible.test(name);

const printed = ({ id, name, section }: Student): object => ({
  id,
  ...(name !== undefined && legible.test(name) ? { name } : {}),
  ...(section === undefined ? {} : { section }),
});
