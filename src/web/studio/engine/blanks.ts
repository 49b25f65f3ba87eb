import type { Language } from "../../../language/language.js";
import type { Problem } from "../../../problem/problem.js";
import { keySheet } from "../../../render/keySheet.js";
import { sheetHead } from "../../../render/sheetHead.js";
import type { Typeset } from "../../../render/typeset.js";
import { workings } from "../../../render/workings.js";
import { marksInWords } from "../../../render/worth.js";
import { writingOf } from "../../../render/writing.js";

/** Every blank of an exercise: how it is computed, how far off it may be, and its marks. */
export interface BlankList {
  readonly language: Language;
  readonly title: string;
  readonly exercise: string;
  readonly variant: string;
  /** The network as SVG, where there is one. */
  readonly diagram: string;
  readonly summary: string;
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly {
      readonly id: string;
      readonly symbol: Typeset;
      readonly rule: Typeset | undefined;
      readonly value: Typeset;
      readonly tolerance: Typeset | undefined;
      readonly points: number;
    }[];
  }[];
}

/** The blanks of a variant, in the order of its worksheet. */
export function blankList(problem: Problem): BlankList {
  const { sections, questions, language } = problem.prepared;
  const writing = writingOf(problem);
  const lines = new Map(
    workings(problem.prepared).flatMap((section) => section.lines.map((line) => [line.id, line])),
  );
  const { title, exercise, variant, sections: shown } = keySheet(problem);
  const marks = questions.reduce((sum, { points }) => sum + points, 0);
  return {
    language,
    title,
    exercise,
    variant,
    diagram: sheetHead(problem, writing, []).diagram,
    summary: `${questions.length} blanks, ${marksInWords(marks, language)}`,
    sections: sections.map(({ title, questions }, i) => ({
      title,
      rows: questions.map(({ id, points }, place) => {
        const { symbol, value, tolerance } = shown[i]!.rows[place]!;
        const line = lines.get(id);
        return { id, symbol, rule: line && writing.rule(line), value, tolerance, points };
      }),
    })),
  };
}
