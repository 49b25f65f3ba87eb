import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { handOut } from "../../src/class/assign.js";
import { type Assignment, placesIn } from "../../src/class/assignment.js";
import { gradebook } from "../../src/class/gradebook.js";
import { loadSet } from "../../src/class/loadSet.js";
import { readRoster } from "../../src/class/roster.js";
import { generate } from "../../src/cli/generate.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { csv } from "../../src/export/csv.js";
import { pathSegment } from "../../src/files/pathSegment.js";
import { readPaperScripts } from "../../src/handedIn/paperScripts.js";
import { isAmong } from "../../src/marking/gradescopeMetadata.js";
import { simulatedSet } from "../class/simulated.js";
import { caught, folderWith, right, submission } from "../cli/scripts.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const roster = (text: string) => readRoster(bytes(text), "r.csv");
const paper = (text: string) => readPaperScripts(bytes(text), "p.csv");
const run = (paths: readonly string[], options: Partial<GradeOptions> = {}) =>
  caught(() => grade(paths, { report: "json", ...options }));

const hostileIds = [
  "../../etc/x",
  "..",
  ".",
  "a/b",
  "C:\\x",
  "\\\\server\\share",
  "nul\0byte",
  "/etc/passwd",
  "~",
  "%2E%2E",
  "a\nb",
  "\u202egpj",
];

describe("an id", () => {
  test.each(hostileIds)("hostile 34: %j stays inside the output folder, by one name", (id) => {
    const places = placesIn("/out").of({
      student: { id },
      // biome-ignore lint/suspicious/noExplicitAny: places need no more of an exercise than its name
      exercise: { name: "e" } as any,
      variant: "V",
    });
    for (const path of Object.values(places))
      expect(relative("/out", path).split(sep)).not.toContain("..");
    expect(relative("/out", places.worksheet!).split(sep)).toEqual([
      "students",
      pathSegment(id),
      "e",
      "worksheet.pdf",
    ]);
    expect(pathSegment(id)).toMatch(/^[\w%-]+$/);
    expect(new Set(hostileIds.map(pathSegment)).size).toBe(hostileIds.length);
  });

  test.each(["html", "json"] as const)(
    "hostile 34: of a submission writes %s nowhere else",
    async (report) => {
      const folder = folderWith(
        Object.fromEntries(hostileIds.map((id, i) => [`in/${i}.json`, submission(id, right())])),
      );
      const out = report === "html" ? join(folder, "out") : join(folder, "out", "r.json");
      expect((await run([join(folder, "in")], { report, out })).code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(["in", "out"]);
      expect(readdirSync(join(folder, "out"))).toHaveLength(
        report === "html" ? hostileIds.length : 1,
      );
    },
  );

  test.each([
    "CON",
    "con",
    "nul",
    "COM1",
    "lpt9",
    "x.",
    "x ",
    " x",
    "a".repeat(300),
    "ä".repeat(300),
    "CON.txt",
  ])("hostile 35: %j is a name on every system", (id) => {
    const name = pathSegment(id);
    expect(name).toMatch(/^[\w%-]{1,120}$/);
    expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
    const folder = mkdtempSync(join(tmpdir(), "handprop-"));
    writeFileSync(join(folder, `.${name}.json.0123456789ab`), "");
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.each([
    ["Ann", "ann"],
    ["Z\u006f\u0308e", "Z\u00f6e"],
    ["STRASSE", "strasse"],
    ["\u212a1", "k1"],
  ])("hostile 36: %j and %j cannot both be on a roster", (one, other) => {
    expect(() => roster(`student_id\n${one}\n${other}\n`)).toThrow(
      /^r\.csv:3:1: student_id: ".*" is on line 2 already/,
    );
  });
});

describe("a table", () => {
  test("hostile 41: with a heading twice is an error", () => {
    expect(() => paper("student_id,z,z\ns,1,2\n")).toThrow(
      'p.csv:1:1: the heading "z" is there twice',
    );
  });

  test("hostile 42: with a ragged row is an error with its line", () => {
    expect(() => roster('student_id,name\n1,"A\nB"\n2\n')).toThrow("r.csv:4:1: expected 2 cells");
    expect(() => paper("student_id,z\n1,2\n2,3,4\n")).toThrow(
      "p.csv:3:1: expected 2 cells, as the headings have, got 3",
    );
  });

  test("hostile 43: with a column __proto__ or constructor is inert", () => {
    const [student] = roster("student_id,__proto__,constructor,toString\n1,x,y,z\n");
    expect(student).toEqual({ id: "1" });
    expect(Object.getPrototypeOf(student)).toBe(Object.prototype);
    const [script] = paper("student_id,__proto__,constructor,hasOwnProperty\ns,1,2,3\n");
    const { answers } = script!.submission;
    expect(Object.getPrototypeOf(answers)).toBeNull();
    expect({ ...answers }).toEqual(
      Object.fromEntries([
        ["__proto__", "1"],
        ["constructor", "2"],
        ["hasOwnProperty", "3"],
      ]),
    );
    expect(({} as Record<string, unknown>)[1]).toBeUndefined();
  });

  test("hostile 43: of submissions marks the blanks it has, whatever else its columns are", async () => {
    const answers = right();
    const ids = Object.keys(answers);
    const head = ["student_id", "exercise", "seed", "__proto__", "constructor", ...ids].join();
    const row = ["s", "mlp-2-2-2-sigmoid", "42", "1", "2", ...Object.values(answers)].join();
    const { code, out } = await run([join(folderWith({ "p.csv": `${head}\n${row}\n` }), "p.csv")]);
    expect(code).toBe(0);
    expect(JSON.parse(out).results[0]).toMatchObject({ score: 54, maxScore: 54 });
  });

  test("hostile 45: has addresses that match in whatever case", () => {
    const metadata = { created_at: "", users: [{ email: "ANN@Example.Org" }] };
    expect(isAmong(metadata, { id: "1", email: "ann@example.org" })).toBe(true);
    expect(isAmong(metadata, { id: "1", email: "aNN@example.oRG" })).toBe(true);
    expect(isAmong(metadata, { id: "1", email: "ben@example.org" })).toBe(false);
  });

  test("hostile 40: that a spreadsheet opens has no formula from outside, and keeps its numbers", () => {
    const name = '=HYPERLINK("http://x.invalid","click")';
    const students = [{ id: "@s", name, email: "+1", section: "-A" }];
    const manifest = { ...simulatedSet(["mlp-2-1-1-sigmoid"], 1), students, variants: [] };
    const set = loadSet(folderWith({ "instructor/manifest.json": manifest }));
    const [, row] = gradebook(set, []).split("\r\n");
    expect(row).toBe(`'@s,"'=HYPERLINK(""http://x.invalid"",""click"")",'+1,'-A,,,10,,`);
    expect(csv(["a"], [[-0.25]])).toBe("a\r\n-0.25\r\n");
  });
});

// Windows lets few make links.
describe.skipIf(process.platform === "win32")("a symbolic link", () => {
  test("hostile 37: among submissions is not followed", async () => {
    const outside = folderWith({
      "secret.json": submission("stolen", right()),
      "deep/x.json": submission("x", right()),
    });
    const folder = folderWith({ "a.json": submission("s", right()) });
    symlinkSync(join(outside, "secret.json"), join(folder, "b.json"));
    symlinkSync(join(outside, "deep"), join(folder, "deep"));
    symlinkSync(folder, join(folder, "loop"));
    const { code, out } = await run([folder]);
    expect(code).toBe(0);
    expect(JSON.parse(out).results.map(({ student }: { student: string }) => student)).toEqual([
      "s",
    ]);
  });

  test("hostile 37: in the place of a report is replaced, and what it leads to is left alone", async () => {
    const outside = folderWith({ "precious.txt": "precious" });
    const folder = folderWith({ "a.json": submission("s", right()) });
    const out = join(folder, "r.csv");
    symlinkSync(join(outside, "precious.txt"), out);
    expect((await run([join(folder, "a.json")], { report: "csv", out })).code).toBe(0);
    expect(realpathSync(out)).toBe(join(realpathSync(dirname(out)), "r.csv"));
    expect(readFileSync(join(outside, "precious.txt"), "utf8")).toBe("precious");
  });

  test("hostile 37: in the place of a student's or a variant's folder is refused, and nothing is written there", async () => {
    const outside = folderWith({});
    const folder = folderWith({ "students/x.txt": "" });
    symlinkSync(outside, join(folder, "students", "s"));
    const places = placesIn(folder);
    const exercise = { name: "e", version: 1, overrides: {}, text: "" };
    const assignment = {
      student: { id: "s" },
      exercise,
      seed: "",
      variant: "V",
      digest: "",
    } as unknown as Assignment;
    const make = () => Promise.reject(new Error("was made"));
    await expect(handOut(assignment, places, () => undefined, make)).rejects.toThrow(
      `${join(folder, "students", "s")}: is a symbolic link, expected a folder`,
    );
    symlinkSync(outside, join(folder, "chain-rule"));
    const options = { seed: "1", out: folder, format: ["json"], help: "none" } as const;
    await expect(caught(() => generate(["chain-rule"], options))).rejects.toThrow(
      /chain-rule: is a symbolic link/,
    );
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe("an archive", () => {
  const zipped = (entries: Parameters<typeof zipSync>[0]): string => {
    const folder = mkdtempSync(join(tmpdir(), "handprop-"));
    writeFileSync(join(folder, "a.zip"), zipSync(entries));
    return join(folder, "a.zip");
  };

  test("hostile 38: writes nothing, wherever its entries say they belong, and follows no link in it", async () => {
    const mine = bytes(JSON.stringify(submission("s", right())));
    const link: [Uint8Array, { os: number; attrs: number }] = [
      bytes("/etc/passwd"),
      { os: 3, attrs: 0o120777 << 16 },
    ];
    const zip = zipped({
      "../../up.json": mine,
      "/abs.json": mine,
      "C:\\x.json": mine,
      "link.json": link,
      "s/a.json": mine,
    });
    const folder = dirname(zip);
    const { code, out, err } = await run([zip]);
    expect(code).toBe(5);
    expect(JSON.parse(out).results).toHaveLength(1);
    expect(err.match(/: has a path that leads elsewhere$/gm)).toHaveLength(3);
    expect(err).toMatch(/a\.zip\/link\.json: is a link, expected a file$/m);
    expect(err).not.toContain("root:");
    expect(readdirSync(folder)).toEqual(["a.zip"]);
    expect(existsSync(join(folder, "../../up.json"))).toBe(false);
  });

  test("hostile 39: in an archive in an archive is refused, and so on for ever", async () => {
    let zip = zipSync({ "a.json": bytes("{}") });
    for (let depth = 0; depth < 5; depth++) zip = zipSync({ "in.zip": zip });
    const { code, err } = await run([zipped({ "in.zip": zip })]);
    expect(code).toBe(3);
    expect(err).toContain("is an archive in an archive in an archive");
  });
});

describe("a folder of submissions", () => {
  // Other systems take no such names.
  test.skipIf(process.platform !== "linux")(
    "is read whole, though names in it are no text in UTF-8",
    async () => {
      const folder = folderWith({ "a.json": submission("a", right()) });
      const below = (...names: readonly string[]): Buffer =>
        Buffer.from(`${folder}/${names.join("/")}`, "latin1");
      mkdirSync(below("M\xfcller"));
      writeFileSync(below("M\xfcller", "\xff.json"), JSON.stringify(submission("b", right())));
      writeFileSync(below("M\xfcller", "\xfe.json"), "{");
      const { code, out, err } = await run([folder]);
      const { results } = JSON.parse(out);
      expect(results.map(({ student }: { student: string }) => student).sort()).toEqual(["a", "b"]);
      expect(code).toBe(5);
      expect(err).toContain(`${join(folder, "M\ufffdller", "\ufffd.json")}:1:2: `);
    },
  );

  test("names archives that are no zip, in it and in archives", async () => {
    const rar = bytes("Rar!\x1a\x07\0");
    const folder = folderWith({ "a.json": submission("a", right()) });
    writeFileSync(join(folder, "b.rar"), rar);
    writeFileSync(
      join(folder, "c.zip"),
      zipSync({ "c.tar.gz": bytes("\x1f"), "d.7Z": zipSync({ "e.zip": rar }) }),
    );
    const { code, err } = await run([folder]);
    expect(code).toBe(5);
    expect(err).toContain(`${join(folder, "b.rar")}: is a RAR archive, expected a zip`);
    expect(err).toContain("c.zip/c.tar.gz: is no zip, whatever it is called");
    expect(err).toContain("c.zip/d.7Z/e.zip: is an archive in an archive in an archive");
  });
});
