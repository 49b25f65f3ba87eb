import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { folderWith } from "./scripts.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const manifest = simulatedSet(["mlp-2-1-1-sigmoid"], 3);
const submissions = Object.fromEntries(
  [...simulatedSubmissions(manifest)].map(({ student, submission }) => [
    `submissions/${student}.json`,
    submission,
  ]),
);
const project = (): string =>
  folderWith({ "week-3/instructor/manifest.json": manifest, ...submissions });

const bash = (script: string, cwd: string, env: Readonly<Record<string, string>>) =>
  spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH!, ...env },
  });

describe("the GitHub action", () => {
  interface Step {
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
  const steps: readonly Step[] = action.runs.steps;

  /**
   * Runs the steps of the action as GitHub does: inputs in the place of expressions, files for what
   * it is told.
   */
  function run(inputs: Readonly<Record<string, string>>) {
    const cwd = project();
    const [summary, output] = ["summary", "output"].map((name) => join(cwd, name)) as [
      string,
      string,
    ];
    for (const file of [summary, output]) writeFileSync(file, "");
    const given = Object.fromEntries(
      Object.entries(action.inputs as Record<string, { default?: string }>).map(([name, input]) => [
        name,
        inputs[name] ?? input.default ?? "",
      ]),
    );
    const filled = (text: string): string =>
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name) => given[name]!);
    let last = { status: 0 as number | null, stdout: "", stderr: "" };
    for (const { run, env = {} } of steps) {
      if (run === undefined || last.status !== 0) continue;
      last = bash(filled(run), cwd, {
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
        GITHUB_ACTION_PATH: root,
        GITHUB_ACTIONS: "true",
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
      });
    }
    const [, result] = /^result=(.*)$/m.exec(readFileSync(output, "utf8"))!;
    return {
      status: last.status,
      out: last.stdout,
      summary: readFileSync(summary, "utf8"),
      result: JSON.parse(Buffer.from(result!, "base64").toString("utf8")),
    };
  }

  test("marks a class, writes a summary, and gives the result on", () => {
    const { status, summary, result } = run({ submissions: "submissions", set: "week-3" });
    expect(status).toBe(0);
    expect(summary.match(/^\| 00\d \|/gm)).toHaveLength(3);
    expect(result).toMatchObject({ version: 1, max_score: 30 });
    expect(result.tests).toHaveLength(3);
  });

  test("takes several paths, and fails the job below what was asked", () => {
    const paths = "submissions/001.json\n\nsubmissions/002.json\n";
    const { status, out, result } = run({ submissions: paths, set: "week-3", "min-score": "100" });
    expect(result.tests).toHaveLength(2);
    expect(status).toBe(result.status === "pass" ? 0 : 1);
    expect(out.match(/^::error /gm) ?? []).toHaveLength(
      result.tests.filter(({ status }: { status: string }) => status === "fail").length,
    );
  });

  test("takes a path for a path, whatever it looks like", () => {
    const { status, result } = run({
      submissions: "submissions/001.json\n--out=x\n--set",
      set: "week-3",
    });
    expect(status).toBe(5);
    expect(result).toMatchObject({ status: "error", max_score: 10 });
  });

  test("gives a result on where the set is not there, and where nothing is to be marked", () => {
    expect(run({ submissions: "submissions", set: "nowhere" })).toMatchObject({
      status: 3,
      result: { status: "error" },
    });
    expect(run({ submissions: "\n", set: "week-3" })).toMatchObject({
      status: 2,
      result: { status: "error" },
    });
  });
});

test("the GitHub job of docs/platforms.md gives the action inputs that it has", () => {
  const [, block] = /```yaml\n(name: Mark\n.*?)```/s.exec(
    readFileSync(join(root, "docs/platforms.md"), "utf8"),
  )!;
  const [, step] = parse(block!).jobs.mark.steps;
  const { inputs } = parse(readFileSync(join(root, "action.yml"), "utf8"));
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
});

describe("the GitLab job of docs/platforms.md", () => {
  const [, block] = /```yaml\n(mark:\n.*?)```/s.exec(
    readFileSync(join(root, "docs/platforms.md"), "utf8"),
  )!;
  const { mark } = parse(block!);

  test("marks, and leaves what its artifacts name", () => {
    const cwd = project();
    // What before_script fetches and builds is this program.
    symlinkSync(root, join(cwd, "handprop"));
    const { status, stderr } = bash(mark.script.join("\n"), cwd, mark.variables);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(
      readFileSync(join(cwd, mark.artifacts.reports.junit), "utf8").match(/<testsuite /g),
    ).toHaveLength(3);
  });
});
