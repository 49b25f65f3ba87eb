import { expect, test } from "vitest";
import { operandsOf } from "../../src/graph/formula.js";
import { quantityOf } from "../../src/graph/graph.js";
import { problem } from "../../src/problem/problem.js";
import { plain } from "../../src/render/plain.js";
import { worksheet } from "../../src/render/sheet.js";
import { symbolsFor } from "../../src/render/symbols.js";
import { workings } from "../../src/render/workings.js";
import { exerciseNames, prepared } from "../exercises.js";

test.each(exerciseNames)(
  "a guided sheet of %s tells whatever its formulas read and it does not ask",
  (name) => {
    const exercise = prepared(name);
    const { graph, program } = exercise;
    const symbols = symbolsFor(exercise);
    const sheet = worksheet(problem(exercise, "1"), "guided");
    const told = sheet.sections.flatMap(({ rules }) =>
      rules.map((rule) => plain(rule).split(" = ")[0]),
    );
    const lines = workings(exercise).flatMap(({ lines }) => lines);
    const asked = new Set(lines.flatMap(({ id, asked }) => (asked ? [id] : [])));
    const read = lines.filter((line) => line.asked).flatMap(({ formula }) => operandsOf(formula));
    for (const id of read) {
      const isGiven = program.slots.get(id)! < program.givens;
      if (isGiven || asked.has(id) || operandsOf(quantityOf(graph, id).formula ?? 0).length === 0)
        continue;
      expect(told, `${id} is read, and nowhere told`).toContain(plain(symbols.of(id)));
    }
  },
);
