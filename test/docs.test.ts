import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { auditCommand } from "../src/cli/audit.js";
import { ownActivations } from "../src/exercise/activationNamed.js";
import { commonFunctions } from "../src/exercise/commonFunctions.js";
import { exerciseSchema } from "../src/exercise/exercise.js";
import { readExercise } from "../src/exercise/readExercise.js";
import { audit } from "../src/grade/audit.js";
import { roles } from "../src/graph/graph.js";
import { operatorNames } from "../src/graph/operators.js";
import { activations } from "../src/network/activations.js";
import { training } from "../src/network/training.js";
import { askingFor, prepare } from "../src/problem/prepare.js";
import { problem, publishedProblem } from "../src/problem/problem.js";
import { solution, worksheet } from "../src/render/sheet.js";
import { template } from "../src/render/templates.js";
import { exerciseNames, malrules, prepared } from "./exercises.js";

const root = new URL("../", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");
const blocks = (path: string, language: string): readonly string[] =>
  [...textOf(path).matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(
    ([, block]) => block!,
  );

const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "exercises/README.md",
  "output/README.md",
];

describe("how to write an exercise", () => {
  const guide = "exercises/README.md";
  const examples = blocks(guide, "yaml").map((block) => ({
    block,
    isComplete: block.startsWith("name:"),
  }));
  const [first] = examples;
  const whole = examples.find(({ block }) => block.startsWith("name: mlp-3-2-2-sigmoid\n"));

  test("begins with a complete exercise", () => {
    expect(first?.isComplete).toBe(true);
  });

  // What begins with a name is complete; the rest stands in place of the keys of the exercise for
  // students.
  test.each(
    examples.map(({ block, isComplete }) => [
      firstLine(block),
      isComplete ? block : inPlace(whole!.block, block),
    ]),
  )("%s …: draws and renders", (_, exercise) => {
    const example = prepare(readExercise(exercise, guide), malrules);
    for (let seed = 1; seed <= 20; seed++) rendersCleanly(problem(example, String(seed)));
    if (example.exercise.published) rendersCleanly(publishedProblem(example));
  });

  const printing = examples.filter(
    ({ block, isComplete }) => isComplete && block.includes("\n  printed:"),
  );

  test("shows what an audit of its first example prints", () => {
    const [shown] = blocks(guide, "text");
    const folder = mkdtempSync(join(tmpdir(), "handprop-"));
    const path = join(folder, "first-page.yaml");
    writeFileSync(path, first!.block);
    const printed = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    auditCommand(path, {});
    expect(printed.mock.calls.map(([text]) => text).join("")).toBe(shown);
    printed.mockRestore();
    rmSync(folder, { recursive: true });
  });

  test.each(printing.slice(1).map(({ block }) => [firstLine(block), block]))(
    "%s: audits without a mistake",
    (_, block) => {
      const file = readExercise(block, guide);
      const { printed, printedAs } = file.exercise.published!;
      const asked = askingFor(file, Object.keys(printed), malrules);
      expect(
        audit(publishedProblem(asked), printed, printedAs).filter(
          ({ verdict }) => verdict !== "right",
        ),
      ).toEqual([]);
    },
  );

  const told = new Set(
    [...textOf(guide).matchAll(/`([^`\n]+)`|^## (.*)/gm)].flatMap(
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
    const table = textOf(guide).split("### Ids")[1]!.split("Before an id")[0]!;
    const rows = [...table.matchAll(/^\| (`.*?) \| `.*?` \|(.*)/gm)];
    const ids = rows.flatMap(([, own, also]) => [
      ...own!.matchAll(/`(.+?)`/g),
      ...also!.matchAll(/`(\S*\d+_\d+)`/g),
    ]);
    const explained = kinds(ids.map(([, id]) => id!));
    const shown = examples
      .map(
        ({ block, isComplete }) =>
          readExercise(isComplete ? block : inPlace(whole!.block, block), guide).exercise,
      )
      .flatMap((exercise) => {
        const changes = JSON.stringify(exercise.ask).includes("Change");
        return exercise.network
          ? [...training(exercise.network, { own: ownActivations(exercise), changes }).keys()]
          : [];
      });
    expect(kinds(shown)).toEqual(explained);
  });
});

describe("README.md", () => {
  test("has the line that passes the tests, alone", () => {
    expect(blocks("README.md", "sh")).toContain("npm ci && npm test\n");
  });

  test("lists every exercise, with the number of its blanks", () => {
    const rows = [...textOf("README.md").matchAll(/^\| `([a-z0-9-]+)` \| (\d+) \|/gm)].map(
      ([, name, blanks]) => [name, Number(blanks)],
    );
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(exerciseNames.map((name) => [name, prepared(name).questions.length])),
    );
  });
});

describe.each(documents)("%s", (path) => {
  test("shows only commands, options and exercises that exist", () => {
    const main = textOf("src/cli/commands.ts");
    const commands = [...main.matchAll(/\.command\("([a-z]+)"\)/g)].map(([, name]) => name!);
    for (const [line, command, rest] of blocks(path, "sh")
      .join("")
      .matchAll(/npx handprop (\S+)(.*)/g)) {
      expect(commands, line).toContain(command);
      const words = rest!.split(/\s+/).filter(Boolean);
      for (const option of words.filter((word) => word.startsWith("--")))
        expect(main, line).toContain(`"${option}`);
      const [exercise] = words;
      if (command === "generate" || (["list", "practice"].includes(command!) && exercise)) {
        expect(exerciseNames.includes(exercise!) || exercise!.endsWith(".yaml"), line).toBe(true);
      }
    }
  });

  test("links to what is there", () => {
    const folder = new URL(path, root);
    const links = [...textOf(path).matchAll(/\]\(([^)]+)\)|src="([^"]+)"/g)].map(
      ([, link, image]) => link ?? image!,
    );
    for (const link of links.filter((link) => !/^https?:/.test(link))) {
      const [file, heading] = link.split("#");
      expect(existsSync(new URL(file!, folder)), link).toBe(true);
      if (!heading) continue;
      const text = readFileSync(new URL(file!, folder), "utf8").toLowerCase();
      expect(text.replaceAll(" ", "-"), link).toContain(`#-${heading}\n`);
    }
  });
});

test("ARCHITECTURE.md says of every dependency why it is there", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    textOf("package.json"),
  ) as Record<string, Record<string, string>>;
  const names = [dependencies, devDependencies, optionalDependencies].flatMap((group) =>
    Object.keys(group ?? {}),
  );
  const said = textOf("ARCHITECTURE.md");
  expect(
    names.filter((name) => !name.startsWith("@types/") && !said.includes(`\`${name}\``)),
  ).toEqual([]);
});

test("ARCHITECTURE.md names only files and folders that are there", () => {
  const [, table] = textOf("ARCHITECTURE.md").split("## How a number travels");
  const paths = [...table!.split("## Dependencies")[0]!.matchAll(/`([a-z]+\/[\w/.]*)`/gi)].map(
    ([, path]) => path!,
  );
  expect(
    paths.filter(
      (path) => !existsSync(new URL(path, root)) && !existsSync(new URL(`src/${path}`, root)),
    ),
  ).toEqual([]);
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
