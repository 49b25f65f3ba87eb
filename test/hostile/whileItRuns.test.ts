import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { grade } from "../../src/cli/grade.js";
import { markAll } from "../../src/cli/markAll.js";
import { runReport } from "../../src/cli/reportOf.js";
import { terminal } from "../../src/cli/terminal.js";
import { InputError } from "../../src/input/inputError.js";
import { folderWith, right, slipped, submission } from "../cli/scripts.js";

beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === "win32")("what was handed in", () => {
  /** What is said of the second of two submissions, when something has happened after the first was marked. */
  async function secondAfter(happens: (folder: string) => void): Promise<string> {
    const folder = folderWith({ "a/a.json": submission("s", right()), "b/b.json": submission("t", right()) });
    const said: string[] = [];
    for await (const one of markAll([folder], {}, terminal({ quiet: true })).markings) {
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
    ["a pipe", "is a pipe or a device, expected an ordinary file", (path) => void execFileSync("mkfifo", [path])],
    ["empty", "the file is empty", (path) => writeFileSync(path, "")],
  ])("hostile 74: and is %s by the time that it is read is said of it alone", async (_, message, happens) => {
    const said = await secondAfter((folder) => {
      rmSync(join(folder, "b/b.json"));
      happens(join(folder, "b/b.json"));
    });
    expect(said).toMatch(new RegExp(`^/b/b\\.json(:1:1)?: ${message}$`));
  });

  test("hostile 74: and is something else by the time that a line of it is asked for has none", async () => {
    const folder = folderWith({ "a.json": submission("s", slipped) });
    const file = join(folder, "a.json");
    for await (const one of runReport(markAll([folder], {}, terminal({ quiet: true })))) {
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
