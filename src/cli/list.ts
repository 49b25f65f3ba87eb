import { graphOf } from "../exercise/graphOf.js";
import { quantityOf } from "../graph/graph.js";
import { indentedJson } from "../input/indentedJson.js";
import { textTable } from "../input/textTable.js";
import { checkedFile, exerciseNames, loadExercise } from "../load.js";
import { sectionsOf } from "../question/question.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";
import { tex } from "../render/tex.js";
import { terminal } from "./terminal.js";

/** `list [EXERCISE]`: every exercise, or every blank of one. */
export function list(exercise: string | undefined, options: { json?: boolean }): void {
  const { out } = terminal({});
  if (exercise !== undefined) {
    const prepared = loadExercise(exercise);
    const symbols = symbolsFor(prepared);
    const rows = prepared.sections.flatMap(({ title, questions }) =>
      questions.map(({ id, points }) => ({
        id,
        role: quantityOf(prepared.graph, id).role,
        symbol: symbols.of(id),
        points,
        section: title,
      })),
    );
    out(
      options.json
        ? indentedJson(rows.map((row) => ({ ...row, symbol: tex(row.symbol) })))
        : textTable(
            ["blank", "symbol", "role", "points", "under"],
            rows.map(({ id, symbol, role, points, section }) => [
              id,
              plain(symbol),
              role,
              String(points),
              section,
            ]),
          ),
    );
    return;
  }
  const rows = exerciseNames().map((name) => {
    const { exercise } = checkedFile(name);
    // What is asked needs nothing of all that drawing and marking do.
    const blanks = sectionsOf(exercise, graphOf(exercise)).flatMap(({ questions }) => questions);
    return { name, blanks: blanks.length, title: exercise.title };
  });
  out(
    options.json
      ? indentedJson(rows)
      : textTable(
          ["exercise", "blanks", "title"],
          rows.map(({ name, blanks, title }) => [name, String(blanks), title]),
        ),
  );
}
