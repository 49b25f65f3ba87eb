import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { zipSync } from "fflate";
import { PDFDocument } from "pdf-lib";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Manifest } from "../../src/class/manifest.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { regrade } from "../../src/cli/regrade.js";
import { csv } from "../../src/export/csv.js";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { caught, folderWith } from "./scripts.js";

const names = ["mlp-2-1-1-sigmoid", "mlp-2-2-1-sigmoid"] as const;
const manifest = simulatedSet(names, 12);
const handedIn = [...simulatedSubmissions(manifest)];
const files = Object.fromEntries(
  handedIn.map(({ student, exercise, submission }) => [
    `${student}/${exercise}/submission.json`,
    submission,
  ]),
);
const setFolder = (changed: Partial<Manifest> = {}): string =>
  folderWith({ "instructor/manifest.json": { ...manifest, ...changed } });
const set = setFolder();
const folder = folderWith(files);
// Somebody who got to the end of the first exercise, and something wrong.
const { student: one, submission: own } = handedIn.find(
  ({ exercise, submission }) =>
    exercise === names[0] && Object.keys(submission.answers).length > 24,
)!;
const other = handedIn.find(({ student }) => student !== one)!.submission;

const run = (paths: string | readonly string[], options: Partial<GradeOptions> = {}) =>
  caught(() =>
    grade(typeof paths === "string" ? [paths] : paths, { report: "json", set, ...options }),
  );
const resultsOf = async (paths: string | readonly string[], options: Partial<GradeOptions> = {}) =>
  JSON.parse((await run(paths, options)).out).results;
const whole = await run(folder);
const results: readonly { student: string; exercise: string; score: number; maxScore: number }[] =
  JSON.parse(whole.out).results;
const mine = results.find(({ student, exercise }) => student === one && exercise === names[0])!;

afterEach(() => vi.unstubAllEnvs());

describe("a class set", () => {
  test("is marked from a folder, a script a student and exercise, in the order of the roster", () => {
    expect(whole).toMatchObject({ code: 0, err: "" });
    expect(results.map(({ student, exercise }) => [student, exercise])).toEqual(
      manifest.students.flatMap(({ id }) => names.map((name) => [id, name])),
    );
    expect(results[0]).toMatchObject({ maxPoints: 10 });
  });

  test("is the same from a zip, in a zip, and from files in another order", async () => {
    const entries = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        new TextEncoder().encode(JSON.stringify(content)),
      ]),
    );
    const zips = folderWith({});
    writeFileSync(join(zips, "class.zip"), zipSync(entries));
    writeFileSync(
      join(zips, "outer.zip"),
      zipSync({ "s/inner.zip": zipSync(entries), "__MACOSX/s/._x.json": new Uint8Array(3) }),
    );
    expect((await run(join(zips, "class.zip"))).out).toBe(whole.out);
    expect((await run(join(zips, "outer.zip"))).out).toBe(whole.out);
    const reversed = Object.keys(files)
      .reverse()
      .map((path) => join(folder, path));
    expect((await run(reversed)).out).toBe(whole.out);
  });

  test("is the same from scripts on paper, by student and exercise, a row each", async () => {
    const ids = [...new Set(handedIn.flatMap(({ submission }) => Object.keys(submission.answers)))];
    const table = csv(
      ["student_id", "exercise", ...ids],
      handedIn.map(({ student, exercise, submission: { answers } }) => [
        student,
        exercise,
        ...ids.map((id) => (answers[id] === undefined ? "" : Number(answers[id]))),
      ]),
    );
    const paper = await resultsOf(join(folderWith({ "paper.csv": table }), "paper.csv"));
    expect(paper.map(({ score }: { score: number }) => score)).toEqual(
      results.map(({ score }) => score),
    );
  });

  test("of decimal commas where the set has none says one line, with the setting's name", async () => {
    const commas = Object.fromEntries(
      Object.entries(own.answers).map(([id, typed]) => [id, String(typed).replace(".", ",")]),
    );
    const paths = folderWith({ "a.json": { ...own, answers: commas }, "b.json": other });
    const { code, err } = await run(paths, { quiet: true });
    expect(code).toBe(0);
    expect(err.match(/decimalComma/g)).toHaveLength(1);
    expect(err).toMatch(
      /^\d+ answers in 1 script have a decimal comma, .*: say locale: { decimalComma: true } in the set/,
    );
    const european = setFolder({ locale: { decimalComma: true } });
    expect((await run(paths, { set: european })).err).not.toContain("decimalComma");
  });

  test("hostile 31: takes no student's word in a table for whose script it is", async () => {
    const mine = csv(["student_id", "exercise", "z1_1"], [[one, names[0], 1]]);
    const known = csv(["variant", "z1_1"], [[own.variant, 1]]);
    const zipped = join(folderWith({}), "a.zip");
    writeFileSync(zipped, zipSync({ "s2/mine.csv": Buffer.from(mine) }));
    for (const path of [folderWith({ "mine.csv": mine }), zipped]) {
      const { code, err } = await run(path);
      expect(code).toBe(3);
      expect(err).toMatch(
        /mine\.csv:2: variant: is missing; whose script a row is, a student_id says only in a table/,
      );
    }
    expect(await resultsOf(folderWith({ "known.csv": known }))).toMatchObject([{ student: one }]);
  });

  test("is the same from a filled-in PDF, and the empty one beside a submission is no other", async () => {
    const folder = folderWith({ "a.json": own });
    writeFileSync(join(folder, "worksheet.pdf"), await filled(own.variant, {}));
    const [fromJson] = await resultsOf(folder);
    const pdf = join(folderWith({}), "mine.pdf");
    writeFileSync(pdf, await filled(own.variant, own.answers));
    const [fromPdf] = await resultsOf(pdf);
    expect(fromPdf).toEqual(fromJson);
    const empty = folderWith({});
    writeFileSync(join(empty, "worksheet.pdf"), await filled(own.variant, {}));
    expect(await run(empty)).toMatchObject({
      code: 3,
      err: expect.stringContaining("nothing is filled in"),
    });
  });

  test("reads a comma as the decimal mark where its locale does", async () => {
    const commas = Object.fromEntries(
      Object.entries(own.answers).map(([id, text]) => [id, text.replace(".", ",")]),
    );
    const folder = folderWith({ "a.json": { ...own, answers: commas } });
    const german = setFolder({ locale: { decimalComma: true } });
    expect((await resultsOf(folder, { set: german }))[0].score).toBe(mine.score);
    expect((await resultsOf(folder))[0].score).toBe(0);
  });

  test("is marked by its policy, and an exercise's own before it", async () => {
    const slipped = handedIn.find(({ student, exercise }) => {
      const found = JSON.parse(whole.out).results.find(
        (result: { student: string; exercise: string }) =>
          result.student === student && result.exercise === exercise,
      );
      return Object.values(found.blanks as object).some(
        ({ verdict }) => verdict === "followsThrough",
      );
    })!;
    const folder = folderWith({ "a.json": slipped.submission });
    const scoreWith = async (changed: Partial<Manifest>, options = {}): Promise<number> =>
      (await resultsOf(folder, { set: setFolder(changed), ...options }))[0].score;
    const full = await scoreWith({});
    const none = await scoreWith({ policy: { followThrough: 0 } });
    expect(none).toBeLessThan(full);
    expect(await scoreWith({ policy: { followThrough: 0.5 } })).toBeCloseTo((full + none) / 2, 5);
    const overridden = manifest.exercises.map((exercise) => ({
      ...exercise,
      overrides: { followThrough: 1 },
    }));
    expect(await scoreWith({ policy: { followThrough: 0 }, exercises: overridden })).toBe(full);
    expect(await scoreWith({}, { followThrough: 0 })).toBe(none);
  });

  test("knows a variant as a person copies it from paper", async () => {
    const copied = `${own.variant.slice(0, 3).toLowerCase()}-${own.variant.slice(3).replaceAll("0", "o").replaceAll("1", "l")}`;
    const [found] = await resultsOf(folderWith({ "a.json": { ...own, variant: copied } }));
    expect(found).toMatchObject({ student: one, variant: own.variant, score: mine.score });
  });

  test("marked again says who changed", async () => {
    const against = join(folderWith({}), "results.json");
    writeFileSync(against, whole.out);
    const { out } = await caught(() => regrade([folder], { set, against }));
    expect(out).toBe(
      "24 scripts marked again: 0 went up, 0 went down, 0 changed in verdicts only, 24 stayed.\n",
    );
    const changed = await caught(() => regrade([folder], { set, against, followThrough: 0 }));
    expect(changed.out).toMatch(/24 scripts marked again: 0 went up, [1-9]\d* went down/);
  });

  test("refuses what was not handed out to the student, and says so of no one else", async () => {
    const { code, out, err } = await run(
      folderWith({
        "stolen.json": { ...own, student: other.student },
        "unknown.json": { ...own, variant: "NONE" },
        "nameless.json": { ...own, variant: undefined },
        "swapped.json": { ...own, exercise: names[1] },
        "old.json": { ...own, exerciseVersion: 99 },
        "nickname.json": { ...own, student: "me" },
      }),
    );
    expect(code).toBe(5);
    expect(err.split("\n").map((line) => line.replace(/^.*\//, ""))).toEqual([
      `nameless.json: variant: is missing, so it is not known what this answers`,
      expect.stringMatching(/^old\.json: answers version 99 of /),
      `stolen.json: is by ${other.student}, but variant ${own.variant} is not theirs`,
      expect.stringMatching(
        /^swapped\.json: exercise: variant \S+ is of mlp-2-1-1-sigmoid, not of /,
      ),
      `unknown.json: variant: NONE was not handed out in this set`,
      "",
    ]);
    const { results, errors } = JSON.parse(out);
    expect(results.map(({ student }: { student: string }) => student)).toEqual([one]);
    expect(errors).toHaveLength(5);
  });

  test("says who is on no roster, and which exercise is in no set, with what was meant", async () => {
    const rows = [
      "7,mlp-2-1-1-sigmoid",
      "S007,mlp-2-1-1-sigmoid",
      "070,mlp-2-1-1-sigmoid",
      "007,mlp-2-1-1-sigmod",
    ];
    const folder = folderWith({
      "paper.csv": ["student_id,exercise,z1_1", ...rows.map((row) => `${row},1`), ""].join("\n"),
      "removed.json": { ...own, student: "s99", variant: "GONE" },
    });
    const files = ["paper.csv", "removed.json"].map((file) => join(folder, file));
    const { code, err } = await run(files);
    expect(code).toBe(3);
    expect(err.split("\n").map((line) => line.replace(/^.*\//, ""))).toEqual([
      "paper.csv:2: student: there is no 7 on the roster of this set (did you mean 007?)",
      "paper.csv:3: student: there is no S007 on the roster of this set",
      "paper.csv:4: student: there is no 070 on the roster of this set",
      "paper.csv:5: exercise: there is no mlp-2-1-1-sigmod in this set (did you mean " +
        "mlp-2-1-1-sigmoid?)",
      "removed.json: variant: GONE was not handed out in this set; s99 is not, or no longer, " +
        "on its roster",
      "",
    ]);
    const students = manifest.students.map((student) => ({ ...student, id: `s${student.id}` }));
    const named = await run(files, { set: setFolder({ students, variants: [] }) });
    expect(named.err).toContain("no S007 on the roster of this set (did you mean s007?)");
  });

  test("that is not there is bad input, said in the report, too", async () => {
    const out = join(folderWith({}), "r.json");
    const { code, err } = await run(folder, { set: "/nowhere", out, report: "gradescope" });
    expect(code).toBe(3);
    expect(err).toContain("there is no such file");
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      score: 0,
      // A student sees it, who is not to know what the instructor's files are called, or hold.
      output: "handprop: this could not be marked; please tell your instructor",
      tests: [],
    });
  });
});

describe("of several submissions by one student", () => {
  const empty = { ...own, answers: {} };
  const half = { ...own, answers: Object.fromEntries(Object.entries(own.answers).slice(0, 1)) };

  test("hostile 81: the one with the most marks counts, whatever the order, and the others are named", async () => {
    for (const names of [
      ["a", "b", "c"],
      ["c", "b", "a"],
    ]) {
      const folder = folderWith({
        [`${names[0]}.json`]: own,
        [`${names[1]}.json`]: half,
        [`${names[2]}.json`]: empty,
      });
      const { out, err, code } = await run(folder);
      expect(code).toBe(0);
      expect(JSON.parse(out).results).toHaveLength(1);
      expect(JSON.parse(out).results[0].score).toBe(mine.score);
      expect(err).toMatch(
        /^\S*b\.json: does not count, since \S+\.json has as many marks or more\n$/,
      );
    }
  });
});

describe("the reports of a class", () => {
  test("gradebook: a row a student of the roster, empty where nothing was handed in", async () => {
    const { out } = await run(folderWith({ "a.json": own }), { report: "gradebook" });
    const rows = out.trimEnd().split("\r\n");
    const points = ((mine.score / mine.maxScore) * 10).toFixed(2).replace(/\.?0+$/, "");
    expect(rows[0]).toBe(
      "student_id,name,email,section,mlp-2-1-1-sigmoid,mlp-2-2-1-sigmoid,total,out_of,percent,notes",
    );
    expect(rows.filter((row) => row.startsWith(`${one},`))).toEqual([
      expect.stringMatching(
        new RegExp(`^${one},Student \\d+,s\\d+@example.org,[A-D],${points},,${points},20,`),
      ),
    ]);
    expect(rows.filter((row) => /,[A-D],,,,20,,$/.test(row))).toHaveLength(11);
    expect(rows).toHaveLength(13);
  });

  test("blanks: a row a blank, shares in per cent", async () => {
    const rows = (await run(folder, { report: "blanks" })).out.trimEnd().split("\r\n");
    expect(rows[0]).toMatch(
      /^exercise,variant,blank,points,scripts,facility,facility_low,facility_high,discrimination,/,
    );
    const facilities = rows.slice(1).map((row) => Number(row.split(",")[5]));
    expect(facilities.every((facility) => facility >= 0 && facility <= 100)).toBe(true);
    expect(rows[1]!.split(",").slice(0, 5)).toEqual([
      "mlp-2-1-1-sigmoid",
      "",
      expect.any(String),
      "1",
      "12",
    ]);
  });

  test("blanks: statistics of too few are empty", async () => {
    const few = handedIn.slice(0, 9).map(({ submission }) => submission);
    const folder = folderWith(Object.fromEntries(few.map((one, i) => [`${i}.json`, one])));
    const [, row] = (await run(folder, { report: "blanks" })).out.split("\r\n");
    expect(row).toMatch(/^mlp-2-1-1-sigmoid,,\w+,1,9,,,,,,$/);
  });

  test("class: one page that needs nothing else, with who has which misconception and nobody's name as markup", async () => {
    const named = manifest.students.map((student) =>
      student.id === one ? { ...student, id: "<b>&" } : student,
    );
    const variants = manifest.variants.map((variant) =>
      variant.student === one ? { ...variant, student: "<b>&" } : variant,
    );
    const { out, code } = await run(folder, {
      report: "class",
      set: setFolder({ students: named, variants }),
    });
    expect(code).toBe(0);
    expect(out).not.toMatch(/<script|src="(?!data:)|href=|<b>/);
    expect(out).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(out).toContain("12 of 12 marked.");
    expect(out).toMatch(/<th [^>]*>median<\/th>/);
    expect(out).not.toContain("Not marked");
    const shown = JSON.parse(whole.out).results.flatMap(
      ({ exercise, diagnosis }: { exercise: string; diagnosis: { certainty: string }[] }) =>
        exercise === names[1] ? diagnosis.filter(({ certainty }) => certainty === "shows") : [],
    );
    expect(shown.length).toBeGreaterThan(0);
    const [, second] = out.split('<section class="exercise">').slice(1);
    const counts = [
      ...second!.matchAll(
        /<tr><th scope="row">[^<]*<\/th><td class="number">(\d+)<\/td><td class="number">(\d+)</g,
      ),
    ];
    expect(counts.reduce((sum, [, shows]) => sum + Number(shows), 0)).toBe(shown.length);
  });

  test("the questions that a student was given are nothing handed in, whatever a platform calls them", async () => {
    const questions = { schemaVersion: 1, exercise: "mlp-2-1-1-sigmoid", questions: [] };
    const folder = folderWith({ "doe_1_submission.json": own, "doe_1_problem.json": questions });
    const { code, err } = await run(folder, { report: "csv" });
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("class: names what was refused or could not be read, which nobody takes for not handed in", async () => {
    const folder = folderWith({
      "a.json": own,
      "broken.json": "{",
      "stolen.json": { ...other, student: one },
    });
    const { out, code } = await run(folder, { report: "class" });
    expect(code).toBe(5);
    expect(out).toContain("<h2>Not marked: 2</h2>");
    expect(out).toMatch(/<li><bdi>\S*broken\.json:/);
    expect(out).toMatch(/<li><bdi>\S*stolen\.json: is by /);
    expect(out).toContain("1 of 12 marked.");
    // A mean of one script is that script.
    expect(out).not.toMatch(/median|<figure class="picture"><svg/);
    expect(out).toContain("nothing marked of: <bdi>");
    expect(out).not.toContain("handed in by");
  });

  test("gradebook: filled into a platform's table, and who has no row there is named", async () => {
    const row = (id: string) => `"${id}",9,\r\n`;
    const [first, ...others] = manifest.students.map(({ id }) => id);
    const table = `student_id,before,mark\r\n${others.map(row).join("")}`;
    const into = join(folderWith({ "table.csv": table }), "table.csv");
    const { code, out, err } = await run(folder, { report: "gradebook", into, column: "mark" });
    expect(out.replace(/,[\d.]+\r/g, ",\r")).toBe(table);
    expect(out).not.toBe(table);
    expect(code).toBe(5);
    expect(err).toContain(`there is no row, or not one alone, for Student 1 (${first})`);
  });

  test.each([
    [{ report: "json", into: "table.csv" }, "--into is filled in by --report gradebook"],
    [{ report: "gradebook", column: "mark" }, "--column says which column of --into"],
    [{ report: "gradebook", into: "table.csv", excel: true }, "--excel is for a table of our own"],
    [{ report: "feedback" }, "--out says where to write the zip of feedback"],
  ] as const)("refuses %j together", async (options, said) => {
    const { code, err } = await run(folder, options);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });

  test("gradebook: the total is that of the points as they are written", async () => {
    const exercises = manifest.exercises.map((exercise, i) => ({
      ...exercise,
      points: [8.337, 9.119][i]!,
    }));
    const { out } = await run(folder, { report: "gradebook", set: setFolder({ exercises }) });
    const rows = out.trimEnd().split("\r\n").slice(1);
    expect(rows).toHaveLength(12);
    for (const row of rows) {
      const [first, second, total, whole, percent] = row
        .split(",")
        .slice(4)
        .map(Number) as number[];
      expect(total).toBe(Number((first! + second!).toFixed(2)));
      expect(percent).toBeCloseTo((total! / whole!) * 100, 1);
    }
  });

  test.each(["class", "blanks", "gradebook"] as const)(
    "%s is of a class: to ask for it without a set is wrong usage",
    async (report) => {
      expect(await caught(() => grade([folder], { report }))).toMatchObject({ code: 2, out: "" });
    },
  );
});

describe("the reports for other systems", () => {
  const single = folderWith({ "a.json": own });

  test("hostile 60: junit: well-formed, a suite a script, with counts that are those of its cases", async () => {
    const odd = {
      ...own,
      answers: { ...own.answers, z1_1: "<&\u0001\ud800]]>", a1_1: "0.9999", loss: "" },
    };
    const { out } = await run(folderWith({ "a.json": odd, "b.json": "{", "c.json": other }), {
      report: "junit",
    });
    const document = new DOMParser({
      onError: (level, message) => {
        throw new Error(`${level}: ${message}`);
      },
    }).parseFromString(out, "application/xml");
    const suites = [...document.getElementsByTagName("testsuite")];
    expect(suites.map((suite) => suite.getAttribute("name"))).toEqual([
      expect.stringMatching(/ · mlp-2-1-1-sigmoid$/),
      expect.stringMatching(/ · mlp-2-1-1-sigmoid$/),
      "not marked",
    ]);
    for (const element of suites) {
      const count = (name: string): string => String(element.getElementsByTagName(name).length);
      expect(element.getAttribute("tests")).toBe(count("testcase"));
      expect(element.getAttribute("failures")).toBe(count("failure"));
      expect(element.getAttribute("errors")).toBe(count("error"));
      expect(element.getAttribute("skipped")).toBe(count("skipped"));
    }
    const theirs = suites.find((suite) => suite.getAttribute("name")!.startsWith(`${one} · `))!;
    expect(theirs.getAttribute("errors")).toBe("1");
  });

  test("gradescope: a test a blank, its sums right, times from the metadata, nothing hidden", async () => {
    const metadata = join(single, "..", "submission_metadata.json");
    writeFileSync(
      metadata,
      JSON.stringify({
        created_at: "2026-01-02T03:04:05-08:00",
        users: [{ email: emailOf(one).toUpperCase() }],
      }),
    );
    const { out, code } = await run(single, { report: "gradescope", metadata });
    expect(code).toBe(0);
    const { score, tests, extra_data, output } = JSON.parse(out);
    expect(score).toBeCloseTo((mine.score / mine.maxScore) * 10, 5);
    const sum = (key: "score" | "max_score") =>
      tests.reduce(
        (total: number, test: { score: number; max_score: number }) => total + test[key],
        0,
      );
    expect(sum("score")).toBeCloseTo(mine.score, 5);
    expect(sum("max_score")).toBeCloseTo(mine.maxScore, 5);
    expect(extra_data).toEqual({ created_at: "2026-01-02T03:04:05-08:00" });
    expect(output).toContain("mlp-2-2-1-sigmoid: not handed in.");
    for (const test of tests) {
      expect(["passed", "failed"]).toContain(test.status);
      expect(test).toMatchObject({ output_format: "text", visibility: "visible" });
    }
  });

  test("gradescope: shows verdicts when grades are published where the set tells only the format", async () => {
    const quiet = setFolder({ policy: { feedback: "format" } });
    const { tests, output } = JSON.parse(
      (await run(single, { report: "gradescope", set: quiet })).out,
    );
    expect(new Set(tests.map(({ visibility }: { visibility: string }) => visibility))).toEqual(
      new Set(["after_published"]),
    );
    expect(output).not.toMatch(/marks/);
  });

  test("gradescope and prairielearn tell students everything in the language of the set", async () => {
    const german = setFolder({ policy: { language: "de" } });
    const reportOf = async (report: "gradescope" | "prairielearn") =>
      JSON.parse((await run(single, { report, set: german })).out);
    const { output, tests } = await reportOf("gradescope");
    const { message } = await reportOf("prairielearn");
    expect(output).toMatch(/ von \d+ Punkten/);
    expect(output).toContain("mlp-2-2-1-sigmoid: nicht abgegeben.");
    expect(message).toMatch(/ von \d+ Punkten/);
    const said = tests.map((one: { output: string }) => one.output).join("\n");
    expect(said).toMatch(/^Sie schrieben /m);
    expect(`${output}${message}${said}`).not.toMatch(/marks|wrote|right|handed in/);
  });

  test("gradescope: what was handed out to somebody else earns nothing and shows nothing", async () => {
    const metadata = join(folderWith({}), "m.json");
    writeFileSync(
      metadata,
      JSON.stringify({
        created_at: "2026-01-02T03:04:05Z",
        users: [{ email: "somebody@example.org" }],
      }),
    );
    const { out, code } = await run(single, { report: "gradescope", metadata });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      score: 0,
      tests: [],
      output: expect.stringContaining("was handed out to somebody else"),
    });
  });

  test.each(["gradescope", "prairielearn"] as const)(
    "%s: is of one student only",
    async (report) => {
      const { out, code } = await run(folder, { report });
      expect(code).toBe(3);
      expect(out).toContain("this report is of one student only");
      expect(out).not.toContain("z1_1");
    },
  );

  test("prairielearn: a share of the marks, points and max_points on every test, less than a megabyte", async () => {
    const { gradable, score, tests } = JSON.parse(
      (await run(single, { report: "prairielearn" })).out,
    );
    expect(gradable).toBe(true);
    expect(score).toBeCloseTo(mine.score / mine.maxScore, 5);
    for (const test of tests)
      expect(test).toMatchObject({ points: expect.any(Number), max_points: expect.any(Number) });
    const long = Object.fromEntries(
      Object.keys(own.answers).map((id) => [id, "9".repeat(100_000)]),
    );
    const { out } = await run(folderWith({ "a.json": { ...own, answers: long } }), {
      report: "prairielearn",
    });
    expect(out.length).toBeLessThan(1_000_000);
  });

  test("prairielearn: what cannot be read is not gradable", async () => {
    const { out, code } = await run(folderWith({ "a.json": "{" }), { report: "prairielearn" });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      gradable: false,
      format_errors: [expect.stringContaining("a.json:1:2")],
    });
  });

  test("hostile 57: github: annotations with their lines, ten of a kind, a summary, and the result of a test runner", async () => {
    const wrong = Object.fromEntries(Object.keys(own.answers).map((id) => [id, "1%,:9\n"]));
    const folder = folderWith({ "a,b.json": JSON.stringify({ ...own, answers: wrong }, null, 2) });
    const [summary, output] = ["summary", "output"].map((name) => join(folder, name));
    vi.stubEnv("GITHUB_STEP_SUMMARY", summary!);
    vi.stubEnv("GITHUB_OUTPUT", output!);
    const { out, code } = await run(folder, { report: "github", minScore: 50 });
    expect(code).toBe(1);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(11);
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines[0]).toMatch(
      /^::error file=[^,:]*a%2Cb\.json,line=7,title=[^,:]*\(z1_1\)::1%25,:9: Write a decimal point/,
    );
    expect(lines[9]).toMatch(/%0Aand \d+ more: the summary has all$/);
    expect(readFileSync(summary!, "utf8")).toContain(`| ${one} |`);
    const [, encoded] = /^result=([A-Za-z0-9+/=]+)\n$/.exec(readFileSync(output!, "utf8"))!;
    const result = JSON.parse(Buffer.from(encoded!, "base64").toString("utf8"));
    expect(result).toMatchObject({ version: 1, status: "fail", max_score: 10 });
    for (const test of result.tests) {
      expect(test).toMatchObject({
        name: expect.any(String),
        score: expect.any(Number),
        message: expect.any(String),
      });
      expect(["pass", "fail", "error"]).toContain(test.status);
    }
  });

  test("github: of a class, a test a script, and annotations at those below what was asked", async () => {
    const { out } = await run(folder, { report: "github", minScore: 60 });
    const below = results.filter(({ score, maxScore }) => score < 0.6 * maxScore);
    expect(out.match(/^::error /gm) ?? []).toHaveLength(below.length);
  });

  test.each(["json", "csv", "md", "junit", "gradescope", "prairielearn", "github"] as const)(
    "hostile 87: %s: is written even where marking breaks",
    async (report) => {
      const out = join(folderWith({}), "out");
      mkdirSync(out);
      const file = join(out, "results");
      const bad = setFolder({ malrules: "[" });
      const { code, err } = await run(single, { report, out: file, set: bad });
      expect(code).toBe(3);
      expect(err).toContain("malrules");
      expect(readFileSync(file, "utf8").length).toBeGreaterThan(20);
    },
  );
});

function emailOf(id: string): string {
  return manifest.students.find((student) => student.id === id)!.email!;
}

async function filled(
  variant: string,
  answers: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage();
  const fields = {
    "handprop.exercise": names[0],
    "handprop.variant": variant,
    ...answers,
    drop: answers.drop ?? "",
  };
  for (const [name, value] of Object.entries(fields)) {
    const field = pdf.getForm().createTextField(name);
    field.setText(value);
    field.addToPage(page);
  }
  return pdf.save();
}
