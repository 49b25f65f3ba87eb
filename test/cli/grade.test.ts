import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { generate } from "../../src/cli/generate.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import * as marking from "../../src/grade/markScript.js";
import { problem } from "../../src/problem/problem.js";
import { exerciseText, prepared } from "../exercises.js";
import { ascended, caught, folderWith, net, right, slipped, submission } from "./scripts.js";

const folder = folderWith({
  "a.json": submission("s1", right()),
  "b.json": submission("=s2", slipped),
  "deep/c.json": submission("s3 <b>|_", ascended),
  "deep/key.json": "{}",
});

const run = (paths: string | readonly string[], options: Partial<GradeOptions> = {}) =>
  caught(() => grade(typeof paths === "string" ? [paths] : paths, { report: "text", ...options }));

const results = async (answers: object) =>
  JSON.parse(
    (await run(folderWith({ "s.json": submission("s", answers) }), { report: "json" })).out,
  ).results[0];

describe("the reports of grade", () => {
  test("text: a row a script, with counts, the first error and the top diagnosis by its plain name", async () => {
    const { code, out, err } = await run(folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rows = out.trimEnd().split("\n");
    expect(rows).toHaveLength(4);
    expect(rows[0]!.split(/ {2,}/)).toEqual(
      expect.arrayContaining([
        "student",
        "score",
        "right",
        "follow",
        "wrong",
        "first error",
        "diagnosis",
      ]),
    );
    expect(rows[1]).toMatch(/^s1 .* 54 {2}54 +56 +0 +0 +0 +0 +0$/);
    expect(rows[2]).toMatch(/^=s2 .* 53 {2}54 +\d+ +\d+ +0 +1 +0 +0 {2}a1_1/);
    expect(rows[3]).toMatch(/shows: goes up the gradient instead of down \(8 of 8\)$/);
  });

  test("json: carries every verdict and the policy that was asked for", async () => {
    const { out } = await run(folder, { report: "json", followThrough: 1 / 3 });
    const { policy, results } = JSON.parse(out);
    expect(policy).toEqual({ followThrough: 1 / 3 });
    const follows = Object.values(
      results[1].blanks as Record<string, { verdict: string; marks: number }>,
    ).filter(({ verdict }) => verdict === "followsThrough");
    expect(new Set(follows.map(({ marks }) => marks))).toEqual(new Set([0.333333]));
    expect(results[2].diagnosis[0]).toMatchObject({
      malrule: "ascends",
      certainty: "shows",
      hits: 8,
    });
  });

  test("csv: a row a script, names that look like formulas made harmless", async () => {
    const { out } = await run(folder, { report: "csv" });
    const rows = out.split("\r\n");
    expect(rows).toHaveLength(5);
    expect(rows[0]).toBe(
      "student,exercise,variant,score,max_score,right,follows_through,imprecise,wrong,unreadable,blank,first_error,diagnosis",
    );
    expect(rows[1]).toBe("s1,mlp-2-2-2-sigmoid,v3.42,54,54,56,0,0,0,0,0,,");
    expect(rows[2]).toMatch(/^'=s2,/);
  });

  test("md: a table and a paragraph a script that is not all right, names escaped", async () => {
    const { out } = await run(folder, { report: "md" });
    expect(out).toContain("| s3 &lt;b&gt;\\|\\_ |");
    expect(out).toContain(
      "The answers show one who goes up the gradient instead of down: at 8 of 8 blanks.",
    );
    expect(out).not.toMatch(/<b>|\*\*s1\*\*/);
  });

  test("html: a marked script a student, in files that their names cannot move", async () => {
    const folder = folderWith({
      "a.json": submission("../x", slipped),
      "b.json": submission("../x", right()),
      "c.json": submission("../X", right()),
    });
    const out = join(folder, "marked");
    const { code } = await run(folder, { report: "html", out });
    expect(code).toBe(0);
    expect(readdirSync(out)).toEqual([
      "%2E%2E%2FX--mlp-2-2-2-sigmoid--v3%2E42--3.html",
      "%2E%2E%2Fx--mlp-2-2-2-sigmoid--v3%2E42--2.html",
      "%2E%2E%2Fx--mlp-2-2-2-sigmoid--v3%2E42.html",
    ]);
    expect(
      readFileSync(join(out, "%2E%2E%2Fx--mlp-2-2-2-sigmoid--v3%2E42.html"), "utf8"),
    ).toContain("53 of 54");
  });

  test("pdf: the same, printed", async () => {
    const folder = folderWith({ "a.json": submission("s", slipped) });
    const out = join(folder, "marked");
    expect((await run(folder, { report: "pdf", out })).code).toBe(0);
    expect(
      readFileSync(join(out, readdirSync(out)[0]!))
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test.each(["text", "json", "csv", "md"] as const)(
    "%s: the same bytes from the same scripts",
    async (report) => {
      expect((await run(folder, { report })).out).toBe((await run(folder, { report })).out);
    },
  );
});

describe("a batch", () => {
  test("is marked although files of it cannot be read, and exits with 5", async () => {
    const folder = folderWith({
      "a.json": "{",
      "b.json": submission("s1", right()),
      "c.json": { ...submission("s1", right()), exercise: "../../etc/passwd" },
    });
    const { code, out, err } = await run([folder, join(folder, "none.json")]);
    expect(code).toBe(5);
    expect(out).toMatch(/\ns1 /);
    expect(err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/a\.json:1:2: /),
      expect.stringMatching(/c\.json: exercise: there is no exercise called /),
      expect.stringMatching(/none\.json: there is no such file or folder/),
    ]);
  });

  test("of which nothing can be read exits with 3 and prints no table", async () => {
    expect(await run(folderWith({ "a.json": "{" }))).toMatchObject({ code: 3, out: "" });
    expect(await run(folderWith({}))).toMatchObject({ code: 3, out: "" });
  });

  test("hostile 87: keeps the others where marking one of them throws", async () => {
    const { markScript } = marking;
    const spy = vi.spyOn(marking, "markScript").mockImplementation((problem, script, policy) => {
      if (script.student === "=s2") throw new Error("a defect");
      return markScript(problem, script, policy);
    });
    const { code, out, err } = await run(folder);
    spy.mockRestore();
    expect(code).toBe(5);
    expect(out.trimEnd().split("\n")).toHaveLength(3);
    expect(err).toMatch(/b\.json: could not be marked: a defect/);
  });

  test("leaves out its own results that lie in the folder", async () => {
    const folder = folderWith({ "a.json": submission("s1", right()) });
    const out = join(folder, "marks.json");
    expect((await run(folder, { report: "json", out })).code).toBe(0);
    expect((await run(folder, { report: "json", out })).code).toBe(0);
  });

  test("below the asked minimum exits with 1", async () => {
    expect((await run(folder, { minScore: 90 })).code).toBe(1);
    expect((await run(folder, { minScore: 80 })).code).toBe(0);
  });
});

describe("whoever asks for quiet", () => {
  test("is told all the same what no report can be made of", async () => {
    const { code, err } = await run(folder, { report: "class", quiet: true });
    expect({ code, err }).toEqual({
      code: 2,
      err: "handprop: class is a report on a class: --set says on which\n",
    });
  });

  test("is told all the same which variant could not be written", async () => {
    const out = folderWith({ "descent-step/1-2": "" });
    const options = {
      seed: "1",
      count: 3,
      out,
      format: ["json"],
      help: "none",
      quiet: true,
    } as const;
    const { code, err } = await caught(() => generate(["descent-step"], options));
    expect(code).toBe(5);
    expect(err).toMatch(
      /^.*1-2: .*cannot be written: a part of its path is a file, expected a folder .*\n$/,
    );
  });
});

describe("a script", () => {
  test("loses one blank for one that is malformed", async () => {
    const whole = await results(right());
    for (const bad of ["abc", "1e999", true, {}, [1], "1,234.5", "0x10"]) {
      const { score, blanks } = await results({
        ...right(),
        s2: 1,
        "after1000.a2_1": right()["after1000.a2_1"],
        loss: bad,
      });
      expect(score).toBe(whole.score - 1);
      expect(blanks.loss.verdict).toBe("unreadable");
    }
  });

  test("has the same result in whatever order its keys stand", async () => {
    const extra = { ...slipped, zz: 1, aa: 2 };
    expect(await results(Object.fromEntries(Object.entries(extra).reverse()))).toEqual(
      await results(extra),
    );
  });

  test("of an instructor's own exercise is marked where its file is given", async () => {
    const text = exerciseText("chain-1-1-1-linear").replace(
      "name: chain-1-1-1-linear",
      "name: mine",
    );
    const own = problem(prepared("chain-1-1-1-linear"), "1");
    const folder = folderWith({ "mine.yaml": text });
    const scripts = folderWith({
      "a.json": {
        schemaVersion: 1,
        exercise: "mine",
        seed: "1",
        student: "s",
        answers: right(own),
      },
    });
    expect((await run(scripts)).err).toContain("there is no exercise called mine");
    const { code, out } = await run(scripts, {
      exercise: [join(folder, "mine.yaml")],
      report: "json",
    });
    expect(code).toBe(0);
    expect(JSON.parse(out).results[0].exercise).toBe("mine");
  });
});

describe("the program", () => {
  const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const handprop = (args: readonly string[], input = "") =>
    spawnSync(process.execPath, [main, ...args], { input, encoding: "utf8" });

  test("reads a submission from standard input, once", () => {
    const { status, stdout, stderr } = handprop(
      ["grade", "-", "-"],
      JSON.stringify(submission("s1", right())),
    );
    expect(stdout).toMatch(/\ns1 .* 54 {2}54 /);
    expect(stderr).toContain("standard input can be read only once");
    expect(status).toBe(5);
  });

  test("refuses a share that is none, and a report it does not have", () => {
    expect(handprop(["grade", folder, "--follow-through", "2"])).toMatchObject({ status: 2 });
    expect(handprop(["grade", folder, "--report", "xls"])).toMatchObject({ status: 2 });
  });

  test.each(["0x10", "NaN", "1e999", "", "100.1", "-1", "٥", "5%", "\u001b[31m5\n::error::5"])(
    "hostile 3: takes %j for no number in an option either, and shows it as nothing that a " +
      "terminal obeys",
    (given) => {
      const { status, stderr } = handprop(["grade", folder, "--min-score", given]);
      expect(status).toBe(2);
      expect(stderr).toContain("expected a number from 0 to 100");
      expect(stderr).not.toContain("\u001b");
      expect(stderr).not.toMatch(/^::/m);
    },
  );

  test("refuses a seed that no submission could name", () => {
    expect(handprop(["generate", "chain-rule", "--seed", "x".repeat(191)])).toMatchObject({
      status: 2,
    });
  });
});

test("the scripts here are what they claim to be", () => {
  expect(slipped.a1_1).not.toBe(right().a1_1);
  expect(net.key.size).toBe(56);
});
