import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import seedrandom from "seedrandom";
import { describe, expect, test, vi } from "vitest";
import { grade } from "../../src/cli/grade.js";
import { regrade } from "../../src/cli/regrade.js";
import { blankSubmission } from "../../src/export/problemJson.js";
import { InputError } from "../../src/input/inputError.js";
import { markAll } from "../../src/marking/markAll.js";
import { problem } from "../../src/problem/problem.js";
import { NoBrowserError } from "../../src/render/pdf/browser.js";
import { openPrinter } from "../../src/render/pdf/print.js";
import { caught, folderWith, right, slipped, submission } from "../cli/scripts.js";
import { prepared } from "../exercises.js";

// As it is installed: built, so that a process starts as fast as it does for a user.
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const handprop = (
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; node?: string[] } = {},
) =>
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
    onLinux &&
    spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", "/mnt"])
      .status === 0;

  test.skipIf(!small)(
    "hostile 73: that is full: earlier files are whole, no half file has its final name",
    () => {
      const script = `mount -t tmpfs -o size=300k tmpfs /mnt || exit 99
"$0" "$1" generate mlp-2-2-2-sigmoid --count 20 --format json --out /mnt/out
echo "code $?"
exec "$0" -e 'for (const entry of require("fs").readdirSync("/mnt", { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  JSON.parse(require("fs").readFileSync(entry.parentPath + "/" + entry.name, "utf8"));
  console.log("whole", entry.parentPath + "/" + entry.name);
}'`;
      const { stdout, stderr } = spawnSync(
        "unshare",
        ["-rm", "sh", "-c", script, process.execPath, main],
        {
          encoding: "utf8",
        },
      );
      expect(stdout).toContain("code 4");
      expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining("ENOSPC")]);
      expect(stdout.match(/^whole .*\/(key|problem|submission)\.json$/gm)!.length).toBeGreaterThan(
        5,
      );
      expect(stdout).not.toMatch(/whole .*\/\.\w/);
    },
  );

  test.skipIf(!small)("hostile 73: that is full leaves the results of before as they were", () => {
    const all = Object.fromEntries(
      Array.from({ length: 99 }, (_, i) => [`${i}.json`, submission(`s${i}`, right())]),
    );
    const script = `mount -t tmpfs -o size=300k tmpfs /mnt || exit 99
printf before > /mnt/results.json
"$0" "$1" grade . --report json --out /mnt/results.json
echo "code $?"
ls -A /mnt
cat /mnt/results.json`;
    const { stdout, stderr } = spawnSync(
      "unshare",
      ["-rm", "sh", "-c", script, process.execPath, main],
      {
        encoding: "utf8",
        cwd: folderWith(all),
      },
    );
    expect(stdout).toBe("code 4\nresults.json\nbefore");
    expect(stderr).toBe(
      "handprop: /mnt/results.json: cannot be written: the disk is full (ENOSPC)\n",
    );
  });
  if (!small)
    console.warn("hostile 73: no small file system can be made here: that half is skipped");
});

describe("without permission", () => {
  // Root may do everything; somebody who may nothing is nobody.
  const as = isRoot ? { uid: 65534, gid: 65534 } : {};
  const run = (args: readonly string[], cwd: string) =>
    spawnSync(process.execPath, [main, ...args], { encoding: "utf8", cwd, ...as });
  const folder = folderWith({
    "a.json": submission("s", right()),
    "shut/b.json": "{}",
    "set/x": "",
  });
  const canRun = onLinux && run(["--version"], "/").status === 0;
  if (!canRun) console.warn("hostile 74: nobody may run this program here: skipped");

  test.skipIf(!canRun)("hostile 74: to write there is one clear error", () => {
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "a.json"), 0o644);
    const { status, stderr } = run(
      ["grade", "a.json", "--report", "json", "--out", "results.json"],
      folder,
    );
    expect(status).toBe(4);
    expect(stderr).toBe(
      "handprop: results.json: cannot be written: permission is denied (EACCES)\n",
    );
    expect(existsSync(join(folder, "results.json"))).toBe(false);
  });

  test.skipIf(!canRun)(
    "hostile 74: to read one file of a batch is said of that file, and the others are marked",
    () => {
      chmodSync(folder, 0o755);
      const shut = join(folder, "shut.json");
      writeFileSync(shut, "{}", { mode: 0o000 });
      chmodSync(join(folder, "shut"), 0o000);
      const named = run(["grade", "a.json", "shut.json", "shut", "shut/b.json"], folder);
      const found = run(["grade", "."], folder);
      chmodSync(join(folder, "shut"), 0o755);
      for (const { status, stdout } of [named, found]) {
        expect(status).toBe(5);
        expect(stdout.match(/\ns /g)).toHaveLength(1);
      }
      expect(named.stderr).toBe(
        "shut.json: may not be read\nshut: may not be read\nshut/b.json: may not be read\n",
      );
      expect(found.stderr.replace(/^set\/x: is no submission by its name.*\n/, "")).toBe(
        "shut: may not be read\nshut.json: may not be read\n",
      );
    },
  );

  test.skipIf(!canRun)(
    "hostile 74: to read one worksheet costs the print shop that one, and no other",
    () => {
      const url = (path: string) =>
        JSON.stringify(new URL(`../../dist/${path}`, import.meta.url).href);
      const script = `import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { collect } from ${url("class/collect.js")};
import { fingerprintOf } from ${url("class/record.js")};
import { writePrintedPdf } from ${url("render/pdf/printedPdf.js")};
const objects = new Map([
  [1, "<</Type /Catalog\\n/Pages 2 0 R>>"],
  [2, "<</Type /Pages\\n/Count 1\\n/Kids [3 0 R]>>"],
  [3, "<</Type /Page\\n/MediaBox [0 0 595 842]\\n/Contents 5 0 R\\n/Parent 2 0 R>>"],
  [4, "<</Title (page)>>"],
  [5, "<</Length 0>> stream\\n\\nendstream"],
]);
const pdf = writePrintedPdf({ objects, root: 1, info: 4 });
for (const name of ["a.pdf", "b.pdf"]) writeFileSync(name, pdf);
writeFileSync("all.pdf", "of before");
for (const name of ["a.pdf", "all.pdf"]) chmodSync(name, 0);
const parts = ["a.pdf", "b.pdf"].map((path) => ({ path, made: fingerprintOf(pdf), owner: path }));
console.log(JSON.stringify([await collect("all.pdf", parts, (part) => part, { title: "T" }), readdirSync(".")]));`;
      const cwd = folderWith({});
      chmodSync(cwd, 0o777);
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", script],
        {
          encoding: "utf8",
          cwd,
          ...as,
        },
      );
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual([["a.pdf"], ["a.pdf", "all.pdf", "b.pdf"]]);
      expect(readFileSync(join(cwd, "all.pdf"), "latin1")).toMatch(/\/Count 1\n[\s\S]*%%EOF\n$/);
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
    await vi.waitFor(() => expect(mine.filter(isRunning)).toEqual([]), { timeout: 60_000 });
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const { parentPath, name } of files) {
      if (!name.startsWith("."))
        expect(readFileSync(join(parentPath, name)).subarray(-6).toString()).toContain("%%EOF");
    }
  });

  test("hostile 77: by SIGTERM exits with 130, and leaves no lock, no browser and no profile", async () => {
    const students = Array.from({ length: 300 }, (_, i) => `s${i}`);
    const folder = folderWith({
      "set.yaml": "title: T\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n",
      "roster.csv": ["student_id", ...students, ""].join("\n"),
    });
    const temporary = folderWith({});
    writeFileSync(join(folder, "secret"), "0".repeat(64), { mode: 0o600 });
    const options = ["set.yaml", "--roster", "roster.csv", "--out", "out"];
    const env = { ...process.env, TMPDIR: temporary };
    const child = spawn(process.execPath, [main, "assign", ...options], { cwd: folder, env });
    const mine = await untilBrowserOf(child);
    expect(readdirSync(join(folder, "out", "instructor"))).toContain(".lock-1-of-1");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([130, null]);
    await vi.waitFor(() => expect(mine.filter(isRunning)).toEqual([]), { timeout: 60_000 });
    await vi.waitFor(() => expect(readdirSync(temporary)).toEqual([]), { timeout: 60_000 });
    expect(readdirSync(join(folder, "out", "instructor"))).not.toContain(".lock-1-of-1");
  });

  test("hostile 71: by kill -9 leaves no browser, no profile, and no half file under its final name", async () => {
    const [out, temporary] = [folderWith({}), folderWith({})];
    const child = printingInto(out, { TMPDIR: temporary });
    const mine = await untilBrowserOf(child);
    await vi.waitFor(() => expect(existsSync(join(out, "chain-rule", "1-2"))).toBe(true), {
      timeout: 60_000,
    });
    expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^handprop-browser-/)]);
    child.kill("SIGKILL");
    await once(child, "exit");
    await vi.waitFor(() => expect(mine.filter(isRunning)).toEqual([]), { timeout: 60_000 });
    await vi.waitFor(() => expect(readdirSync(temporary)).toEqual([]), { timeout: 60_000 });
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const final = files.filter(({ name }) => !name.startsWith("."));
    expect(final.length).toBeGreaterThan(1);
    for (const { parentPath, name } of final) {
      expect(readFileSync(join(parentPath, name)).subarray(-6).toString()).toContain("%%EOF");
    }
  });
});

describe.skipIf(process.platform === "win32")("a run that is killed at any point", () => {
  // Kills the process that loads it at one of its file operations, which is cut short; or counts
  // them.
  const killer = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const [at, under] = [Number(process.env.KILL_AT), process.env.KILL_UNDER];
const files = new Set();
let count = 0;
const cut = (name, isMeant) => {
  const real = fs[name];
  fs[name] = (...given) => {
    if (isMeant(given) && ++count === at) {
      if (name === "writeSync") real(given[0], given[1].subarray(0, given[1].length / 2));
      process.kill(process.pid, "SIGKILL");
    }
    const result = real(...given);
    if (name === "openSync" && isMeant(given)) files.add(result);
    return result;
  };
};
for (const name of ["mkdirSync", "openSync", "linkSync", "renameSync", "rmSync"]) cut(name, ([path]) => String(path).startsWith(under));
cut("writeSync", ([file]) => files.has(file));
syncBuiltinESMExports();
process.on("exit", () => at === 0 && process.stderr.write("operations " + count));`;
  const folder = folderWith({ "killer.mjs": killer });
  const runWith = (node: readonly string[], out: string, at: number) =>
    spawnSync(process.execPath, ["--import", join(folder, "killer.mjs"), ...node], {
      encoding: "utf8",
      env: { ...process.env, KILL_AT: String(at), KILL_UNDER: out },
    });
  const filesIn = (out: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [
          relative(out, join(parentPath, name)),
          join(parentPath, name),
        ])
        .sort()
        .map(([name, path]) => [name!, readFileSync(path!, "latin1")]),
    );

  function expectWhole(node: (out: string) => readonly string[], points: number): void {
    const whole = folderWith({});
    const undisturbed = runWith(node(whole), whole, 0);
    const operations = Number(/operations (\d+)$/.exec(undisturbed.stderr)![1]);
    const expected = filesIn(whole);
    const random = seedrandom(seed);
    const out = folderWith({});
    for (let point = 0; point < points; point++) {
      const at = 1 + Math.floor(random() * operations);
      const { signal } = runWith(node(out), out, at);
      // Where all is there already but for a draft, there is less to do.
      expect([null, "SIGKILL"], `seed ${seed}, operation ${at}`).toContain(signal);
      for (const [path, bytes] of Object.entries(filesIn(out))) {
        if (!basename(path).startsWith("."))
          expect(bytes, `seed ${seed}, operation ${at}: ${path}`).toBe(expected[path]);
      }
    }
    expect(runWith(node(out), out, 0).status).toBe(0);
    expect(filesIn(out), `seed ${seed}`).toEqual(expected);
  }

  const seed = "71";

  test("hostile 71: has no half file under its final name at any of 100 random points, and a second run clears up", () => {
    const url = new URL("../../dist/files/writeWhole.js", import.meta.url).href;
    const script = `import { writeNew, writeWhole } from ${JSON.stringify(url)};
const out = process.argv[1];
for (let i = 0; i < 9; i++) {
  writeWhole(out + "/" + i + "/key.json", "x".repeat(10 ** (i % 5)));
  writeWhole(out + "/" + i + "/worksheet.pdf", ["a", Buffer.alloc(70_000, i), "z"]);
}
try { writeNew(out + "/new", "new"); } catch (error) { if (error.code !== "EEXIST") throw error; }`;
    expectWhole((out) => ["--input-type=module", "-e", script, out], 100);
  });

  test("hostile 71: generates the same in the end", () => {
    expectWhole(
      (out) => [
        main,
        "generate",
        "chain-rule",
        "--count",
        "2",
        "--format",
        "json",
        "--quiet",
        "--out",
        out,
      ],
      5,
    );
  });
});

test.skipIf(process.platform === "win32")(
  "hostile 78: a pipe that is closed is no failure, and nothing is said",
  () => {
    const script = `"$0" "$1" schema exercise | head -c 1; "$0" "$1" generate chain-rule --count 300 --format json --out o --quiet | true`;
    const { stderr, stdout } = spawnSync("sh", ["-c", script, process.execPath, main], {
      encoding: "utf8",
      cwd: folderWith({}),
    });
    expect({ stdout, stderr }).toEqual({ stdout: "{", stderr: "" });
  },
);

test.skipIf(process.platform === "win32")(
  "hostile 78: where nobody reads on, the files are written all the same",
  () => {
    const cwd = folderWith({});
    const script = `"$0" "$1" generate chain-rule --count 9 --format json --out o | true`;
    spawnSync("sh", ["-c", script, process.execPath, main], { cwd });
    expect(readdirSync(join(cwd, "o", "chain-rule"))).toHaveLength(9);
  },
);

describe.skipIf(process.platform === "win32")("a browser", () => {
  const printed = (browser: string, env: NodeJS.ProcessEnv = {}) => {
    const folder = folderWith({ browser: `#!/bin/sh\n${browser}\n` });
    chmodSync(join(folder, "browser"), 0o755);
    const out = join(folder, "out");
    const run = handprop(["generate", "chain-rule", "--out", out], {
      env: { HANDPROP_BROWSER: join(folder, "browser"), ...env },
    });
    return { ...run, html: existsSync(join(out, "chain-rule", "1", "worksheet.html")) };
  };

  test.each([
    ["exits at once", "echo no >&2; exit 1"],
    ["hears nothing", "exec 3<&- 4>&-; exec sleep 9"],
  ])("hostile 79: that %s is one that did not start", (_, script) => {
    const { status, stderr, html } = printed(script);
    expect({ status, html }).toEqual({ status: 4, html: true });
    expect(stderr).toMatch(
      /\/browser did not start; .*HANDPROP_BROWSER\nWriting HTML instead of PDF\.\n/,
    );
  });

  test("hostile 79: that has nowhere to put its temporary files is not started, and the folder is named", () => {
    const { status, stderr, html } = printed("exit 1", { TMPDIR: "/no/such/folder" });
    expect({ status, html }).toEqual({ status: 4, html: true });
    expect(stderr).toMatch(
      /\/no\/such\/folder, for temporary files, cannot be written to \(ENOENT\): set TMPDIR/,
    );
  });

  test.skipIf(!onLinux)("hostile 72: that ends every time is given up", async () => {
    const printer = await openPrinter({ pages: 1 });
    const { setTimeout: real } = globalThis;
    // It needs no limit of time for that: none is reached here.
    const spy = vi
      .spyOn(globalThis, "setTimeout")
      .mockImplementation(((run: () => void, wait: number) =>
        real(run, wait === 30_000 ? 900_000 : wait)) as typeof setTimeout);
    const ends = setInterval(() => {
      for (const pid of childrenOf(process.pid)) process.kill(pid, "SIGKILL");
    }, 5);
    try {
      const html = "<!doctype html><html><head><title>T</title></head><body>T</body></html>";
      await expect(printer.print(html, { title: "T" })).rejects.toThrow(
        /did not start|the browser ended/,
      );
      await expect(printer.print(html, { title: "T" })).rejects.toThrow(NoBrowserError);
    } finally {
      clearInterval(ends);
      spy.mockRestore();
      await printer.close();
    }
  });
});

test.each([
  [
    "a file",
    (folder: string) => writeFileSync(join(folder, "out"), ""),
    // Node 20 and newer ones say different codes.
    /a part of its path is a file, expected a folder \((ENOTDIR|EEXIST)\)/,
  ],
  [
    "a folder",
    (folder: string) => mkdirSync(join(folder, "out", "p.html"), { recursive: true }),
    /it is a folder, expected a file \(EISDIR\)/,
  ],
])("hostile 74: %s in the way is said in plain words", (_, make, why) => {
  const cwd = folderWith({});
  make(cwd);
  const { status, stderr } = handprop(["practice", "chain-rule", "--out", "out/p.html"], { cwd });
  expect(status).toBe(4);
  expect(stderr).toMatch(
    new RegExp(`^handprop: out/p\\.html: cannot be written: ${why.source}\n$`),
  );
});

test.skipIf(process.platform === "win32")(
  "hostile 73: what is no file is written to, and stays what it is",
  () => {
    const cwd = folderWith({ "a.json": submission("s", right()) });
    const script = `mkfifo pipe; cat pipe > copy & "$0" "$1" grade a.json --report json --out pipe; wait; [ -p pipe ] && ls -A`;
    const { stdout } = spawnSync("sh", ["-c", script, process.execPath, main], {
      cwd,
      encoding: "utf8",
    });
    expect(stdout).toBe("a.json\ncopy\npipe\n");
    expect(JSON.parse(readFileSync(join(cwd, "copy"), "utf8")).results).toHaveLength(1);
  },
);

test.skipIf(!onLinux)("hostile 73: with too few files to open, one line says so", () => {
  const script = `ulimit -n 28; exec "$0" "$1" generate chain-rule --format json --out o`;
  const { status, stderr } = spawnSync("sh", ["-c", script, process.execPath, main], {
    cwd: folderWith({}),
    encoding: "utf8",
  });
  // From Node 22 on modules are read one after the other: it is done with no more than these.
  if (Number(process.versions.node.split(".")[0]) >= 22) expect(status).toBe(0);
  else
    expect({ status, lines: stderr.trimEnd().split("\n") }).toEqual({
      status: 4,
      lines: [expect.stringContaining("EMFILE")],
    });
});

test.each([[[]], [["--quiet"]]])(
  "hostile 79: without a browser HTML is written, and exit code 4 comes with what to do %j",
  (quiet) => {
    const out = folderWith({});
    const env = { HANDPROP_BROWSER: join(out, "no-browser") };
    const { status, stderr } = handprop(["generate", "chain-rule", "--out", out, ...quiet], {
      env,
    });
    expect(status).toBe(4);
    expect(stderr).toMatch(
      /HANDPROP_BROWSER: expected the path of a browser, got .*\nWriting HTML instead of PDF\.\n/,
    );
    expect(readdirSync(join(out, "chain-rule", "1")).sort()).toEqual([
      "key.json",
      "problem.json",
      "solution.html",
      "submission.json",
      "worksheet.html",
    ]);
  },
);

test("hostile 56: a print that never ends meets a time limit, and the next one succeeds", async () => {
  const html = (text: string) =>
    `<!doctype html><html><head><title>T</title></head><body>${text}</body></html>`;
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
  Array.from({ length: count }, (_, i) => ({
    ...blankSubmission(step),
    student: `s${i}`,
    answers: right(step),
  }));

test("hostile 80: one bad student of 500 does not stop the others", async () => {
  const files = Object.fromEntries(
    steps(500).map((script, i) => [`${i}.json`, i === 250 ? "{ bad" : script]),
  );
  const { code, out, err } = await caught(() => grade([folderWith(files)], { report: "json" }));
  expect(code).toBe(5);
  expect(JSON.parse(out).results).toHaveLength(499);
  expect(err.trimEnd().split("\n")).toEqual([expect.stringMatching(/250\.json:1:\d+: /)]);
});

test("hostile 81: the same submission twice is two scripts where there is no set, in the order of their names", async () => {
  const folder = folderWith({
    "b.json": submission("s", right()),
    "a.json": submission("s", slipped),
  });
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
    "const Real = Date; globalThis.Date = class extends Real { constructor(...a) { " +
      "super(...(a.length ? a : [4e12])); } static now() { return 4e12; } }",
  )}`;
  const elsewhere = { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
  const runs = [{}, { env: elsewhere, node: ["--import", clock] }].map((options) =>
    handprop(["grade", "a.json", "b.json", "--report", "json"], { cwd, ...options }),
  );
  expect(runs[0]!.status).toBe(0);
  for (const { stdout, stderr } of runs)
    expect({ stdout, stderr }).toEqual({ stdout: runs[0]!.stdout, stderr: "" });
});

test("hostile 85: ten thousand submissions need no more memory than a small machine has", () => {
  const entries = Object.fromEntries(
    steps(10_000).map((script, i) => [
      `${i}.json`,
      new TextEncoder().encode(JSON.stringify(script)),
    ]),
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
  const folder = folderWith({
    "a.json": submission("s", right()),
    "b.json": submission("t", right()),
  });
  const { results } = markAll([folder]);
  const names: string[] = [];
  for await (const one of results) {
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
  expect(out).toBe(
    "3 scripts marked again: 0 went up, 0 went down, 0 changed in verdicts only, 3 stayed.\n",
  );
});

/** The browser's processes that a child started, once there are some. */
async function untilBrowserOf(child: ChildProcess): Promise<readonly number[]> {
  return vi.waitFor(
    () => {
      const found = childrenOf(child.pid!);
      if (found.length === 0) throw new Error("no browser yet");
      return found;
    },
    { timeout: 60_000, interval: 50 },
  );
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, of] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))!;
        return (
          Number(of) === parent &&
          readFileSync(`/proc/${pid}/cmdline`).includes("--remote-debugging-pipe")
        );
      } catch {
        return false; // it ended meanwhile
      }
    });
}

const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) &&
  readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]![0] !== "Z";

/** A run that prints hundreds of sheets, long enough to be interrupted. */
function printingInto(out: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const options = ["--count", "500", "--format", "pdf", "--out", out];
  return spawn(process.execPath, [main, "generate", "chain-rule", ...options], {
    env: { ...process.env, ...env },
  });
}
