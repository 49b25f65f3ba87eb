import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type GenerateOptions, generate } from "../../src/cli/generate.js";
import { grade } from "../../src/cli/grade.js";
import { gradescope } from "../../src/cli/gradescope.js";
import { init } from "../../src/cli/init.js";
import { practice } from "../../src/cli/practice.js";
import { simulatedSet } from "../class/simulated.js";
import { caught, folderWith, right, submission } from "./scripts.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const options = (more: Partial<GenerateOptions> = {}): GenerateOptions => ({
  seed: "3",
  out: folderWith({}),
  format: ["json", "html"],
  help: "none",
  ...more,
});

describe("generate", () => {
  test("takes several exercises in one call", async () => {
    const out = folderWith({});
    const { code, out: said } = await caught(() =>
      generate(["chain-rule", "descent-step"], options({ out, count: 2 })),
    );
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["chain-rule", "descent-step"]);
    expect(
      said
        .trim()
        .split("\n")
        .map((line) => line.slice(-16)),
    ).toHaveLength(4);
  });

  test("refuses the same exercise twice, and makes nothing before all are read", async () => {
    const out = folderWith({});
    const twice = caught(() => generate(["chain-rule", "chain-rule"], options({ out })));
    await expect(twice).rejects.toThrow("chain-rule is given twice");
    const unknown = caught(() => generate(["chain-rule", "chain-rul"], options({ out })));
    await expect(unknown).rejects.toThrow("did you mean chain-rule?");
    expect(readdirSync(out)).toEqual([]);
  });

  test("says what was made and what to do next, on standard error alone", async () => {
    const { out, err } = await caught(() => generate(["chain-rule"], options()));
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toMatch(/^Made worksheet\.html, .* and submission\.json\.$/m);
    const [, path] = /npx handprop check (\S+)/.exec(err)!;
    expect(existsSync(path!)).toBe(true);
  });

  test("lists its files as JSON where that is asked for, and is silent where quiet is", async () => {
    const { out, err } = await caught(() =>
      generate(["chain-rule"], options({ json: true, quiet: true })),
    );
    expect(err).toBe("");
    const { schemaVersion, variants } = JSON.parse(out);
    expect(schemaVersion).toBe(1);
    expect(variants).toHaveLength(1);
    for (const file of variants[0].files)
      expect(existsSync(join(variants[0].folder, file))).toBe(true);
  });

  test("exits with 1 where a variant is not sound, and makes the others", async () => {
    const exercise = [
      "name: never",
      "version: 1",
      "title: T",
      "quantities: [{ id: x, given: true }, { id: y, formula: 0 * x }]",
      "draw: { x: { from: 1, to: 9, step: 1 } }",
      "ask: [y]",
      "leastFigures: 2",
    ].join("\n");
    const path = join(folderWith({ "never.yaml": exercise }), "never.yaml");
    const { code, out, err } = await caught(() => generate([path, "chain-rule"], options()));
    expect(code).toBe(1);
    expect(out.trim().split("\n")).toEqual([expect.stringMatching(/chain-rule.3$/)]);
    expect(err).toMatch(/never.3: never: /);
  });

  test("says which browser printed", async () => {
    const { err } = await caught(() => generate(["chain-rule"], options({ format: ["pdf"] })));
    expect(err).toMatch(/printed by \w+ \d+\.\d+/);
  });
});

describe("the commands that make files", () => {
  const set = folderWith({ "instructor/manifest.json": simulatedSet(["chain-rule"], 2) });
  const cases = {
    init: (out: string, json: boolean) => init(join(out, "new"), { json }),
    practice: (out: string, json: boolean) =>
      practice(["chain-rule"], { out: join(out, "page.html"), json }),
    gradescope: (out: string, json: boolean) => gradescope({ set, out: join(out, "a.zip"), json }),
  };

  test.each(Object.entries(cases))(
    "%s: list them, as lines or as JSON, and say what comes next",
    async (_, run) => {
      const lines = await caught(() => run(folderWith({}), false));
      expect(lines.err).toMatch(/\nNext:\n {2}\S/);
      for (const path of lines.out.trim().split("\n")) expect(existsSync(path), path).toBe(true);
      const { files } = JSON.parse((await caught(() => run(folderWith({}), true))).out);
      expect(files).toHaveLength(lines.out.trim().split("\n").length);
      for (const path of files) expect(existsSync(path), path).toBe(true);
    },
  );

  test("grade: lists marked scripts as JSON, and refuses to where there is one document", async () => {
    const handedIn = folderWith({ "a.json": submission("s", right()) });
    const run = (report: "html" | "csv") =>
      caught(() => grade([handedIn], { report, json: true, out: join(handedIn, "marked") }));
    const { files } = JSON.parse((await run("html")).out);
    expect(files).toHaveLength(1);
    expect(readFileSync(files[0], "utf8")).toContain("54 of 54");
    expect(await run("csv")).toMatchObject({ code: 2, out: "" });
  });
});

describe("a batch of which part failed", () => {
  const folder = folderWith({ "a.json": submission("s", {}), "b.json": "{" });

  test.each(["text", "json", "html"] as const)(
    "exits with 1 where a script is below the minimum, and says that not all could be done: %s",
    async (report) => {
      const out = join(folderWith({}), "out");
      const { code, err } = await caught(() => grade([folder], { report, out, minScore: 50 }));
      expect(code).toBe(1);
      expect(err).toMatch(/exit code 1, .* without that it were 5/);
    },
  );

  test("exits with 5 where none is", async () => {
    const { code, err } = await caught(() => grade([folder], { report: "text", minScore: 0 }));
    expect(code).toBe(5);
    expect(err).not.toContain("exit code");
  });
});

test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "what is interrupted by %s says what is done, and how to go on",
  async (signal) => {
    const cwd = folderWith({});
    const args = ["generate", "chain-rule", "--count", "99999", "--format", "json"];
    const child = spawn(process.execPath, [main, ...args], { cwd });
    let err = "";
    child.stderr.on("data", (data) => {
      err += data;
    });
    child.stdout.once("data", () => child.kill(signal));
    child.stdout.resume();
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(code).toBe(130);
    const [, made] = /^handprop: interrupted: (\d+) of 99999 variants made; the same command/.exec(
      err,
    )!;
    expect(Number(made)).toBeGreaterThan(0);
    expect(readdirSync(join(cwd, "output", "chain-rule")).length).toBeGreaterThanOrEqual(
      Number(made),
    );
  },
);
