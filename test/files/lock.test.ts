import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assign } from "../../src/cli/assign.js";
import { sayFailure } from "../../src/cli/failure.js";
import { LockedError, lock } from "../../src/files/lock.js";
import { caught, folderWith } from "../cli/scripts.js";

const whole = { index: 1, of: 1 };
const fresh = (): string => mkdtempSync(join(tmpdir(), "handprop-"));
const goneProcess = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

describe("two runs in one folder", () => {
  test("hostile 75: exclude each other, and say how to go on", () => {
    const folder = fresh();
    const unlock = lock(folder, whole);
    expect(() => lock(folder, whole)).toThrow(LockedError);
    expect(() => lock(folder, whole)).toThrow(
      `${folder}: process ${process.pid} on ${hostname()} is at work here; if it is not, delete ${join(folder, ".lock-1-of-1")}`,
    );
    unlock();
    expect(readdirSync(folder)).toEqual([]);
    lock(folder, whole)();
  });

  test("hostile 75: may be shards of the same set, but not of another division, and not the whole", () => {
    const folder = fresh();
    const unlock = [1, 2].map((index) => lock(folder, { index, of: 3 }));
    for (const other of [whole, { index: 1, of: 3 }, { index: 3, of: 4 }]) {
      expect(() => lock(folder, other)).toThrow(LockedError);
    }
    expect(readdirSync(folder)).toEqual([".lock-1-of-3", ".lock-2-of-3"]);
    for (const one of unlock) one();
    lock(folder, whole)();
  });

  test("hostile 75: the second stops before it makes anything, with exit code 4", async () => {
    const folder = folderWith({
      "set.yaml": "title: T\ncourse: c\nname: n\nexercises: [{ exercise: chain-rule }]\n",
      "roster.csv": "student_id\n1\n",
    });
    writeFileSync(join(folder, "secret"), "0".repeat(64), { mode: 0o600 });
    const unlock = lock(join(folder, "out", "instructor"), whole);
    const options = { roster: join(folder, "roster.csv"), out: join(folder, "out"), quiet: true };
    const error = await assign(join(folder, "set.yaml"), options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(LockedError);
    expect((await caught(() => sayFailure(error))).code).toBe(4);
    expect(readdirSync(join(folder, "out"))).toEqual(["instructor"]);
    unlock();
  });
});

describe("a lock", () => {
  test.each([".lock-1-of-1", ".lock-2-of-5"])(
    "hostile 76: %s of a process that is gone holds nobody up",
    (name) => {
      const folder = fresh();
      writeFileSync(join(folder, name), `${goneProcess()} ${hostname()}\n`);
      lock(folder, whole)();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test("hostile 76: of another machine, or one that says nothing, is left for a person to judge", () => {
    for (const text of [`${goneProcess()} elsewhere\n`, ""]) {
      const folder = fresh();
      writeFileSync(join(folder, ".lock-1-of-1"), text);
      expect(() => lock(folder, whole)).toThrow(/is at work here; if it is not, delete/);
    }
  });

  test.skipIf(process.platform !== "linux")(
    "hostile 76: whose process has its number from another is no lock",
    () => {
      const folder = fresh();
      writeFileSync(join(folder, ".lock-1-of-1"), `${process.ppid} ${hostname()} 1\n`);
      lock(folder, whole)();
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test.each([
    [
      "garbage",
      (path: string) => writeFileSync(path, "\u0000 -1 x\n"),
      "a run that does not say which is at work here",
    ],
    [
      "far too long",
      (path: string) => writeFileSync(path, "1".repeat(9999)),
      "expected a file that says which run",
    ],
    ["a folder", (path: string) => mkdirSync(path), "expected a file that says which run"],
    [
      "a link to no end",
      (path: string) => symlinkSync("/dev/zero", path),
      "expected a file that says which run",
    ],
  ])("hostile 76: that is %s is left for a person to judge", (_, make, why) => {
    const folder = fresh();
    const path = join(folder, ".lock-1-of-1");
    make(path);
    expect(() => lock(folder, whole)).toThrow(why);
    expect(() => lock(folder, whole)).toThrow(/delete/);
    expect(readdirSync(folder)).toEqual([".lock-1-of-1"]);
  });

  test("hostile 76: of the same shard, lost on another machine or in a container before this one, is taken over", () => {
    const shard = { index: 2, of: 5 };
    for (const text of ["1 lost-node\n", `${process.pid} ${hostname()}\n`]) {
      const folder = fresh();
      writeFileSync(join(folder, ".lock-2-of-5"), text);
      lock(folder, shard)();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test("hostile 76: is gone with its process, however that ends but by a kill", () => {
    const folder = fresh();
    const url = new URL("../../dist/files/lock.js", import.meta.url).href;
    const script = `import { lock } from ${JSON.stringify(url)}; lock(${JSON.stringify(folder)}, { index: 1, of: 1 }); process.exit(130);`;
    expect(spawnSync(process.execPath, ["--input-type=module", "-e", script]).status).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });
});
