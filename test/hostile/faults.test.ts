import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { grade } from "../../src/cli/grade.js";
import { markAll } from "../../src/cli/markAll.js";
import { regrade } from "../../src/cli/regrade.js";
import { terminal } from "../../src/cli/terminal.js";
import { blankSubmission } from "../../src/export/problemJson.js";
import { InputError } from "../../src/input/inputError.js";
import { problem } from "../../src/problem.js";
import { openPrinter } from "../../src/render/pdf/print.js";
import { caught, folderWith, right, slipped, submission } from "../cli/scripts.js";
import { prepared } from "../exercises.js";

// As it is installed: built, so that a process starts as fast as it does for a user.
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const handprop = (args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv; node?: string[] } = {}) =>
  spawnSync(process.execPath, [...(options.node ?? []), main, ...args], {
    encoding: "utf8",
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    maxBuffer: 2 ** 28,
  });

const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === "linux";

describe("a disk", () => {
  test.skipIf(!onLinux)(
    "hostile 73: that is full where results go: the exit code is not 0, and one line says why",
    () => {
      const folder = folderWith({ "a.json": submission("s", right()) });
      const script = `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(main)} grade a.json --report json > /dev/full`;
      const { status, stderr } = spawnSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
      expect(status).toBe(4);
      expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining("ENOSPC")]);
    },
  );

  // A small file system needs a namespace of one's own, which some systems do not give.
  const small =
    onLinux && spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", "/mnt"]).status === 0;

  test.skipIf(!small)("hostile 73: that is full: earlier files are whole, no half file has its final name", () => {
    const script = `mount -t tmpfs -o size=300k tmpfs /mnt || exit 99
"$0" "$1" generate mlp-2-2-2-sigmoid --count 20 --format json --out /mnt/out
echo "code $?"
exec "$0" -e 'for (const entry of require("fs").readdirSync("/mnt", { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  JSON.parse(require("fs").readFileSync(entry.parentPath + "/" + entry.name, "utf8"));
  console.log("whole", entry.parentPath + "/" + entry.name);
}'`;
    const { stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", script, process.execPath, main], {
      encoding: "utf8",
    });
    expect(stdout).toContain("code 4");
    expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining("ENOSPC")]);
    expect(stdout.match(/^whole .*\/(key|problem|submission)\.json$/gm)!.length).toBeGreaterThan(5);
    expect(stdout).not.toMatch(/whole .*\/\.\w/);
  });
  if (!small) console.warn("hostile 73: no small file system can be made here: that half is skipped");
});

describe("without permission", () => {
  // Root may do everything; somebody who may nothing is nobody.
  const as = isRoot ? { uid: 65534, gid: 65534 } : {};
  const run = (args: readonly string[], cwd: string) =>
    spawnSync(process.execPath, [main, ...args], { encoding: "utf8", cwd, ...as });
  const folder = folderWith({ "a.json": submission("s", right()), "shut/b.json": "{}", "set/x": "" });
  const canRun = onLinux && run(["--version"], "/").status === 0;
  if (!canRun) console.warn("hostile 74: nobody may run this program here: skipped");

  test.skipIf(!canRun)("hostile 74: to write there is one clear error", () => {
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "a.json"), 0o644);
    const { status, stderr } = run(["grade", "a.json", "--report", "json", "--out", "results.json"], folder);
    expect(status).toBe(4);
    expect(stderr.trimEnd().split("\n")).toEqual([expect.stringMatching(/^handprop: EACCES: permission denied/)]);
    expect(existsSync(join(folder, "results.json"))).toBe(false);
  });

  test.skipIf(!canRun)(
    "hostile 74: to read one file of a batch is said of that file, and the others are marked",
    () => {
      chmodSync(folder, 0o755);
      const shut = join(folder, "shut.json");
      writeFileSync(shut, "{}", { mode: 0o000 });
      chmodSync(join(folder, "shut"), 0o000);
      const { status, stderr, stdout } = run(["grade", "a.json", "shut.json", "shut"], folder);
      chmodSync(join(folder, "shut"), 0o755);
      expect(status).toBe(5);
      expect(stdout).toMatch(/\ns /);
      expect(stderr.trimEnd().split("\n")).toHaveLength(2);
      expect(stderr).toMatch(/^shut\.json: .*(EACCES|may not be read)/m);
      expect(stderr).toMatch(/^shut: .*(EACCES|may not be read)/m);
    },
  );
});

describe.skipIf(!onLinux)("a run that is interrupted", () => {
  test("hostile 77: twice exits with 130, and leaves neither a browser nor half a file", async () => {
    const out = folderWith({});
    const child = printingInto(out);
    const mine = await untilBrowserOf(child);
    child.kill("SIGINT");
    child.kill("SIGINT");
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect({ code, signal }).toEqual({ code: 130, signal: null });
    await vi.waitFor(() => expect(mine.filter(isRunning)).toEqual([]), { timeout: 10_000 });
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      if (!name.startsWith("."))
        expect(readFileSync(join(parentPath, name)).subarray(-6).toString()).toContain("%%EOF");
    }
  });

  test("hostile 71: by kill -9 leaves no browser, and no half file under its final name", async () => {
    const out = folderWith({});
    const child = printingInto(out);
    const mine = await untilBrowserOf(child);
    await vi.waitFor(() => expect(existsSync(join(out, "chain-rule", "1-2"))).toBe(true), { timeout: 20_000 });
    child.kill("SIGKILL");
    await once(child, "exit");
    await vi.waitFor(() => expect(mine.filter(isRunning)).toEqual([]), { timeout: 10_000 });
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const final = files.filter(({ name }) => !name.startsWith("."));
    expect(final.length).toBeGreaterThan(1);
    for (const { parentPath, name } of final) {
      expect(readFileSync(join(parentPath, name)).subarray(-6).toString()).toContain("%%EOF");
    }
  });
});

test.skipIf(process.platform === "win32")(
  "hostile 78: a pipe that is closed is no failure, and nothing is said",
  () => {
    const script = `"$0" "$1" schema exercise | head -c 1; "$0" "$1" generate chain-rule --count 300 --format json --out o | true`;
    const { stderr, stdout } = spawnSync("sh", ["-c", script, process.execPath, main], {
      encoding: "utf8",
      cwd: folderWith({}),
    });
    expect({ stdout, stderr }).toEqual({ stdout: "{", stderr: "" });
  },
);

test("hostile 79: without a browser HTML is written, and exit code 4 comes with what to do", () => {
  const out = folderWith({});
  const env = { HANDPROP_BROWSER: join(out, "no-browser") };
  const { status, stderr } = handprop(["generate", "chain-rule", "--out", out], { env });
  expect(status).toBe(4);
  expect(stderr).toMatch(/HANDPROP_BROWSER: expected the path of a browser, got .*\nWriting HTML instead of PDF\.\n$/);
  expect(readdirSync(join(out, "chain-rule", "1")).sort()).toEqual([
    "key.json",
    "problem.json",
    "solution.html",
    "submission.json",
    "worksheet.html",
  ]);
});

test("hostile 56: a print that never ends meets a time limit, and the next one succeeds", async () => {
  const html = (text: string) => `<!doctype html><html><head><title>T</title></head><body>${text}</body></html>`;
  const printer = await openPrinter({ pages: 1 });
  try {
    await printer.print(html("one"), { title: "T" });
    const { setTimeout: real } = globalThis;
    // The limit alone is reached at once.
    const spy = vi
      .spyOn(globalThis, "setTimeout")
      .mockImplementation(((run: () => void, wait: number) =>
        wait === 30_000 ? run() : real(run, wait)) as typeof setTimeout);
    const endless = printer.print(html("two"), { title: "T" }).finally(() => spy.mockRestore());
    await expect(endless).rejects.toThrow('could not print "T": took longer than 30 s');
    expect((await printer.print(html("three"), { title: "T" })).length).toBeGreaterThan(100);
  } finally {
    await printer.close();
  }
});

const step = problem(prepared("descent-step"), "1");
const steps = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...blankSubmission(step), student: `s${i}`, answers: right(step) }));

test("hostile 80: one bad student of 500 does not stop the others", async () => {
  const files = Object.fromEntries(steps(500).map((script, i) => [`${i}.json`, i === 250 ? "{ bad" : script]));
  const { code, out, err } = await caught(() => grade([folderWith(files)], { report: "json" }));
  expect(code).toBe(5);
  expect(JSON.parse(out).results).toHaveLength(499);
  expect(err.trimEnd().split("\n")).toEqual([expect.stringMatching(/250\.json:1:\d+: /)]);
});

test("hostile 81: the same submission twice is two scripts where there is no set, in the order of their names", async () => {
  const folder = folderWith({ "b.json": submission("s", right()), "a.json": submission("s", slipped) });
  const { out } = await caught(() => grade([folder], { report: "json" }));
  expect(JSON.parse(out).results.map(({ score }: { score: number }) => score)).toEqual([53, 54]);
  expect((await caught(() => grade([folder], { report: "json" }))).out).toBe(out);
});

test("hostile 82: time zone, language and clock change no byte of the results", () => {
  const cwd = folderWith({
    "a.json": submission("s", { ...slipped, z1_1: "0,3" }),
    "b.json": submission("t", right()),
  });
  const clock = `data:text/javascript,${encodeURIComponent(
    "const Real = Date; globalThis.Date = class extends Real { constructor(...a) { super(...(a.length ? a : [4e12])); } static now() { return 4e12; } }",
  )}`;
  const elsewhere = { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
  const runs = [{}, { env: elsewhere, node: ["--import", clock] }].map((options) =>
    handprop(["grade", "a.json", "b.json", "--report", "json"], { cwd, ...options }),
  );
  expect(runs[0]!.status).toBe(0);
  for (const { stdout, stderr } of runs) expect({ stdout, stderr }).toEqual({ stdout: runs[0]!.stdout, stderr: "" });
});

test("hostile 85: ten thousand submissions need no more memory than a small machine has", () => {
  const entries = Object.fromEntries(
    steps(10_000).map((script, i) => [`${i}.json`, new TextEncoder().encode(JSON.stringify(script))]),
  );
  const cwd = folderWith({});
  writeFileSync(join(cwd, "all.zip"), zipSync(entries, { level: 1 }));
  const { status, stderr } = handprop(["grade", "all.zip", "--report", "json", "--out", "r.json"], {
    cwd,
    node: ["--max-old-space-size=128"],
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(readFileSync(join(cwd, "r.json"), "utf8")).results).toHaveLength(10_000);
});

test("hostile 85: a submission is read when the one before it has been reported", async () => {
  const folder = folderWith({ "a.json": submission("s", right()), "b.json": submission("t", right()) });
  const { markings } = markAll([folder], {}, terminal({ quiet: true }));
  const names: string[] = [];
  for await (const one of markings) {
    names.push(one instanceof InputError ? one.message : one.script.student);
    writeFileSync(join(folder, "b.json"), "{");
  }
  expect(names).toEqual(["s", expect.stringMatching(/b\.json:1:2: /)]);
});

test("hostile 88: marking again gives the report with the same hash, and nobody who changed", async () => {
  const folder = folderWith({
    "a.json": submission("s", slipped),
    "b.json": submission("t", right()),
    "c.json": submission("u", {}),
  });
  const against = join(folderWith({}), "results.json");
  const hashes = await Promise.all(
    ["json", "csv", "md", "junit"].map(async (report) => {
      const out = join(folderWith({}), report);
      const hash = async () => {
        await caught(() => grade([folder], { report: report as "json", out }));
        return createHash("sha256").update(readFileSync(out)).digest("hex");
      };
      if (report === "json") {
        await hash();
        writeFileSync(against, readFileSync(out));
      }
      return [await hash(), await hash()];
    }),
  );
  for (const [one, other] of hashes) expect(other).toBe(one);
  const { out } = await caught(() => regrade([folder], { against }));
  expect(out).toBe("3 scripts marked again: 0 went up, 0 went down, 0 changed in verdicts only, 3 stayed.\n");
});

/** The browser's processes that a child started, once there are some. */
async function untilBrowserOf(child: ChildProcess): Promise<readonly number[]> {
  return vi.waitFor(
    () => {
      const found = childrenOf(child.pid!);
      if (found.length === 0) throw new Error("no browser yet");
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, of] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))!;
        return Number(of) === parent && readFileSync(`/proc/${pid}/cmdline`).includes("--remote-debugging-pipe");
      } catch {
        return false; // it ended meanwhile
      }
    });
}

const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]![0] !== "Z";

/** A run that prints hundreds of sheets, long enough to be interrupted. */
function printingInto(out: string): ChildProcess {
  const options = ["--count", "500", "--format", "pdf", "--out", out];
  return spawn(process.execPath, [main, "generate", "chain-rule", ...options]);
}
