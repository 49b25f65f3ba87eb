import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { handedOutProblem, readClassProblem } from "../class/handedOut.js";
import { policyFor } from "../class/policy.js";
import { fileBytes } from "../files/fileBytes.js";
import { type MarkingPolicy, markScript } from "../grade/markScript.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { readSubmission } from "../handedIn/submission.js";
import { indentedJson } from "../input/indentedJson.js";
import { InputError, printable } from "../input/inputError.js";
import { noCommand, textTable } from "../input/textTable.js";
import type { Language, LanguageCode } from "../language/language.js";
import { exerciseFile, malrules } from "../load.js";
import { problemFinder, type Script } from "../marking/problemFinder.js";
import {
  type BlankFeedback,
  type Feedback,
  type FeedbackLevel,
  feedbackOn,
  verdictLine,
} from "../render/feedback.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";
import { typedText } from "../render/typedText.js";
import { exitCode } from "./exitCode.js";
import { terminal } from "./terminal.js";

interface CheckOptions {
  readonly exercise?: readonly string[];
  readonly language?: LanguageCode;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `check SUBMISSION.json`: tells a student what is right, and never what an answer is. */
export function check(path: string, options: CheckOptions): number {
  const screen = terminal(options);
  const { level, policy, ...script } = scriptToCheck(path, options);
  const marked = markScript(script.problem, script.submission, { ...policy, practice: true });
  const feedback = feedbackOn(script.problem, marked, level, "practice");
  for (const warning of [...marked.warnings].sort()) screen.say(warning);
  screen.out(
    options.json ? indentedJson(checkJson(script, feedback)) : checkText(script, feedback),
  );
  return exitCode.done;
}

/**
 * A script, and what may be said of it: of a class's variant, what the `problem.json` beside it
 * allows.
 */
function scriptToCheck(
  path: string,
  { exercise: exerciseFiles, language }: Pick<CheckOptions, "exercise" | "language">,
): Script & { readonly level: FeedbackLevel; readonly policy: MarkingPolicy } {
  const handedOut = path === "-" ? "" : join(dirname(path), "problem.json");
  const submission = readSubmission(fileBytes(path, jsonLimits.bytes), path);
  if (submission.seed !== undefined || !existsSync(handedOut)) {
    const problem = problemFinder(exerciseFiles, language)(submission, path);
    return { file: path, submission, problem, level: "hints", policy: {} };
  }
  const of = readClassProblem(fileBytes(handedOut, jsonLimits.bytes), handedOut);
  if (submission.exercise !== of.exercise || submission.variant !== of.variant) {
    const { exercise, variant } = submission;
    const said =
      `answers ${exercise}, ${variant === undefined ? "no variant" : `variant ${variant}`}; ` +
      `the problem.json beside it is of`;
    throw new InputError(path, `${said} ${of.exercise}, variant ${of.variant}`);
  }
  const own = exerciseFiles
    ?.map((file) => exerciseFile(file))
    .find(({ exercise }) => exercise.name === of.exercise);
  const said = language === undefined ? of : { ...of, overrides: { ...of.overrides, language } };
  const problem = handedOutProblem(said, own ?? exerciseFile(of.exercise), malrules(), handedOut);
  const { feedback: level, ...policy } = policyFor({}, of.overrides ?? {});
  return {
    file: path,
    submission,
    problem,
    level: of.feedback ?? level,
    policy: { ...policy, decimalComma: of.locale?.decimalComma ?? false },
  };
}

/** What is said of a script as data. */
function checkJson({ problem }: Script, { blanks, hints, first, counts }: Feedback): object {
  return {
    schemaVersion: 1,
    exercise: problem.prepared.exercise.name,
    variant: problem.variant,
    blanks: Object.fromEntries(
      blanks.map(({ id, kind, marked, said, errors, hints }) => [
        id,
        {
          verdict: kind,
          marked,
          ...(kind === "follows" ? { from: errors } : {}),
          ...(kind === "unreadable" ? { why: said } : {}),
          ...(hints.length > 0 ? { hint: hints.join(" ") } : {}),
        },
      ]),
    ),
    ...(first === undefined ? {} : { firstError: first }),
    ...(hints.length > 0 ? { hint: hints.join(" ") } : {}),
    summary: counts,
  };
}

/** What is said of a script to a person. */
function checkText({ problem, submission }: Script, feedback: Feedback): string {
  const { language } = problem.prepared;
  const symbols = symbolsFor(problem.prepared);
  const blanks = new Map(feedback.blanks.map((blank) => [blank.id, blank]));
  const sections = problem.prepared.sections.map(({ title, questions }) => {
    const rows = questions.map(({ id }) => [
      plain(symbols.of(id)),
      id,
      typedText(submission.answers[id]),
      verdictCell(blanks.get(id)!, language),
    ]);
    const table = textTable(
      ["", language.say("checkBlank"), language.say("checkYouWrote"), language.say("checkVerdict")],
      rows,
    );
    return `${noCommand(printable(title))}\n${table}`;
  });
  const { first, summary } = feedback;
  const where =
    first === undefined
      ? []
      : [language.say("checkFirst", { symbol: plain(symbols.of(first)), id: first })];
  const hints = feedback.hints.map((hint) => language.say("checkHint", { hint }));
  return [...sections, [language.text([summary, ...where]), ...hints].join("\n")].join("\n\n");
}

function verdictCell(blank: BlankFeedback, language: Language): string {
  const { isFirst, hints, marked } = blank;
  const verdict = verdictLine(blank);
  const said = isFirst
    ? language.say("checkLookHere", { verdict })
    : hints.length > 0
      ? language.say("checkSeeHint", { verdict })
      : verdict;
  return marked ? said : language.say("checkNotMarked", { verdict: said });
}
