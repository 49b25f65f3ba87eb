import { describe, expect, test } from "vitest";
import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { ownActivations } from "../../src/exercise/activationNamed.js";
import { commonFunctions } from "../../src/exercise/commonFunctions.js";
import { exerciseSchema } from "../../src/exercise/exercise.js";
import { readExercise } from "../../src/exercise/readExercise.js";
import { readMalrules } from "../../src/exercise/readMalrules.js";
import { audit } from "../../src/grade/audit.js";
import { roles } from "../../src/graph/graph.js";
import { operatorNames } from "../../src/graph/operators.js";
import { activations } from "../../src/network/activations.js";
import { training } from "../../src/network/training.js";
import { askingFor, prepare } from "../../src/problem/prepare.js";
import { problem, publishedProblem } from "../../src/problem/problem.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { malrules, malrulesText } from "../exercises.js";
import { blocks, codeIn, documents, guides, section, textOf } from "./documents.js";

interface Example {
  readonly guide: string;
  readonly block: string;
  readonly isComplete: boolean;
}

const examples = guides.flatMap((guide) =>
  blocks(guide, "yaml").map(
    (block): Example => ({ guide, block, isComplete: block.startsWith("name:") }),
  ),
);
const whole = examples.find(({ block }) => block.startsWith("name: mlp-3-2-2-sigmoid\n"))!;

// What begins with a name is complete; the rest stands in place of the keys of the exercise that
// the reference begins with.
const exerciseIn = ({ block, isComplete }: Example): string =>
  isComplete ? block : inPlace(whole.block, block);

describe("an example of an exercise", () => {
  test.each(guides)("is what %s begins with, in ten lines", (guide) => {
    const [first] = blocks(guide, "yaml");
    expect(first).toMatch(/^name:/);
    expect(first!.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
  });

  test.each(
    examples.map((example) => [`${example.guide}: ${firstLine(example.block)}`, example] as const),
  )("%s …: draws and renders", (_, example) => {
    const read = prepare(readExercise(exerciseIn(example), example.guide), malrules);
    if (read.exercise.published) rendersCleanly(publishedProblem(read));
    // Without `draw`, each given has the text's number.
    const seeds = example.block.includes("\ndraw:") || !example.isComplete ? 20 : 1;
    for (let seed = 1; seed <= seeds; seed++) rendersCleanly(problem(read, String(seed)));
  });

  // The page that the guide to audits begins with has a mistake on purpose; what is printed for it
  // is compared where commands are run.
  test.each(
    examples
      .filter(
        ({ block, isComplete }) =>
          isComplete && block.includes("\n  printed:") && !block.startsWith("name: first-page\n"),
      )
      .map(({ guide, block }) => [firstLine(block), guide, block] as const),
  )("%s: audits without a mistake", (_, guide, block) => {
    const file = readExercise(block, guide);
    const { printed, printedAs } = file.exercise.published!;
    const asked = askingFor(file, Object.keys(printed), malrules);
    expect(
      audit(publishedProblem(asked), printed, printedAs).filter(
        ({ verdict }) => verdict !== "right",
      ),
    ).toEqual([]);
  });
});

describe("the guide to exercises", () => {
  const guide = "exercises/README.md";
  const told = new Set(
    [...textOf(guide).matchAll(/`([^`\n]+)`|^#+ (.*)/gm)].flatMap(
      ([, code, heading]) => (code ?? heading!).match(/[\w-]+/g) ?? [],
    ),
  );

  test("explains every key and every word that an exercise may have", () => {
    expect(
      wordsOf(z.toJSONSchema(exerciseSchema, { io: "input" })).filter((word) => !told.has(word)),
    ).toEqual([]);
  });

  test("explains every activation, every role, and every function that a formula may call", () => {
    // Formulas write these two as signs; the derivative of a leaky ReLU writes the third.
    const unsaid = ["copy", "negate", "leak"];
    const functions = [...operatorNames, ...Object.keys(commonFunctions)].filter((name) =>
      /^[a-z]/i.test(name),
    );
    const words = [...Object.keys(activations), ...roles, ...functions].filter(
      (word) => !unsaid.includes(word),
    );
    expect(words.filter((word) => !told.has(word))).toEqual([]);
  });

  test("explains every kind of id of the networks it shows, and shows every kind it explains", () => {
    const kind = (id: string): string => id.replace(/^([a-z]+\d*\.)+/, "").replace(/\d+/g, "1");
    const kinds = (ids: readonly string[]): readonly string[] => [...new Set(ids.map(kind))].sort();
    const table = section(guide, "Ids").split("Before an id")[0]!;
    const rows = [...table.matchAll(/^\| (`.*?) \| `.*?` \|(.*)/gm)];
    const ids = rows.flatMap(([, own, also]) => [
      ...codeIn(own!),
      ...[...also!.matchAll(/`(\S*\d+_\d+)`/g)].map(([, id]) => id!),
    ]);
    const shown = examples
      .filter((example) => example.guide === guide)
      .map((example) => readExercise(exerciseIn(example), guide).exercise)
      .flatMap((exercise) => {
        // One of them shows what is there only where it is asked.
        const changes = JSON.stringify(exercise.ask).includes("Change");
        const style = { changes, scaled: changes, negated: changes };
        return exercise.network
          ? [...training(exercise.network, { own: ownActivations(exercise), ...style }).keys()]
          : [];
      });
    expect(kinds(shown)).toEqual(kinds(ids));
  });
});

describe("a row of misconceptions", () => {
  const rows = documents.flatMap((path) =>
    ["yaml", "text"].flatMap((language) =>
      blocks(path, language).filter((block) => block.startsWith("- id: ")),
    ),
  );

  test.each(rows.map((row) => [firstLine(row), row]))("%s: can be read", (_, row) => {
    expect(readMalrules(row, "row.yaml")).toHaveLength(1);
  });

  test("is shown as it is, or in short", () => {
    for (const row of rows) {
      const [shown] = readMalrules(row, "row.yaml");
      const own = readMalrules(malrulesText, "malrules.yaml").find(({ id }) => id === shown!.id);
      expect(own, shown!.id).toBeDefined();
      expect(shown).toMatchObject({ name: own!.name, hint: own!.hint });
    }
  });
});

function rendersCleanly(variant: ReturnType<typeof problem>): void {
  const pages = [
    template("worksheet")(worksheet(variant, "formulas")),
    template("solution")(solution(variant)),
  ];
  for (const page of pages)
    expect(page.replace(/<style>.*<\/style>/s, "")).not.toMatch(/NaN|undefined|Infinity|\[object/);
}

/** The exercise with some of its keys replaced. */
function inPlace(exercise: string, keys: string): string {
  const document = parseDocument(exercise);
  const replaced = parseDocument(keys).contents;
  if (!isMap(replaced)) throw new Error(`no keys: ${keys}`);
  for (const { key, value } of replaced.items) document.set(key, value);
  return document.toString();
}

/** Every key and every fixed word of a schema. */
function wordsOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf);
  if (typeof schema !== "object" || schema === null) return [];
  const {
    properties = {},
    enum: words = [],
    ...rest
  } = schema as { properties?: object; enum?: readonly string[] };
  return [
    ...new Set([
      ...Object.keys(properties),
      ...words,
      ...wordsOf(Object.values(properties)),
      ...wordsOf(Object.values(rest)),
    ]),
  ];
}

function firstLine(block: string): string {
  return block.split("\n", 1)[0]!;
}
