import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { exitCode } from "../../src/cli/exitCode.js";
import { readMalrules } from "../../src/exercise/readMalrules.js";
import { exports } from "../../src/exports.js";
import { json } from "../../src/formats/json.js";
import { waysOfFollowing } from "../../src/grade/following.js";
import { guards } from "../../src/grade/guards.js";
import { keptMarks } from "../../src/grade/honestSlips.js";
import { explanations } from "../../src/grade/withheld.js";
import { activations } from "../../src/network/activations.js";
import { losses } from "../../src/network/losses.js";
import { optimisers } from "../../src/network/optimisers.js";
import { notations } from "../../src/notation/notations.js";
import { problem } from "../../src/problem/problem.js";
import { criteria } from "../../src/question/criteria.js";
import { reports } from "../../src/reports.js";
import { jsonSchema, type SchemaName, schemas } from "../../src/schemas.js";
import { exerciseNames, malrulesText, prepared } from "../exercises.js";
import { blocks, codeIn, section, tableOf, textOf, urlOf, withTable } from "./documents.js";

// What a document lists, against what the program has: a forgotten row is named. Tables that are
// nothing but rows of the program are written by `vitest run test/docs -u`.

const firstCells = (text: string, head: string): readonly string[] =>
  tableOf(text, head).map(([cell]) => cell!);
const codes = (text: string, head: string): readonly string[] =>
  firstCells(text, head).flatMap(codeIn);

describe("docs/marking.md", () => {
  const marking = "docs/marking.md";

  test("has the program's rows: what follows, what explains errors, guards, reasons to reject", async () => {
    const rows = ({ id, sentence }: { id: string; sentence: string }) => [`\`${id}\``, sentence];
    const tables: Readonly<Record<string, readonly (readonly string[])[]>> = {
      way: waysOfFollowing.map(rows),
      explanation: explanations.map(rows),
      guard: guards.map((guard) => [...rows(guard), guard.easier ? "yes" : "no"]),
      reason: Object.entries(criteria).map(([id, { reason, advice }]) => [
        `\`${id}\``,
        reason,
        advice,
      ]),
    };
    const written = Object.entries(tables).reduce(
      (text, [head, rows]) => withTable(text, head, rows),
      textOf(marking),
    );
    await expect(written).toMatchFileSnapshot(fileURLToPath(urlOf(marking)));
  });

  test("has a row for each slip", () => {
    expect(firstCells(section(marking, "Slips"), "slip")).toEqual(
      unionIn("src/grade/slips.ts", "Slip"),
    );
  });

  test("has a row for each verdict", async () => {
    expect(new Set(codes(section(marking, "Verdicts and marks"), "verdict"))).toEqual(
      new Set(enumsIn(await jsonSchema("results"), "verdict")),
    );
  });
});

test("docs/misconceptions.md lists every misconception, and the exercises certified against it", async () => {
  const certified = new Map<string, string[]>();
  for (const name of exerciseNames)
    for (const id of prepared(name).exercise.malrules)
      certified.set(id, [...(certified.get(id) ?? []), name]);
  const rows = readMalrules(malrulesText, "malrules.yaml").map(({ id, in: roles, name }) => {
    const of = [roles].flat().map((role) => `\`${role}\``);
    return `| \`${id}\` | ${name} | ${of.join(", ")} | ${certified.get(id)?.length ?? 0} |`;
  });
  const head = [
    "| id | what the student does | at blanks of the role | exercises certified against it |",
    "|---|---|---|---:|",
  ];
  const path = "docs/misconceptions.md";
  const text = textOf(path).split("| id |")[0]!;
  await expect(`${text}${[...head, ...rows].join("\n")}\n`).toMatchFileSnapshot(
    fileURLToPath(urlOf(path)),
  );
});

test("README.md says how many misconceptions there are", () => {
  expect(textOf("README.md")).toContain(
    `${readMalrules(malrulesText, "malrules.yaml").length} misconceptions are recognised`,
  );
});

describe("the reference of exercises", () => {
  const guide = "exercises/README.md";

  test("has a row for each activation, loss, optimiser and notation", () => {
    expect(codes(section(guide, "Layers"), "activation")).toEqual(Object.keys(activations));
    expect(codes(section(guide, "Losses"), "loss")).toEqual(Object.keys(losses));
    expect(codes(section(guide, "Optimisers"), "optimiser")).toEqual(Object.keys(optimisers));
    expect(new Set(codes(section(guide, "notation and symbols"), "`notation`"))).toEqual(
      new Set(Object.keys(notations)),
    );
  });
});

describe("docs/commands.md", () => {
  test("has a row for each exit code", () => {
    expect(firstCells(section("docs/commands.md", "Exit codes"), "code").map(Number)).toEqual(
      Object.values(exitCode),
    );
  });
});

test("docs/class.md has a row for each report, and says which need a set", () => {
  const text = section("docs/class.md", "Reports");
  expect(new Set(codes(text, "report"))).toEqual(new Set(reports.map(({ name }) => name)));
  const [needing] = /^(.*) need `--set`/m.exec(text)!;
  const needs: readonly { name: string; needs: readonly string[] }[] = reports;
  expect(new Set(codeIn(needing).filter((code) => code !== "--set"))).toEqual(
    new Set(needs.filter(({ needs }) => needs.includes("set")).map(({ name }) => name)),
  );
});

describe("docs/courses.md", () => {
  const courses = "docs/courses.md";

  test("has a row for each format of export", () => {
    expect(codes(textOf(courses), "format")).toEqual(exports.map(({ name }) => name));
  });

  test("says of each exercise what is kept of its marks, by who marks", async () => {
    const shares = ({ mean, worst }: { mean: number; worst: number }): string =>
      [mean, worst].map((share) => `${Math.round(100 * share)}`).join(" / ");
    const rows = exerciseNames.map((name) => {
      const { grade, table, key } = keptMarks(problem(prepared(name), "1"));
      return [`\`${name}\``, ...[grade, table, key].map(shares)];
    });
    await expect(withTable(textOf(courses), "exercise", rows)).toMatchFileSnapshot(
      fileURLToPath(urlOf(courses)),
    );
  });
});

describe("docs/files.md", () => {
  const kinds: Readonly<Partial<Record<SchemaName, string>>> = {
    submission: "submission.json",
    problem: "problem.json",
    key: "key.json",
    results: "results.json",
    set: "set.yaml",
    amendments: "amendments.yaml",
    manifest: "manifest.json",
  };
  const common = codeIn(section("docs/files.md", "What says which variant"));

  test.each(Object.entries(kinds))("names every field of a %s", async (kind, heading) => {
    const told = new Set([...common, ...codeIn(section("docs/files.md", heading))]);
    // A tolerance is explained with the exercises; an example stands here.
    const words = new Set([...told].flatMap((code) => code.match(/\w+/g) ?? []));
    // What a set has otherwise is explained with the set.
    const elsewhere = new Set(
      ["problem", "manifest", "amendments"].includes(kind)
        ? codeIn(section("docs/files.md", "set.yaml")).flatMap((code) => code.match(/\w+/g) ?? [])
        : [],
    );
    expect(
      fieldsIn(await jsonSchema(kind as SchemaName)).filter(
        (field) => !words.has(field) && !elsewhere.has(field),
      ),
    ).toEqual([]);
  });

  test("shows a submission, its problem and its key as generate writes them", async () => {
    const variant = problem(prepared("mlp-2-2-2-sigmoid"), "42");
    const [submission, shown, key] = blocks("docs/files.md", "json").map((block) =>
      JSON.parse(block),
    );
    const files = await json(variant);
    const written = (name: string) => JSON.parse(String(files[name]));
    const { student, answers, ...which } = submission;
    expect(written("submission.json")).toMatchObject(which);
    for (const [id, typed] of Object.entries(answers)) {
      const value = variant.values[variant.prepared.program.slots.get(id)!]!;
      expect(typed, `${id} of ${student}`).toBe(value.toFixed(4));
    }
    expect(written("problem.json")).toMatchObject({
      ...shown,
      givens: expect.arrayContaining(shown.givens),
      questions: expect.arrayContaining(shown.questions),
    });
    expect(written("key.json")).toMatchObject(key);
  });

  test("has a section on every kind of file that has a schema", () => {
    expect([...Object.keys(kinds), "exercise", "malrules"].sort()).toEqual(
      schemas.map(({ name }) => name).sort(),
    );
  });
});

/** The texts of a union type, as they stand in the source. */
function unionIn(path: string, name: string): readonly string[] {
  const [, union] = new RegExp(`export type ${name} =([^;]*);`).exec(textOf(path))!;
  return [...union!.matchAll(/"([^"]+)"/g)].map(([, text]) => text!);
}

/** The names of all properties in a JSON Schema. */
function fieldsIn(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, ...rest } = schema as { properties?: object };
  return [
    ...new Set([
      ...Object.keys(properties),
      ...Object.values(properties).flatMap(fieldsIn),
      ...Object.values(rest).flatMap(fieldsIn),
    ]),
  ];
}

/** The values that a property of this name may have, somewhere in a JSON Schema. */
function enumsIn(schema: unknown, name: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = (schema as { properties?: Record<string, { enum?: string[] }> }).properties?.[name];
  return [...(own?.enum ?? []), ...Object.values(schema).flatMap((part) => enumsIn(part, name))];
}
