import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { classSet } from "../../src/class/classSet.js";
import { EntriesFile } from "../../src/class/entriesFile.js";
import { listsInJson } from "../../src/class/listsInJson.js";
import { type Manifest, manifestText, readManifest } from "../../src/class/manifest.js";
import { openManifest } from "../../src/class/manifestFile.js";
import { inputErrorOf } from "../../src/handedIn/received.js";
import { ChangedError } from "../../src/input/changedError.js";
import { InputError } from "../../src/input/inputError.js";
import { givensOf, problem } from "../../src/problem/problem.js";
import { folderWith } from "../cli/scripts.js";
import { exerciseText, malrulesText, prepared } from "../exercises.js";

const exercise = "chain-rule";
const students = Array.from({ length: 40 }, (_, i) => ({
  id: `s${i}`,
  name: `"[${i}]", \\ {ü} 🙂`,
  ...(i === 7 ? { email: "x".repeat(300_000) } : {}),
}));
const manifest: Manifest = {
  schemaVersion: 1,
  course: "c",
  set: "s",
  title: '"variants": [',
  locale: { decimalComma: false },
  policy: {},
  exercises: [
    { name: exercise, version: 1, points: 5, overrides: {}, text: exerciseText(exercise) },
  ],
  malrules: malrulesText,
  students,
  variants: students.map(({ id }, i) => ({
    variant: `V-${i}`,
    student: id,
    exercise,
    givens: givensOf(problem(prepared(exercise), String(i))),
  })),
};
const { variants: _, ...head } = manifest;
const own = [...manifestText(head, manifest.variants)].join("");

const folder = folderWith({});
const path = join(folder, "manifest.json");

/** What comes of reading a text: the manifest, or what is said of it. */
function outcome(
  read: () => Omit<Manifest, "variants"> & { variants: Iterable<unknown> },
): unknown {
  try {
    const found = read();
    return { ...found, variants: [...found.variants] };
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The same by either way: from the file, and from its whole text. */
function bothWays(text: string | Uint8Array): readonly [fromFile: unknown, fromText: unknown] {
  writeFileSync(path, text);
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const fromFile = outcome(() => openManifest(path, { inMemory: 0 }));
  expect(outcome(() => openManifest(path))).toEqual(fromFile);
  return [fromFile, outcome(() => readManifest(bytes, path))];
}

const [first, ...others] = manifest.variants;
const written: Readonly<Record<string, string>> = {
  "as it is written": own,
  "on one line": JSON.stringify(manifest),
  "with a byte order mark": `\ufeff${own}`,
  "variants first": JSON.stringify({ variants: manifest.variants, ...head }),
  "a key with an escape": own.replace(/^ {2}"variants"/m, '  "v\\u0061riants"'),
  "without anybody": JSON.stringify({ ...manifest, students: [], variants: [] }),
  "with lines of Windows": own.replaceAll("\n", "\r\n"),
};

test.each(Object.entries(written))("a manifest %s is read as its whole text is", (_, text) => {
  const [fromFile, fromText] = bothWays(text);
  expect(fromFile).toEqual(fromText);
  expect(fromFile).toBeTypeOf("object");
});

const wrong: Readonly<Record<string, string>> = {
  "a comma too many in a list": own.replace(
    /\},\n {4}\{\n {6}"variant"/,
    '},,\n    {\n      "variant"',
  ),
  "a comma at the end of a list": own.replace(/\n {2}\]\n\}\n$/, ",\n  ]\n}\n"),
  "no comma between entries": own.replace(
    /\},\n {4}\{\n {6}"variant"/,
    '}\n    {\n      "variant"',
  ),
  "what stands behind an entry": own.replace(
    /\},\n {4}\{\n {6}"variant"/,
    '} x,\n    {\n      "variant"',
  ),
  "a control character behind an entry": own.replace(
    /\},\n {4}\{\n {6}"va/,
    '}\u0001,\n    {\n      "va',
  ),
  "a list that ends as an object": own.replace(/\]\n\}\n$/, "}\n}\n"),
  "a text that never ends": own.replace(/"V-39"/, '"V-39'),
  "a file that is cut short": own.slice(0, -900),
  "what stands behind the end": `${own}]`,
  "a key that is there twice": own.replace(
    /^ {2}"variants": \[/m,
    '  "variants": [],\n  "variants": [',
  ),
  "a key that is twice in an entry": own.replace(
    '"student": "s3",',
    '"student": "s3", "student": "s3",',
  ),
  "an unknown word": own.replace('"givens"', '"givns"'),
  "a number for a name": own.replace('"V-9"', "9"),
  "a variant of nobody": own.replace('"student": "s3"', '"student": "nobody"'),
  "a variant of no exercise": own.replace(
    /"exercise": "chain-rule"(?=,\n\s*"givens")/,
    '"exercise": "x"',
  ),
  "a variant twice": JSON.stringify({ ...manifest, variants: [first, ...others, first] }),
  "a student twice": JSON.stringify({ ...manifest, students: [...students, students[0]] }),
  "no list of variants": JSON.stringify(head),
  "an object for a list": JSON.stringify({ ...manifest, students: {} }),
  "a later version": own.replace('"schemaVersion": 1', '"schemaVersion": 2'),
  "no object": "[]",
  nothing: "",
};

test.each(Object.entries(wrong))("%s is said as of the whole text, with its place", (_, text) => {
  expect(text).not.toBe(own);
  const [fromFile, fromText] = bothWays(text);
  expect(fromFile).toBe(fromText);
  expect(fromFile).toMatch(/manifest\.json:\d+:\d+: /);
});

test.each([
  ["a number for a name", /:\d+:5: variants\[9\]: variant: expected a text, got 9$/],
  ["what stands behind an entry", /:\d+:5: variants\[0\]: expected the end of the file, got "x"$/],
  ["a variant of nobody", /:\d+:5: variants\[3\]\.student: expected the id of a student$/],
  ["an unknown word", /:\d+:5: variants\[0\]: givns: unknown word/],
  ["a later version", /: schemaVersion: 2 is later than 1/],
])("of a manifest that is too large for a text, %s is said with its entry", (what, expected) => {
  const text = wrong[what]!;
  writeFileSync(path, text);
  const said = outcome(() => openManifest(path, { asText: 1000 })) as string;
  expect(said).toMatch(expected);
  const [, line] = /json:(\d+):5: variants/.exec(said) ?? [];
  if (line !== undefined) expect(text.split("\n")[Number(line) - 1]).toBe("    {");
});

test("bytes that are no UTF-8 are said, too", () => {
  const bytes = Buffer.from(own);
  bytes[own.indexOf("V-20")] = 0xff;
  const [fromFile, fromText] = bothWays(bytes);
  expect(fromFile).toBe(fromText);
  expect(fromFile).toMatch(/expected UTF-8/);
});

test("entries are found wherever the pieces of a file end", () => {
  const text = '\ufeff{"a": [1], "rows": [ {"x": "]},\\"["} ,[2, {}], "y" ] , "b": {"rows": [1]}}';
  const bytes = Buffer.from(text);
  for (let size = 1; size < 9; size++) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const { head, lists } = listsInJson(pieces, ["rows"])!;
    expect(Buffer.from(head).toString()).toBe(text.replace(/"rows": \[ .* \] ,/, '"rows": [] ,'));
    const file = new EntriesFile(join(folderWith({ "r.json": text }), "r.json"), {
      most: 1000,
      inMemory: 0,
    });
    const rows = Array.from(file.entries(lists.get("rows")!), (row) => Buffer.from(row).toString());
    expect(rows).toEqual(['{"x": "]},\\"["}', "[2, {}]", '"y"']);
    for (const [i, row] of rows.entries())
      expect(Buffer.from(file.entry(lists.get("rows")!, i)).toString()).toBe(row);
  }
});

describe("a set whose variants are in its file", () => {
  beforeAll(() => writeFileSync(path, own));

  test("finds each by its name, and by whose it is", () => {
    const set = classSet(openManifest(path, { inMemory: 0 }));
    for (const variant of [first!, ...others].toReversed()) {
      expect(set.variant(variant.variant)).toEqual(variant);
      expect(set.placeOf(variant.student)).toBe(manifest.variants.indexOf(variant));
      const submission = { exercise, student: variant.student, answers: {} };
      expect(set.variantOf(submission as never, "f", true)).toEqual(variant);
    }
    expect(set.manifest).toEqual(manifest);
    expect(set.variant("V-40")).toBeUndefined();
    expect(Array.isArray(set.variants)).toBe(false);
  });

  test("says so where a large file is another by then, and keeps a small one", () => {
    const small = classSet(openManifest(path));
    const file = new EntriesFile(path, { most: own.length * 2, inMemory: 0 });
    const { lists } = listsInJson(file.pieces(), ["variants"])!;
    utimesSync(path, 1, 1);
    const read = () => file.entry(lists.get("variants")!, 1);
    const changed = new ChangedError(path);
    expect(read).toThrow(changed);
    // It is no fault of any one script.
    expect(() => inputErrorOf("script.json", changed, "marked")).toThrow(changed);
    expect(small.variant("V-1")).toEqual(others[0]);
  });
});
