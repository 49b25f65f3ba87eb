import type { Problem } from "../../../problem/problem.js";
import { labelsOf } from "../../../render/blankLabels.js";
import { symbolsFor } from "../../../render/symbols.js";
import type { Typeset } from "../../../render/typeset.js";
import { writingOf } from "../../../render/writing.js";

/** A field for each blank, to try answers in. */
export interface AnswerSheet {
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly {
      readonly id: string;
      readonly symbol: Typeset;
      readonly label: string;
      /** What is right, as it would be written. */
      readonly right: string;
      readonly choices: readonly string[];
    }[];
  }[];
}

/** The fields of a variant, in the order of its worksheet. */
export function answerSheet(problem: Problem): AnswerSheet {
  const { sections } = problem.prepared;
  const symbols = symbolsFor(problem.prepared);
  const labels = labelsOf(problem.prepared);
  const { value } = writingOf(problem);
  return {
    sections: sections.map(({ title, questions }) => ({
      title,
      rows: questions.map(({ id }) => {
        const answer = problem.key.get(id)!;
        const isChoice = answer.kind === "choice";
        return {
          id,
          symbol: symbols.of(id),
          label: labels.get(id)!,
          right: isChoice ? answer.word : value(id),
          choices: isChoice ? answer.words : [],
        };
      }),
    })),
  };
}
