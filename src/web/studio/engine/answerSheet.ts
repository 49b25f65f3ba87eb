import { foreseenIn } from "../../../problem/foreseen.js";
import type { Problem } from "../../../problem/problem.js";
import { labelsOf } from "../../../render/blankLabels.js";
import { symbolsFor } from "../../../render/symbols.js";
import type { Typeset } from "../../../render/typeset.js";

/** A field for each blank, to try answers in. */
export interface AnswerSheet {
  /** Those whose answers can be filled in: the certified first. */
  readonly misconceptions: readonly { readonly id: string; readonly name: string }[];
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly {
      readonly id: string;
      readonly symbol: Typeset;
      readonly label: string;
      readonly choices: readonly string[];
    }[];
  }[];
}

/** The fields of a variant, in the order of its worksheet. */
export function answerSheet(problem: Problem): AnswerSheet {
  const { sections } = problem.prepared;
  const symbols = symbolsFor(problem.prepared);
  const labels = labelsOf(problem.prepared);
  return {
    misconceptions: misconceptionsIn(problem),
    sections: sections.map(({ title, questions }) => ({
      title,
      rows: questions.map(({ id }) => {
        const answer = problem.key.get(id)!;
        const isChoice = answer.kind === "choice";
        return {
          id,
          symbol: symbols.of(id),
          label: labels.get(id)!,
          choices: isChoice ? answer.words : [],
        };
      }),
    })),
  };
}

function misconceptionsIn(problem: Problem): AnswerSheet["misconceptions"] {
  const { malrules } = problem.prepared.exercise;
  const found = new Map(
    [...foreseenIn(problem).values()].flat().map(({ malrule: { id, name } }) => [id, { id, name }]),
  );
  const isCertified = ({ id }: { readonly id: string }): boolean => malrules.includes(id);
  const all = [...found.values()];
  return [...all.filter(isCertified), ...all.filter((one) => !isCertified(one))];
}
