import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { openSetFiles } from "../../src/class/archivedFiles.js";
import { placesIn } from "../../src/class/assignment.js";
import { ownProgram } from "../../src/files/ownProgram.js";
import { InputError } from "../../src/input/inputError.js";
import { folderWith } from "../cli/scripts.js";
import { HandedOutClass } from "./handedOutClass.js";

const setText = (title: string): string => `title: ${title}
course: c
name: w
policy: { feedback: ${title === "One" ? "format" : "hints"} }
exercises: [{ exercise: descent-step }, { exercise: chain-rule }]
`;
const course = new HandedOutClass([...Array.from({ length: 6 }, (_, i) => `s${i},`), "ü/ß,"]);
const handOut = async (out: string, options: object = {}, title = "One") =>
  (await course.handOut(setText(title), { out: course.at(out), ...options })).code;

const filesIn = (out: string): readonly string[] =>
  readdirSync(course.at(out), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(course.at(out).length + 1))
    .sort();
const isArchive = (name: string): boolean => name.endsWith(".zip");

/** What is in a folder, with what is in its archives where it would be unpacked. */
function unpacked(out: string): Record<string, string> {
  const found: Record<string, string> = {};
  const names = filesIn(out);
  for (const archive of names.filter(isArchive))
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(course.at(out, archive)))))
      found[join(archive, "..", name)] = Buffer.from(bytes).toString();
  for (const name of names) if (!isArchive(name)) found[name] = course.read(out, name);
  return found;
}

/** The archives of a folder, and what is in them byte by byte. */
const archives = (out: string): Record<string, string> =>
  Object.fromEntries(
    filesIn(out)
      .filter((name) => name.includes(".zip"))
      .map((name) => [name, readFileSync(course.at(out, name), "latin1")]),
  );

await handOut("folders");
const whole = unpacked("folders");
await handOut("archived", { archive: true });
const [ofKeys, ofStudents] = ["instructor", "students"].map(
  (root) => `${root}/run-1-part-1-of-1-1.zip`,
) as [string, string];

test("archives hold what lies in folders without them, by one run or by shards", async () => {
  expect(Object.keys(archives("archived"))).toEqual([ofKeys, ofStudents]);
  expect(unpacked("archived")).toEqual(whole);
  for (const shard of ["3/3", "1/3", "2/3"])
    expect(await handOut("shards", { archive: true, shard, workers: 4 })).toBe(0);
  expect(existsSync(course.at("shards/instructor/manifest.json"))).toBe(false);
  const before = archives("shards");
  expect(Object.keys(before)).toHaveLength(6);
  const { code, err } = await course.handOut(setText("One"), { out: course.at("shards") });
  expect([code, err]).toEqual([0, expect.stringContaining("whose archives unpack to a folder")]);
  expect(unpacked("shards")).toEqual(whole);
  expect(archives("shards")).toEqual(before);
});

test("a run that was killed anywhere is gone on with to the same bytes", async () => {
  const lengths = [ofKeys, ofStudents].map((name) => archives("archived")[name]!.length);
  for (const [keys, sheets] of [
    [0, 1],
    [0.3, 0.3],
    [0.5, 1],
    [1, 0.5],
    [0.7, 0.701],
    [0.95, 0.2],
  ]) {
    rmSync(course.at("killed"), { recursive: true, force: true });
    cpSync(course.at("archived"), course.at("killed"), { recursive: true });
    for (const [i, name] of [ofKeys, ofStudents].entries()) {
      const draft = course.at("killed", `${name}.unfinished`);
      renameSync(course.at("killed", name), draft);
      truncateSync(draft, Math.floor([keys!, sheets!][i]! * lengths[i]!));
    }
    // What was being written is not always the end of what was to be.
    appendFileSync(course.at("killed", `${ofStudents}.unfinished`), "PK\u0003\u0004 and so on");
    const isArchiving = keys !== 0.5;
    expect(await handOut("killed", { archive: isArchiving })).toBe(0);
    expect(unpacked("killed"), `${keys} ${sheets}`).toEqual(whole);
    if (isArchiving) expect(archives("killed"), `${keys} ${sheets}`).toEqual(archives("archived"));
  }
});

test("what is whole is never touched: what is made anew goes to another archive, and counts", async () => {
  await handOut("changed", { archive: true });
  const before = archives("changed");
  await handOut("changed", { archive: true }, "Two");
  expect(archives("changed")).toMatchObject(before);
  expect(Object.keys(archives("changed"))).toHaveLength(4);
  await handOut("folders two");
  await handOut("folders two", {}, "Two");
  expect(unpacked("changed")).toEqual(unpacked("folders two"));
  const after = archives("changed");
  await handOut("changed", { archive: true }, "Two");
  expect(archives("changed")).toEqual(after);
});

test("what was unpacked and worked in comes before the archive, and is left", async () => {
  cpSync(course.at("archived"), course.at("worked"), { recursive: true });
  for (const [name, bytes] of Object.entries(
    unzipSync(readFileSync(course.at("worked", ofStudents))),
  ).filter(([name]) => name.startsWith("s1/"))) {
    cpSync(course.at("folders/students/s1"), course.at("worked/students/s1"), { recursive: true });
    writeFileSync(course.at("worked/students", name), bytes);
  }
  const mine = "students/s1/chain-rule/submission.json";
  const text = course.read("worked", mine).replace('"dy/dx": ""', '"dy/dx": "2"');
  writeFileSync(course.at("worked", mine), `${text} `);
  await handOut("worked", { archive: true }, "Two");
  expect(course.read("worked", mine)).toBe(`${text} `);
});

test("grade reads archives as it reads folders", async () => {
  const marked = async (out: string) => {
    const { out: text, code } = await course.grade({ set: course.at(out) }, `../${out}/students`);
    return { code, results: JSON.parse(text).results };
  };
  expect(await marked("archived")).toEqual(await marked("folders"));
});

test("an archive that is cut short or damaged is told, and made again where it is deleted", async () => {
  cpSync(course.at("archived"), course.at("torn"), { recursive: true });
  const path = course.at("torn", ofStudents);
  truncateSync(path, 1000);
  await expect(handOut("torn", { archive: true })).rejects.toThrow(
    /students\/run-1-part-1-of-1-1\.zip: is not whole: delete it, and run assign again/,
  );
  const bytes = readFileSync(course.at("archived", ofKeys));
  bytes[60]! ^= 1;
  writeFileSync(course.at("torn", ofKeys), bytes);
  rmSync(path);
  await handOut("torn", { archive: true });
  rmSync(course.at("torn", ofKeys));
  expect(await handOut("torn", { archive: true })).toBe(0);
  expect(unpacked("torn")).toEqual(whole);
});

test.skipIf(process.platform === "win32")(
  "an archive leads nowhere: not by a link in its place, and not by its paths",
  async () => {
    const theirs = course.at("theirs.txt");
    writeFileSync(theirs, "theirs");
    mkdirSync(course.at("linked/students"), { recursive: true });
    symlinkSync(theirs, course.at("linked", `${ofStudents}.unfinished`));
    await expect(handOut("linked", { archive: true })).rejects.toThrow(/cannot be written/);
    expect(readFileSync(theirs, "utf8")).toBe("theirs");
    mkdirSync(course.at("crafted/students"), { recursive: true });
    const key = "../instructor/chain-rule/X/variant.json";
    writeFileSync(course.at("crafted", ofStudents), zipSync({ [key]: new Uint8Array(9) }));
    await expect(handOut("crafted")).rejects.toThrow(/leads elsewhere: "\.\.\/instructor/);
  },
);

test("an archive that is full ends with an assignment, and another begins", () => {
  const folder = folderWith({});
  const open = () =>
    openSetFiles(
      placesIn(folder),
      { shard: { index: 1, of: 1 }, round: 1, isArchiving: true },
      { bytes: 1000, files: 3 },
    );
  const files = open();
  for (let i = 0; i < 4; i++) {
    for (const name of ["a", "b"]) files.write(join(folder, "students", `${i}`, name), `${i}`);
    files.settle();
  }
  const shown = () => readdirSync(join(folder, "students")).sort();
  expect(shown()).toEqual(["run-1-part-1-of-1-1.zip", "run-1-part-1-of-1-2.zip"]);
  expect(Buffer.from(files.read(join(folder, "students/2/b"))).toString()).toBe("2");
  files.finish();
  expect([...new Set(open().foldersIn(join(folder, "students")))].sort()).toEqual([
    "0",
    "1",
    "2",
    "3",
  ]);
});

test("a path that is longer than most is found in an archive, too", () => {
  const folder = folderWith({});
  const run = { shard: { index: 1, of: 1 }, round: 1, isArchiving: true };
  const path = join(folder, "students", ...["x", "ü", "z"].map((name) => name.repeat(120)), "a");
  const files = openSetFiles(placesIn(folder), run);
  files.write(path, "far away");
  files.finish();
  const again = openSetFiles(placesIn(folder), run);
  expect(again.size(path)).toBe(8);
  expect(Buffer.from(again.read(path)).toString()).toBe("far away");
  expect(again.size(`${path}a`)).toBeUndefined();
});

test("shards made by another program are refused, and so is putting them together", async () => {
  await handOut("mixed", { shard: "1/2" });
  const path = course.at("mixed/instructor/shards.json");
  const text = readFileSync(path, "utf8");
  expect(JSON.parse(text)).toEqual({ schemaVersion: 1, program: ownProgram(), round: 1 });
  writeFileSync(path, text.replace(ownProgram(), "0.0.9 abc"));
  for (const options of [{ shard: "2/2" }, {}])
    await expect(handOut("mixed", options)).rejects.toThrow(
      new InputError(
        path,
        `other parts were made by handprop 0.0.9 abc, and this is ${ownProgram()}: ` +
          "make all parts with the same, or delete this file",
      ),
    );
  rmSync(path);
  for (const options of [{ shard: "2/2" }, {}]) expect(await handOut("mixed", options)).toBe(0);
  expect(unpacked("mixed")).toEqual(whole);
});
