import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { simulatedSet, simulatedSubmissions } from "../class/simulated.js";
import { folderWith, right, submission } from "../cli/scripts.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = join(root, "dist/cli/main.js");

const manifest = simulatedSet(["mlp-2-1-1-sigmoid"], 1);
const [first] = [...simulatedSubmissions(manifest)];
const cwd = folderWith({
  "a.json": submission("s", { ...right(), z1_1: "9" }),
  "set/instructor/manifest.json": manifest,
  "in/b.json": first!.submission,
  "without-network.cjs": `for (const [of, ...names] of [["net", "connect", "createConnection", "createServer"], ["dns", "lookup", "resolve"], ["dgram", "createSocket"], ["tls", "connect"]])
    for (const name of names) require(of)[name] = () => { throw new Error("reaches out: " + of + "." + name); };
  require("net").Socket.prototype.connect = () => { throw new Error("reaches out: a socket"); };`,
});

// Node 22 and later have it under the shorter name.
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/**
 * Where text cannot become code, no program and no thread be started, no socket opened, and only
 * these folders be used.
 */
const confined = [
  "--disallow-code-generation-from-strings",
  permission,
  `--allow-fs-read=${root}*`,
  `--allow-fs-read=${cwd}/*`,
  `--allow-fs-write=${cwd}/*`,
  "--no-warnings",
  "--require",
  join(cwd, "without-network.cjs"),
];
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [...confined, ...args], { cwd, encoding: "utf8" });

beforeAll(() => {
  const { status, stdout, stderr } = run(
    main,
    "grade",
    "a.json",
    "--report",
    "json",
    "--out",
    "results.json",
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
});

test.each([
  ["generate", ["mlp-2-2-2-sigmoid", "--format", "html,md,json", "--quiet"]],
  ["grade", ["a.json", "--report", "html"]],
  ["grade", ["in", "--set", "set", "--report", "class"]],
  ["regrade", ["a.json", "--against", "results.json", "--follow-through", "0.5"]],
  ["check", ["a.json"]],
  ["audit", ["mlp-2-2-1-sigmoid"]],
  ["certify", ["chain-rule", "mlp-2-1-1-sigmoid", "--seeds", "2"]],
  ["practice", ["chain-rule", "--quiet"]],
  ["gradescope", ["--set", "set", "--out", "autograder.zip", "--quiet"]],
])(
  "hostile 62: %s %j makes no code of any text, starts nothing, and needs no network and no " +
    "other folder",
  (command, args) => {
    const { status, stdout, stderr } = run(main, command, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.length).toBeGreaterThan(10);
  },
);

test.each([
  ["makes code of text", "new Function('return 1')()", "EvalError"],
  ["starts a program", "require('child_process').execFileSync('true')", "ERR_ACCESS_DENIED"],
  [
    "starts a thread",
    "new (require('worker_threads').Worker)('1', { eval: true })",
    "ERR_ACCESS_DENIED",
  ],
  ["reads elsewhere", "require('fs').readFileSync('/etc/hosts')", "ERR_ACCESS_DENIED"],
  [
    "writes elsewhere",
    `require('fs').writeFileSync(${JSON.stringify(join(root, "x"))}, '')`,
    "ERR_ACCESS_DENIED",
  ],
  ["asks for a page", "require('http').get('http://127.0.0.1:9')", "reaches out"],
])("hostile 62: what %s is stopped there", (_, code, said) => {
  writeFileSync(join(cwd, "e.cjs"), code);
  const { status, stderr } = run(join(cwd, "e.cjs"));
  expect(status).toBe(1);
  expect(stderr).toContain(said);
});

test("hostile 62: the program itself names neither evaluation, nor a network, nor a shell", () => {
  const src = join(root, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("generated/"));
  const naming = (pattern: RegExp) =>
    files.filter((file) => pattern.test(readFileSync(join(src, file), "utf8")));
  expect(files.length).toBeGreaterThan(150);
  expect(
    naming(
      /\beval\(|\bnew Function\b|\bFunction\(|\.constructor\(|"node:(vm|inspector|worker_threads)"|\bsetFlagsFromString\b/,
    ),
  ).toEqual([]);
  expect(
    naming(
      /"node:(net|http|https|http2|tls|dgram|dns)[/"]|\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/,
    ),
  ).toEqual([]);
  // The browser is asked what libraries it lacks, without a shell; puppeteer starts it; and what is
  // left of it is removed. A page that was written is opened, where that is asked for.
  expect(naming(/child_process/).sort()).toEqual([
    "cli/openInBrowser.ts",
    "render/pdf/chromium.ts",
    "render/pdf/profile.ts",
  ]);
  const opener = readFileSync(join(src, "cli/openInBrowser.ts"), "utf8");
  expect(opener).toContain("spawn(command, [...before, resolve(path)], {");
  expect(opener).not.toMatch(/shell|\bexec/);
  const chromium = readFileSync(join(src, "render/pdf/chromium.ts"), "utf8");
  expect(chromium).toContain('import { execFile } from "node:child_process";');
  expect(chromium).not.toContain("shell");
  // What the shell runs stands there; the folder is an argument, and no text of it.
  const profile = readFileSync(join(src, "render/pdf/profile.ts"), "utf8");
  expect(profile).toContain('spawn("/bin/sh", ["-c", afterwards, folder], {');
  expect(/const afterwards = `([^`]*)`/.exec(profile)![1]).not.toContain("${");
});
