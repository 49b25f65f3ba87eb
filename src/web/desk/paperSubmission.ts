import type { ClassSet } from "../../class/classSet.js";
import type { ManifestVariant } from "../../class/manifest.js";
import { paperAnswer } from "../../handedIn/paperAnswer.js";
import { submissionText } from "../page/answers.js";
import type { ScriptWork } from "./scriptWork.js";

/** The script as the file that somebody would have handed in who writes the same on a screen. */
export function paperSubmission(
  set: ClassSet,
  variant: ManifestVariant,
  { answers }: ScriptWork,
): string {
  const problem = set.problemOf(variant);
  const { decimalComma } = set.manifest.locale;
  const written = [...problem.key.keys()].flatMap((id) =>
    answers[id] === undefined ? [] : [[id, String(paperAnswer(answers[id], decimalComma))]],
  );
  return submissionText(problem, Object.fromEntries(written), variant.student);
}
