import { spawnSync } from "node:child_process";
import { join } from "node:path";
import seedrandom from "seedrandom";
import { describe, expect, test } from "vitest";
import { prairielearn } from "../../src/exports/prairielearn.js";
import { markByTable, markingTable } from "../../src/grade/markingTable.js";
import { operatorNames } from "../../src/graph/operators.js";
import type { Language } from "../../src/language/language.js";
import { languageNamed } from "../../src/language/languages.js";
import { folderWith } from "../cli/scripts.js";
import { blanksOf, exportedOf, ofEveryKind, scriptsWithSlips } from "./exported.js";

const filesOf = (name: string, ...seeds: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(prairielearn(exportedOf(name, ...seeds)).files).map(([path, content]) => [
      path.replace(`prairielearn/questions/handprop/${name}/`, ""),
      String(content),
    ]),
  );

describe.each(ofEveryKind)("%s in PrairieLearn", (name) => {
  const of = exportedOf(name, "1").exercises[0]!.variants[0]!;
  const files = filesOf(name, "1");
  const { variants } = JSON.parse(files["variants.json"]!);
  const [{ question, blanks }] = variants;

  test("has an input for each blank, in the order of the sheet, that may stay empty", () => {
    const inputs = [...question.matchAll(/<pl-(?:number-input|multiple-choice) ([^>]*)>/g)];
    const named = new Map(
      blanks.map((blank: { name: string; id: string }) => [blank.name, blank.id]),
    );
    const attributes = inputs.map(([, text]) =>
      Object.fromEntries(
        [...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
    );
    expect(attributes.map((one) => named.get(one["answers-name"]))).toEqual(blanksOf(of));
    for (const one of attributes) {
      expect(one["answers-name"]).toMatch(/^\w+$/);
      expect(one["allow-blank"]).toBe("true");
      expect(one.weight).toMatch(/^\d+$/);
      // Else a hundredth of the answer is added to the tolerance.
      if (one.comparison) expect([one.rtol, Number(one.atol) >= 0]).toEqual(["0", true]);
    }
  });

  test("has its pictures among its files", () => {
    const named = [...question.matchAll(/<pl-figure file-name="([^"]*)"/g)].map(([, file]) => file);
    for (const file of named) expect(files[`clientFilesQuestion/${file}`]).toMatch(/^<svg/);
  });
});

test("a question is known again by its UUID, and has what PrairieLearn requires", () => {
  const [info, again, other] = ["chain-rule", "chain-rule", "descent-step"].map((name, i) =>
    JSON.parse(filesOf(name, `seed ${i}`)["info.json"]!),
  );
  expect(info).toMatchObject({ type: "v3", partialCredit: true, topic: expect.any(String) });
  expect(info.uuid).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(again.uuid).toBe(info.uuid);
  expect(other.uuid).not.toBe(info.uuid);
});

test("what server.py says of a number that follows is in the language of the exercise", () => {
  const { exercises, ...rest } = exportedOf("chain-rule", "1");
  const saidIn = (language: Language): unknown => {
    const [one] = exercises;
    const prepared = { ...one!.prepared, language };
    const { files } = prairielearn({ ...rest, exercises: [{ ...one!, prepared }] });
    const [, variants] = Object.entries(files).find(([path]) => path.endsWith("variants.json"))!;
    return JSON.parse(String(variants)).saidOfFollowing;
  };
  expect(saidIn(languageNamed("en"))).toBe("Follows from what you wrote before.");
  expect(saidIn(languageNamed("fr"))).toBe("Découle de ce que vous avez écrit avant.");
});

test("server.py knows every operation of formulas", () => {
  const server = filesOf("chain-rule", "1")["server.py"]!;
  for (const name of operatorNames) expect(server).toContain(`    "${name}": `);
});

const python = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);

/** What PrairieLearn puts around server.py, as far as that asks for it. */
const platform = `
def from_json(value):
    return value
def set_weighted_score_data(data):
    parts = data["partial_scores"].values()
    weights = sum(part["weight"] for part in parts)
    data["score"] = sum(part["score"] * part["weight"] for part in parts) / weights
`;
const run = `
import json, sys
import server
out = []
for job in json.load(sys.stdin):
    data = {"params": {}, "correct_answers": {}, "partial_scores": {}, "submitted_answers": {},
            "variant_seed": job["seed"], "options": {"question_path": job["path"]}}
    server.generate(data)
    blanks = server._load(data)["variants"][data["params"]["place"]]["blanks"]
    scores = []
    for script in job["scripts"]:
        data["submitted_answers"] = {b["name"]: script.get(b["id"], "") for b in blanks}
        data["partial_scores"] = {
            b["name"]: {"score": int(script.get(b["id"]) is True)} for b in blanks if b["kind"] == "choice"}
        server.grade(data)
        scores.append(data["score"])
    out.append(scores)
json.dump(out, sys.stdout)
`;

describe.runIf(python)("server.py, run by Python", () => {
  test("marks as the table says, whatever variant it picks", () => {
    const jobs = ofEveryKind.map((name) => {
      const what = exportedOf(name, "1", "2");
      const files = filesOf(name, "1", "2");
      const path = folderWith(files);
      const of = what.exercises[0]!.variants[1]!;
      const table = markingTable(of);
      const scripts = [...scriptsWithSlips(of, 1, seedrandom.alea(name))].map((answers) => {
        const typed = table.map(({ id, ...blank }): [string, number | string] => [
          id,
          blank.kind === "choice" ? answers[id]! : Number(answers[id]),
        ]);
        const marks = [...markByTable(table, new Map(typed)).values()];
        const points = table.reduce((sum, blank) => sum + blank.points, 0);
        const right = new Map(table.flatMap((b) => (b.kind === "choice" ? [[b.id, b.word]] : [])));
        return {
          expected: marks.reduce((sum, mark) => sum + mark.marks, 0) / points,
          answers: Object.fromEntries(
            typed.map(([id, value]) => [id, right.has(id) ? value === right.get(id) : value]),
          ),
        };
      });
      return { path, seed: "7", scripts };
    });
    const folder = folderWith({
      "server.py": filesOf("chain-rule", "1")["server.py"],
      "prairielearn.py": platform,
      "run.py": run,
    });
    const { stdout, stderr } = spawnSync(python!, [join(folder, "run.py")], {
      encoding: "utf8",
      input: JSON.stringify(
        jobs.map((job) => ({ ...job, scripts: job.scripts.map(({ answers }) => answers) })),
      ),
    });
    expect(stderr).toBe("");
    const scores: readonly (readonly number[])[] = JSON.parse(stdout);
    for (const [i, { scripts, path }] of jobs.entries())
      for (const [n, { expected }] of scripts.entries())
        expect(scores[i]![n], `${ofEveryKind[i]} in ${path}`).toBeCloseTo(expected, 9);
  });
});
