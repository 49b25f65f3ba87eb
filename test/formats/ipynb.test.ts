import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../src/export/problemJson.js";
import { ipynb } from "../../src/formats/ipynb.js";
import { markScript } from "../../src/grade/markScript.js";
import { readNotebook } from "../../src/handedIn/notebook.js";
import { received } from "../../src/handedIn/received.js";
import { InputError } from "../../src/input/inputError.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { folderWith } from "../cli/scripts.js";
import { exerciseNames, prepared } from "../exercises.js";
import fc from "../fastCheck.js";
import { workedBy } from "../measure/formulaStudent.js";

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  source: string[];
}
interface Notebook {
  readonly cells: Cell[];
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

const make = ipynb({ help: "formulas" });
const notebookOf = async (of: Problem): Promise<Notebook> =>
  JSON.parse(String((await make(of))["worksheet.ipynb"]));

/** The notebook with each empty answer replaced, as somebody does who types into it. */
function filledIn(notebook: Notebook, write: (id: string) => string): Buffer {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: cell.source.map((line) =>
      line.replace(/^( {4}"([^"]+)": )"",/, (_, before, id) => `${before}${write(id)},`),
    ),
  }));
  return Buffer.from(jsonText({ ...notebook, cells }));
}

describe.each(exerciseNames)("the notebook of %s", (name) => {
  const of = problem(prepared(name), "1");

  test("has the form of nbformat 4.5, and no answer in it", async () => {
    const notebook = await notebookOf(of);
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, source, ...cell } of notebook.cells) {
      expect(id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(source.slice(0, -1).every((line) => line.endsWith("\n"))).toBe(true);
      expect(Object.keys(cell).filter((key) => key !== "attachments")).toEqual(
        cell.cell_type === "code"
          ? ["cell_type", "execution_count", "metadata", "outputs"]
          : ["cell_type", "metadata"],
      );
    }
    const { answers } = readNotebook(
      filledIn(notebook, () => '""'),
      "x.ipynb",
    );
    expect(Object.keys(answers).sort()).toEqual([...of.key.keys()].sort());
    expect(new Set(Object.values(answers))).toEqual(new Set([""]));
  });

  test("is read as it was filled in, and marked", async () => {
    const answers = workedBy(of);
    const notebook = filledIn(await notebookOf(of), (id) => JSON.stringify(answers[id]));
    const read = readNotebook(notebook, "x.ipynb");
    expect({ ...read.answers }).toEqual({ ...answers });
    expect([read.exercise, read.variant, read.seed]).toEqual([name, of.variant, "1"]);
    const { score, maxScore } = markScript(of, read);
    expect(score).toBe(maxScore);
  });
});

describe("a notebook", () => {
  const of = problem(prepared("chain-rule"), "1");
  const typed = async (written: string): Promise<unknown> =>
    readNotebook(
      filledIn(await notebookOf(of), (id) => (id === "y" ? written : '""')),
      "x.ipynb",
    ).answers.y;

  test.each([
    ['"-0.50"', "-0.50"],
    ["'−0,5'", "−0,5"],
    ['"a \\"word\\" \\u2212"', 'a "word" −'],
    ["-0.50", "-0.50"],
    ["12", 12],
    ["None", ""],
    ["0.5  # a half", "0.5"],
    ["0.7 * 0.3", "0.7 * 0.3"],
    ['str(1) + "2"', 'str(1) + "2"'],
    ['"1" + "2"', '"1" + "2"'],
    ['"never closed', '"never closed'],
  ])("in which %s stands has the answer %j", async (written, answer) => {
    expect(await typed(written)).toBe(answer);
  });

  test("may have answers one by one, a student, and lines of another system", async () => {
    const notebook = await notebookOf(of);
    const cells = notebook.cells.map((cell, i) =>
      i === 1
        ? { ...cell, source: 'student = "s1"\r\nanswers = {}\r\nanswers["y"] = "4"\r\n' }
        : { ...cell, source: cell.source.filter((line) => !line.includes('"y": ""')) },
    );
    const read = readNotebook(Buffer.from(JSON.stringify({ ...notebook, cells })), "x.ipynb");
    expect([read.student, read.answers.y]).toEqual(["s1", "4"]);
  });

  test("is read from a folder, and left out there where it has no answer", async () => {
    const notebook = await notebookOf(of);
    const folder = folderWith({
      "a/worksheet.ipynb": filledIn(notebook, () => '""').toString(),
      "b/worksheet.ipynb": filledIn(notebook, () => '"1"').toString(),
    });
    const read = async (path: string): Promise<readonly string[]> => {
      const all: string[] = [];
      for await (const one of received([path]))
        all.push(one instanceof InputError ? one.message : one.file.replace(`${folder}/`, ""));
      return all;
    };
    expect(await read(folder)).toEqual(["b/worksheet.ipynb"]);
    expect(await read(join(folder, "a/worksheet.ipynb"))).toEqual(["a/worksheet.ipynb"]);
  });

  test("with anything in its cells is a submission or an InputError, never another exception", async () => {
    const notebook = await notebookOf(of);
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('"', "'", "\\", "\\u12", "answers.update({", "submission = {", "}"),
      fc.constantFrom('answers["__proto__"] = 1', '"__proto__": "x",', '"schemaVersion": 2,'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(line), { maxLength: 8 }), (sources) => {
        const cells = notebook.cells.map((cell, i) => ({
          ...cell,
          source: [...(sources[i] ?? []), ...cell.source].map((text) => `${text.trimEnd()}\n`),
        }));
        try {
          const read = readNotebook(Buffer.from(JSON.stringify({ ...notebook, cells })), "x.ipynb");
          expect(Object.getPrototypeOf(read.answers)).toBe(null);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });

  test("without its last cell, or that is none, is refused", async () => {
    const { cells, ...rest } = await notebookOf(of);
    const cut = JSON.stringify({ ...rest, cells: cells.slice(0, -1) });
    expect(() => readNotebook(Buffer.from(cut), "x.ipynb")).toThrow(
      "x.ipynb: the cell that writes submission.json is missing",
    );
    expect(() => readNotebook(Buffer.from("{}"), "x.ipynb")).toThrow(/x\.ipynb:1:1: cells/);
    expect(() => readNotebook(Buffer.from("print(1)"), "x.ipynb")).toThrow(/x\.ipynb:1:1/);
  });
});
