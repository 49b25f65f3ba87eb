import { type MarkedBlank, markScript } from "../../../grade/markScript.js";
import { readSubmission } from "../../../handedIn/submission.js";
import type { Prepared } from "../../../problem/prepare.js";
import type { Problem } from "../../../problem/problem.js";
import { plain } from "../../../render/plain.js";
import { symbolsFor } from "../../../render/symbols.js";
import type { Typeset } from "../../../render/typeset.js";
import { tooFewDigits, verdictWords } from "../../../render/verdictWords.js";
import { marksInWords } from "../../../render/worth.js";
import { type Answers, submissionText } from "../../page/answers.js";
import type { TriedScript } from "../protocol.js";

/** What `grade` says of these answers, in an instructor's words. */
export function triedScript(problem: Problem, answers: Answers): TriedScript {
  const { prepared } = problem;
  const text = submissionText(problem, answers, "");
  const { blanks, score, maxScore } = markScript(problem, readSubmission(text, "submission.json"));
  const voice: InstructorVoice = {
    prepared,
    symbolOf: symbolsFor(prepared).of,
    names: new Map(prepared.marking().malrules.map(({ id, name }) => [id, name])),
  };
  return {
    blanks: blanks.map((blank) => ({
      id: blank.id,
      kind: blank.verdict.kind,
      said: wordsFor(blank, voice),
      marks: blank.marks,
      points: blank.points,
    })),
    summary: `${Number(score.toFixed(2))} of ${marksInWords(maxScore, prepared.language)}`,
  };
}

/** What of an exercise is needed to say a verdict. */
interface InstructorVoice {
  readonly prepared: Prepared;
  readonly symbolOf: (id: string) => Typeset;
  /** Those of misconceptions, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

function wordsFor(
  { verdict }: MarkedBlank,
  { prepared, symbolOf, names }: InstructorVoice,
): string {
  const { language } = prepared;
  switch (verdict.kind) {
    case "correct":
      return language.say(verdictWords.right);
    case "followsThrough": {
      const from = verdict.from.map((id) => plain(symbolOf(id)));
      return `${language.say(verdictWords.follows)} ${language.row(from)}`;
    }
    case "imprecise":
      return tooFewDigits(prepared);
    case "misconception":
      return `${language.say(verdictWords.notRight)}: ${explained(verdict.explanations, names)}`;
    case "unreadable":
      return verdict.why;
    case "wrong":
      return language.say(verdictWords.notRight);
    case "blank":
      return "";
  }
}

/** Misconceptions that each may be the cause, those committed together with a plus. */
const explained = (
  explanations: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): string =>
  explanations.map((together) => together.map((id) => names.get(id) ?? id).join(" + ")).join("; ");
