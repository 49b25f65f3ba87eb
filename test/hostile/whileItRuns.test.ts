import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { assign } from "../../src/cli/assign.js";
import { grade } from "../../src/cli/grade.js";
import { InputError } from "../../src/input/inputError.js";
import { runReport } from "../../src/marking/inWords.js";
import { markAll } from "../../src/marking/markAll.js";
import type * as print from "../../src/render/pdf/print.js";
import { caught, folderWith, right, slipped, submission } from "../cli/scripts.js";

/** What happens while something is printed. */
let onPrint: (count: number) => void = () => {};
let printed = 0;
beforeEach(() => {
  onPrint = () => {};
  printed = 0;
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

// In place of the browser, something that is called where it would be.
vi.mock("../../src/render/pdf/print.js", async (): Promise<Pick<typeof print, "openPrinter">> => {
  const { writePrintedPdf } = await import("../../src/render/pdf/printedPdf.js");
  const objects = new Map([
    [1, "<</Type /Catalog\n/Pages 2 0 R>>"],
    [2, "<</Type /Pages\n/Count 1\n/Kids [3 0 R]>>"],
    [3, "<</Type /Page\n/MediaBox [0 0 595 842]\n/Contents 5 0 R\n/Parent 2 0 R>>"],
    [4, "<</Title (page)>>"],
    [5, "<</Length 0>> stream\n\nendstream"],
  ]);
  return {
    openPrinter: async () => ({
      build: "none",
      close: async () => {},
      print: async () => {
        onPrint(++printed);
        return writePrintedPdf({ objects, root: 1, info: 4 });
      },
    }),
  };
});

describe.skipIf(process.platform === "win32")("what was handed in", () => {
  /**
   * What is said of the second of two submissions, when something has happened after the first was
   * marked.
   */
  async function secondAfter(happens: (folder: string) => void): Promise<string> {
    const folder = folderWith({
      "a/a.json": submission("s", right()),
      "b/b.json": submission("t", right()),
    });
    const said: string[] = [];
    for await (const one of markAll([folder]).results) {
      if (said.length === 0) happens(folder);
      said.push(one instanceof InputError ? one.message.slice(folder.length) : one.script.student);
    }
    expect(said).toEqual(["s", expect.any(String)]);
    return said[1]!;
  }
  const elsewhere = folderWith({ "b.json": "private" });

  test("hostile 37: and is a link by the time that it is read is not followed, and what it leads to is not shown", async () => {
    const file = await secondAfter((folder) => {
      rmSync(join(folder, "b/b.json"));
      symlinkSync(join(elsewhere, "b.json"), join(folder, "b/b.json"));
    });
    expect(file).toBe("/b/b.json: is a link, expected a file");
    const whole = await secondAfter((folder) => {
      rmSync(join(folder, "b"), { recursive: true });
      symlinkSync(elsewhere, join(folder, "b"));
    });
    expect(whole).toBe("/b: is a symbolic link, expected a folder");
  });

  test.each<[string, string, (path: string) => void]>([
    ["gone", "there is no such file", () => {}],
    ["a folder", "is a folder, expected a file", (path) => mkdirSync(path)],
    [
      "a pipe",
      "is a pipe or a device, expected an ordinary file",
      (path) => void execFileSync("mkfifo", [path]),
    ],
    ["empty", "the file is empty", (path) => writeFileSync(path, "")],
  ])(
    "hostile 74: and is %s by the time that it is read is said of it alone",
    async (_, message, happens) => {
      const said = await secondAfter((folder) => {
        rmSync(join(folder, "b/b.json"));
        happens(join(folder, "b/b.json"));
      });
      expect(said).toMatch(new RegExp(`^/b/b\\.json(:1:1)?: ${message}$`));
    },
  );

  test("hostile 74: and is something else by the time that a line of it is asked for has none", async () => {
    const folder = folderWith({ "a.json": submission("s", slipped) });
    const file = join(folder, "a.json");
    for await (const one of runReport(markAll([folder]))) {
      if (one instanceof InputError) throw one;
      expect(one.lineOf("a1_1")).toBe(1);
      for (const happens of [() => rmSync(file), () => mkdirSync(file)]) {
        happens();
        expect(one.lineOf("a1_1")).toBeUndefined();
      }
      rmSync(file, { recursive: true });
      execFileSync("mkfifo", [file]);
      expect(one.lineOf("a1_1")).toBeUndefined();
    }
  });
});

test("hostile 74: a summary of a job that cannot be written is one clear error, and the annotations stand once", async () => {
  vi.stubEnv("GITHUB_STEP_SUMMARY", "/no/such/folder/summary");
  const folder = folderWith({ "a.json": submission("s", slipped) });
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  await expect(grade([folder], { report: "github" })).rejects.toThrow(
    "/no/such/folder/summary: cannot be written: its folder is not there any more (ENOENT)",
  );
  expect(written.join("").match(/^::error /gm)).toHaveLength(1);
  expect(written.join("")).not.toContain("internal");
});

test("hostile 74: a folder for marked scripts that becomes a file is said once, and ends the run", async () => {
  const scripts = ["s", "t", "u"].map((student) => [
    `${student}.json`,
    submission(student, right()),
  ]);
  const [folder, out] = [folderWith(Object.fromEntries(scripts)), join(folderWith({}), "marked")];
  onPrint = () => {
    rmSync(out, { recursive: true });
    writeFileSync(out, "");
  };
  await expect(grade([folder], { report: "pdf", out, quiet: true })).rejects.toThrow(
    `${out}: cannot be written: a part of its path is a file, expected a folder (EEXIST)`,
  );
  expect(printed).toBe(1);
});

describe.skipIf(process.platform === "win32")("where a class is handed out to", () => {
  const students = ["s1", "s2", "s3", "s4"];
  function classIn(files: Readonly<Record<string, unknown>> = {}) {
    const folder = folderWith({
      "set.yaml": "title: T\ncourse: c\nname: n\nexercises: [{ exercise: descent-step }]\n",
      "roster.csv": ["student_id", ...students, ""].join("\n"),
      ...files,
    });
    writeFileSync(join(folder, "secret"), "0".repeat(64), { mode: 0o600 });
    const options = {
      roster: join(folder, "roster.csv"),
      out: join(folder, "out"),
      workers: 1,
      quiet: true,
    };
    return { folder, run: () => caught(() => assign(join(folder, "set.yaml"), options)) };
  }

  test("hostile 74: nobody's files can be written is said once, before anything is printed", async () => {
    const { folder, run } = classIn({ "out/students": "a file" });
    await expect(run()).rejects.toThrow(
      `${join(folder, "out", "students")}: cannot be written: a part of its path`,
    );
    expect(printed).toBe(0);
    rmSync(join(folder, "out", "students"));
    expect((await run()).code).toBe(0);
  });

  test("hostile 37: a folder that is a link is refused, and nothing is written to where it leads", async () => {
    const elsewhere = folderWith({});
    for (const name of ["instructor", "students"]) {
      const { folder, run } = classIn({ "out/x": "" });
      symlinkSync(elsewhere, join(folder, "out", name));
      await expect(run()).rejects.toThrow(
        `${join(folder, "out", name)}: is a symbolic link, expected a folder`,
      );
      expect(printed).toBe(0);
    }
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test.each(["students", "instructor", "instructor/descent-step"])(
    "hostile 37: %s that becomes a link while it is printed for ends the run, and nothing is " +
      "written to where it leads",
    async (name) => {
      const elsewhere = folderWith({});
      const { folder, run } = classIn();
      const path = join(folder, "out", name);
      onPrint = (count) => {
        if (count !== 4) return;
        renameSync(path, `${path}-aside`);
        symlinkSync(elsewhere, path);
      };
      await expect(run()).rejects.toThrow(`${path}: is a symbolic link, expected a folder`);
      expect(printed).toBeLessThan(8);
      expect(readdirSync(elsewhere)).toEqual([]);
      rmSync(path);
      renameSync(`${path}-aside`, path);
      onPrint = () => {};
      expect((await run()).code).toBe(0);
      const { variants } = JSON.parse(
        readFileSync(join(folder, "out", "instructor", "manifest.json"), "utf8"),
      );
      expect(variants).toHaveLength(students.length);
    },
  );
});
