import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { gradescope } from "../../src/cli/gradescope.js";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { caught, folderWith } from "./scripts.js";

const manifest = simulatedSet(["mlp-2-1-1-sigmoid"], 3);
const set = folderWith({ "instructor/manifest.json": manifest });
const [first] = [...simulatedSubmissions(manifest)];
const metadata = {
  created_at: "2026-01-02T03:04:05.000000-08:00",
  users: [{ email: "s1@example.org" }],
};

const zip = join(folderWith({}), "autograder.zip");
const root = folderWith({ "submission_metadata.json": metadata });
const results = join(root, "results", "results.json");

/** Runs what Gradescope runs, with its folders in another place. */
const run = (script: "setup.sh" | "run_autograder", path = process.env.PATH!) =>
  spawnSync(join(root, "source", script), {
    encoding: "utf8",
    env: { PATH: path, HANDPROP_AUTOGRADER: root },
  });

function marked(files: Readonly<Record<string, unknown>>) {
  rmSync(join(root, "submission"), { recursive: true, force: true });
  cpSync(folderWith(files), join(root, "submission"), { recursive: true });
  expect(run("run_autograder").status).toBe(0);
  return JSON.parse(readFileSync(results, "utf8"));
}

beforeAll(async () => {
  expect(await caught(() => gradescope({ set, out: zip }))).toMatchObject({ code: 0 });
  const bytes = readFileSync(zip);
  const modes = modesIn(bytes);
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    const file = join(root, "source", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, modes.get(path)!);
  }
});

describe("the autograder for Gradescope", () => {
  test("has its two scripts at the root, which may be run, and no student's sheet", () => {
    for (const script of ["setup.sh", "run_autograder"]) {
      expect(readFileSync(join(root, "source", script), "utf8")).toMatch(
        /^#!\/usr\/bin\/env bash\n/,
      );
      expect(modesIn(readFileSync(zip)).get(script)).toBe(0o755);
    }
    expect(existsSync(join(root, "source", "students"))).toBe(false);
  });

  test("is the same bytes from the same set", async () => {
    const again = join(folderWith({}), "again.zip");
    await caught(() => gradescope({ set, out: again }));
    expect(readFileSync(again).equals(readFileSync(zip))).toBe(true);
  });

  test("sets up where Node is there already", () => {
    expect(run("setup.sh").status).toBe(0);
  });

  test("marks a submission, with no packages around it", () => {
    const { score, tests, extra_data } = marked({ "mine.json": first!.submission });
    expect(score).toBeGreaterThan(0);
    expect(tests).toHaveLength(25);
    expect(extra_data.created_at).toBe(metadata.created_at);
  });

  test.each([
    ["that is no submission", { "mine.json": "{" }, /mine\.json:1:2/],
    ["that is empty", { "readme.txt": "" }, /no submission in this folder/],
    [
      "of somebody else",
      { "mine.json": { ...first!.submission, variant: "V1X002", student: "002" } },
      /somebody else/,
    ],
  ])("writes a result for one %s", (_, files, said) => {
    expect(marked(files)).toMatchObject({
      score: 0,
      tests: [],
      output: expect.stringMatching(said),
    });
  });

  test("hostile 87: writes a result where the program itself cannot be run", () => {
    rmSync(results, { force: true });
    const tools = folderWith({});
    writeFileSync(join(tools, "node"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    expect(run("run_autograder", `${tools}:${process.env.PATH}`).status).toBe(0);
    expect(JSON.parse(readFileSync(results, "utf8"))).toMatchObject({ score: 0, tests: [] });
  });

  test("of a set that cannot be read is not made", async () => {
    const broken = folderWith({ "instructor/manifest.json": "{" });
    await expect(caught(() => gradescope({ set: broken, out: zip }))).rejects.toThrow(
      /manifest\.json:1:2: /,
    );
  });
});

/** The modes of the files of a zip, as its directory has them (APPNOTE 4.4.15). */
function modesIn(zip: Buffer): ReadonlyMap<string, number> {
  const modes = new Map<string, number>();
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1") + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    modes.set(
      zip.toString("utf8", at + 46, at + 46 + name),
      (zip.readUInt32LE(at + 38) >>> 16) & 0o777,
    );
    at += 46 + name + extra + comment;
  }
  return modes;
}
