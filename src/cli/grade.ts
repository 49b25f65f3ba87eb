import { jsonText } from "../export/problemJson.js";
import { type MarkedScript, markScript } from "../grade/markScript.js";
import { resultsJson } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import { exitCode } from "./exitCode.js";
import { writeWhole } from "./files.js";
import { scriptReader, submissionFiles } from "./submissions.js";
import { terminal, textTable } from "./terminal.js";

export const reports = ["text", "json"] as const;
export type Report = (typeof reports)[number];

export interface GradeOptions {
  readonly report: Report;
  readonly out?: string;
  readonly minScore?: number;
  readonly quiet?: boolean;
}

/** `grade PATH...`: marks submissions against their keys. One that cannot be read does not stop the others. */
export function grade(paths: readonly string[], options: GradeOptions): number {
  const screen = terminal(options);
  const read = scriptReader();
  const marked: MarkedScript[] = [];
  let failed = 0;
  for (const file of submissionFiles(paths)) {
    try {
      const { submission, problem } = read(file);
      const script = markScript(problem, submission);
      for (const warning of script.warnings) screen.say(`${file}: ${warning}`);
      marked.push(script);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failed++;
      screen.say(error.message);
    }
  }
  const text = written[options.report](marked);
  if (options.out === undefined) screen.out(text);
  else writeWhole(options.out, text);
  if (failed > 0) return marked.length > 0 ? exitCode.partly : exitCode.badInput;
  return marked.some((script) => isBelow(script, options.minScore)) ? exitCode.below : exitCode.done;
}

const isBelow = ({ score, maxScore }: MarkedScript, percent = 0): boolean => score * 100 < percent * maxScore;

const written: Record<Report, (scripts: readonly MarkedScript[]) => string> = {
  json: (scripts) => jsonText(resultsJson(scripts)),
  text: (scripts) =>
    textTable(
      ["student", "exercise", "variant", "score", "of", "not right"],
      scripts.map(({ student, exercise, variant, score, maxScore, blanks }) => [
        student,
        exercise,
        variant,
        String(score),
        String(maxScore),
        blanks
          .filter(({ verdict }) => verdict.kind !== "correct")
          .map(({ id, verdict }) => `${id} ${verdict.kind}`)
          .join(", "),
      ]),
    ),
};
