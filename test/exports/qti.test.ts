import { unzipSync } from "fflate";
import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { qti } from "../../src/exports/qti.js";
import { markByTable, markingTable } from "../../src/grade/markingTable.js";
import { markScript } from "../../src/grade/markScript.js";
import { responseOf } from "../../src/qti/processing.js";
import { exerciseNames } from "../exercises.js";
import type { Answers } from "../measure/formulaStudent.js";
import { blanksOf, exportedOf, ofEveryKind, scriptsWithSlips } from "./exported.js";
import { readItem } from "./qtiItem.js";

const filesOf = (
  what: Parameters<typeof qti>[0],
  options: Partial<Parameters<typeof qti>[1]> = {},
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(
      unzipSync(qti(what, { seed: "s", ...options }).files["qti.zip"] as Uint8Array),
    ).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
  );
const itemIn = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files).find(([path]) => /^items\/[^/]+\.xml$/.test(path))![1];

/** An exercise in QTI, with scripts of people who slip once, and how an item is told of them. */
function triedIn(name: string) {
  const what = exportedOf(name, "qti");
  const of = what.exercises[0]!.variants[0]!;
  const table = markingTable(of);
  const words = new Map(
    table.flatMap((blank) => (blank.kind === "choice" ? [[blank.id, blank.words]] : [])),
  );
  const entries = (answers: Answers) => Object.entries(answers);
  return {
    ...{ what, of, table },
    scripts: [...scriptsWithSlips(of, 1, seedrandom.alea(name))],
    answersTo: (answers: Answers) =>
      new Map(entries(answers).map(([id, typed]) => [id, words.has(id) ? typed : Number(typed)])),
    responsesTo: (answers: Answers) =>
      new Map(
        entries(answers).map(([id, typed]) => [
          responseOf(id),
          words.has(id) ? `C_${words.get(id)!.indexOf(typed) + 1}` : Number(typed),
        ]),
      ),
  };
}

test.each(exerciseNames)("%s in QTI is marked as its table says, with what follows", (name) => {
  const { what, of, table, scripts, answersTo, responsesTo } = triedIn(name);
  // The other edition differs in names alone.
  for (const edition of ofEveryKind.includes(name) ? ["2.2", "3.0"] : ["2.2"]) {
    const item = readItem(itemIn(filesOf(what, { edition })));
    expect(item.responses).toEqual(blanksOf(of).map(responseOf));
    for (const answers of scripts) {
      const marks = [...markByTable(table, answersTo(answers)).values()];
      const sum = marks.reduce((all, { marks }) => all + marks, 0);
      expect(item.mark(responsesTo(answers)).get("SCORE")).toBeCloseTo(sum, 9);
    }
  }
});

test.each(ofEveryKind)("%s in plain QTI is marked as by the key alone", (name) => {
  const { what, of, scripts, responsesTo } = triedIn(name);
  const item = readItem(itemIn(filesOf(what, { plain: true })));
  for (const answers of scripts) {
    const submission = { schemaVersion: 1, exercise: name, answers } as const;
    const { score } = markScript(of, submission, { followThrough: 0, imprecise: 0 });
    expect(item.mark(responsesTo(answers)).get("SCORE")).toBeCloseTo(score, 9);
  }
});

describe("an item", () => {
  const what = exportedOf("mlp-2-2-2-sigmoid", "abc-1", "abc-2");
  const files = filesOf(what);

  test("gives the hint of a mistake that is foreseen", () => {
    const item = readItem(itemIn(files));
    const outcomes = item.mark(new Map([[responseOf("dloss_da2_1"), -0.681]]));
    expect(outcomes.get("FEEDBACK")).toEqual(["M_error-sign-flipped"]);
    expect(item.xml.textContent).toContain("keep track of the sign of the inner derivative");
  });

  test("is one of a pool of which everyone gets one, with its picture beside it", () => {
    const paths = Object.keys(files);
    expect(paths).toEqual([
      "imsmanifest.xml",
      "items/mlp-2-2-2-sigmoid_v3.abc-1.xml",
      "items/mlp-2-2-2-sigmoid_v3.abc-1/net.svg",
      "items/mlp-2-2-2-sigmoid_v3.abc-2.xml",
      "items/mlp-2-2-2-sigmoid_v3.abc-2/net.svg",
      "test.xml",
    ]);
    expect(files["test.xml"]).toMatch(/<selection select="1"\/>(?:<assessmentItemRef[^>]*>.*?){2}/);
    for (const path of paths.slice(1)) expect(files["imsmanifest.xml"]).toContain(`href="${path}"`);
    expect(itemIn(files)).toContain('src="mlp-2-2-2-sigmoid_v3.abc-1/net.svg"');
  });

  test("of QTI 3.0 has the names of that edition, and HTML its own", () => {
    const item = itemIn(filesOf(what, { edition: "3.0" }));
    expect(item).toContain('<qti-text-entry-interaction response-identifier="R_z1_1"');
    expect(item).toContain("<qti-content-body><p>");
    expect(item).toContain('<table class="givens">');
    expect(item).not.toMatch(/<(?!\/?qti-)[a-z]+[A-Z]/);
  });
});

describe("the table that a platform marks by", () => {
  /** What is earned in all, by grade, by the table, by the key alone. */
  const earned = { grade: 0, table: 0, key: 0, of: 0, more: 0 };
  for (const name of exerciseNames) {
    const of = exportedOf(name, "table").exercises[0]!.variants[0]!;
    const table = markingTable(of);
    for (const answers of scriptsWithSlips(of, 1, seedrandom.alea(`table ${name}`))) {
      const typed = Object.entries(answers).map(
        ([id, text]) => [id, Number.isNaN(Number(text)) ? text : Number(text)] as const,
      );
      const byTable = markByTable(table, new Map(typed));
      for (const { id, marks, points, verdict } of markScript(of, {
        schemaVersion: 1,
        exercise: name,
        answers,
      }).blanks) {
        const mine = byTable.get(id)!.marks;
        earned.grade += marks;
        earned.table += mine;
        earned.key += verdict.kind === "correct" ? points : 0;
        earned.of += points;
        if (mine > marks) earned.more += points;
      }
    }
  }

  test("keeps nearly all that grade gives to who slips once, and far more than the key", () => {
    expect(earned.table / earned.grade).toBeGreaterThan(0.97);
    expect(earned.table / earned.grade).toBeLessThanOrEqual(1);
    expect(earned.key / earned.grade).toBeLessThan(0.9);
  });

  test("gives next to nothing that grade does not", () => {
    expect(earned.more / earned.of).toBeLessThan(0.003);
  });

  test("gives nothing for what follows from zeros, copied givens and several inventions", () => {
    const of = exportedOf("mlp-2-2-2-sigmoid", "table").exercises[0]!.variants[0]!;
    const table = markingTable(of);
    const sum = (answers: ReadonlyMap<string, number>): number =>
      [...markByTable(table, answers).values()].reduce((all, { marks }) => all + marks, 0);
    expect(sum(new Map([...of.key.keys()].map((id) => [id, 0])))).toBe(0);
    const given = of.values[0]!;
    expect(sum(new Map([...of.key.keys()].map((id) => [id, given])))).toBeLessThan(2);
    // Two sums that are made up, and what follows from them.
    const made = new Map([
      ["z1_1", 1.2345],
      ["z1_2", -0.5678],
      ["a1_1", 0.7746],
      ["a1_2", 0.3617],
    ]);
    expect(sum(made)).toBe(0);
    expect(
      sum(
        new Map([
          ["z1_1", 1.2345],
          ["a1_1", 0.7746],
        ]),
      ),
    ).toBe(1);
  });
});
