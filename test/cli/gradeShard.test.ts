import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { merge } from "../../src/cli/merge.js";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { caught, folderWith } from "./scripts.js";

const manifest = simulatedSet(["mlp-2-1-1-sigmoid"], 11);
const handedIn = [...simulatedSubmissions(manifest)];
const [first, second] = handedIn;
// Among the scripts: nobody's, one that cannot be read, one by another student, two of one student,
// and somebody who has handed in nothing.
const files = {
  ...Object.fromEntries(
    handedIn
      .filter(({ student }) => student !== "007")
      .map(({ student, submission }) => [`${student}/submission.json`, submission]),
  ),
  "zz/broken.json": "{",
  "aa/unknown.json": { ...first!.submission, variant: "NOBODYS" },
  "mm/others.json": { ...second!.submission, student: "001" },
  "002/again.json": { ...second!.submission, answers: {} },
};
const folder = folderWith({ "set/instructor/manifest.json": manifest });
const at = (path: string): string => join(folder, path);
for (const [path, content] of Object.entries(files)) put(path, content);

const run = (options: Partial<GradeOptions>) =>
  caught(() => grade([at("in")], { report: "json", set: at("set"), quiet: true, ...options }));
const mergeAt = (path: string) => caught(() => merge(at(path), { quiet: true }));
async function parts(out: string, of: number, options: Partial<GradeOptions> = {}) {
  mkdirSync(at(out), { recursive: true });
  for (let index = of; index > 0; index--)
    await run({ out: at(`${out}/r.json`), shard: `${index}/${of}`, ...options });
}
const textOf = (path: string): string => readFileSync(at(path), "utf8");

function put(path: string, content: unknown): void {
  mkdirSync(join(at("in"), path, ".."), { recursive: true });
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(join(at("in"), path), text);
}

await run({ out: at("whole.json"), followThrough: 0.5 });

test.each([1, 2, 3, 20])("parts of %i, merged, are the bytes of one run", async (of) => {
  await parts(`of${of}`, of, { followThrough: 0.5 });
  expect(await mergeAt(`of${of}/r.json`)).toMatchObject({ code: 0 });
  expect(textOf(`of${of}/r.json`)).toBe(textOf("whole.json"));
});

test("what is nobody's is said by the first part alone", async () => {
  const errors = [1, 2].map((index) =>
    textOf(`of2/r-${index}-of-2.jsonl`)
      .split("\n")
      .filter((line) => line.includes('"error"'))
      .map((line) => JSON.parse(line).error.file.replace(at("in/"), "")),
  );
  expect(errors).toEqual([["aa/unknown.json", "mm/others.json", "zz/broken.json"], []]);
});

test("marked scripts of all parts together are those of one run", async () => {
  await run({ report: "html", out: at("pages") });
  for (const index of [3, 1, 2])
    await run({ report: "html", out: at("shared"), shard: `${index}/3` });
  const pagesIn = (path: string) =>
    Object.fromEntries(readdirSync(at(path)).map((name) => [name, textOf(`${path}/${name}`)]));
  expect(pagesIn("shared")).toEqual(pagesIn("pages"));
});

test("a part that is missing, cut short, or of another run or program is not merged", async () => {
  await parts("bad", 3);
  const path = at("bad/r-2-of-3.jsonl");
  const whole = readFileSync(path, "utf8");
  const refusal = async (): Promise<string> =>
    mergeAt("bad/r.json").then(
      () => "merged",
      (error: Error) => error.message,
    );
  const lines = whole.trimEnd().split("\n");
  writeFileSync(path, `${lines.slice(0, -1).join("\n")}\n`);
  expect(await refusal()).toMatch(/r-2-of-3\.jsonl:\d+:1: is not whole: mark this part again/);
  writeFileSync(path, whole.slice(0, -30));
  expect(await refusal()).toMatch(/is not whole/);
  writeFileSync(path, whole.replace(lines[1]!, "").replace("\n\n", "\n"));
  expect(await refusal()).toMatch(/is not whole/);
  writeFileSync(path, whole.replace(/"program":"[^"]*"/, '"program":"0.0.9 abc"'));
  expect(await refusal()).toMatch(/was marked by another handprop \(0\.0\.9 abc\) than r-1-of-3/);
  await run({ out: at("bad/r.json"), shard: "2/3", followThrough: 0 });
  expect(await refusal()).toMatch(/another policy/);
  put("late/submission.json", first!.submission);
  await run({ out: at("bad/r.json"), shard: "2/3" });
  expect(await refusal()).toMatch(/other files than r-1-of-3\.jsonl/);
  rmSync(path);
  expect(await refusal()).toMatch(/r\.json: of 3 parts, these are missing: 2$/);
  await run({ out: at("bad/r.json"), shard: "1/2" });
  expect(await refusal()).toMatch(/there are parts of [23] and parts of [23]/);
  expect(await mergeAt("none.json").catch(({ message }: Error) => message)).toMatch(
    /there is no part of it, such as none-1-of-2\.jsonl/,
  );
  expect(readdirSync(at("bad"))).not.toContain("r.json");
});

test("--shard asks for a class, a report that has parts, and a place", async () => {
  const said = async (options: Partial<GradeOptions>) => (await run(options)).err;
  expect(await said({ shard: "1/2" })).toMatch(/--out says which results/);
  expect(await said({ shard: "1/2", report: "class" })).toMatch(/for html, pdf and json: class is/);
  expect(await said({ shard: "1/2", report: "feedback", out: "x" })).toMatch(/feedback is on all/);
  const alone = await caught(() =>
    grade([at("in")], { report: "json", out: "x", shard: "1/2", quiet: true }),
  );
  expect(alone).toMatchObject({ code: 2, err: expect.stringContaining("--set says of which") });
});
