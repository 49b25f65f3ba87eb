import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSecret } from "../../src/class/secret.js";
import { assign } from "../../src/cli/assign.js";
import { check } from "../../src/cli/check.js";
import { grade } from "../../src/cli/grade.js";
import { regrade } from "../../src/cli/regrade.js";
import { fileBytes } from "../../src/files/fileBytes.js";
import { exerciseText } from "../../src/load.js";
import { caught } from "../cli/scripts.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

mkdirSync(at("folder"));
writeFileSync(at("ten"), "0123456789");
writeFileSync(at("large"), "");
truncateSync(at("large"), 2 ** 40);
symlinkSync(at("nowhere"), at("dangling"));
symlinkSync(at("circle"), at("circle"));
symlinkSync(at("ten"), at("link"));

test("a file is read, also by a link to it", () => {
  expect(Buffer.from(fileBytes(at("ten"), 10)).toString()).toBe("0123456789");
  expect(fileBytes(at("link"), 10)).toHaveLength(10);
});

test.each([
  ["folder", "is a folder, expected a file"],
  ["none", "there is no such file"],
  ["ten/x", "there is no such file"],
  ["dangling", "there is no such file"],
  ["circle", "is a link that leads nowhere"],
  ["x".repeat(300), "is longer than the name of a file can be"],
  ["large", "expected at most 9 bytes, got 1099511627776"],
  ["ten", "expected at most 9 bytes, got 10"],
])("%s is refused with what is wrong with it", (name, message) => {
  expect(() => fileBytes(at(name), 9)).toThrow(`${at(name)}: ${message}`);
});

const windows = process.platform === "win32";

test.skipIf(windows)("a pipe or a device is waited for nowhere", async () => {
  const pipe = at("pipe.json");
  execFileSync("mkfifo", ["-m", "600", pipe]);
  const message = (path: string): string =>
    `${path}: is a pipe or a device, expected an ordinary file`;
  for (const path of [pipe, "/dev/zero"]) {
    expect(() => fileBytes(path, 1000)).toThrow(message(path));
    expect(() => readSecret(path)).toThrow(message(path));
    expect(() => check(path, {})).toThrow(message(path));
    await expect(assign(path, { roster: path })).rejects.toThrow(message(path));
    await expect(regrade([at("folder")], { against: path })).rejects.toThrow(message(path));
    expect(() => exerciseText(path)).toThrow("there is no such exercise or file");
    const { code, err } = await caught(() => grade([path], { report: "json" }));
    expect({ code, err }).toEqual({ code: 3, err: `${message(path)}\n` });
  }
  symlinkSync(pipe, at("folder/problem.json"));
  writeFileSync(
    at("folder/submission.json"),
    '{"schemaVersion":1,"exercise":"chain-rule","answers":{}}',
  );
  expect(() => check(at("folder/submission.json"), {})).toThrow(message(at("folder/problem.json")));
});

test.each([
  ["bytes", Buffer.alloc(64, 0xe9), /:1:1: expected UTF-8/],
  ["short", Buffer.from("0123"), /: expected at least 32 characters, got 4/],
  ["huge", Buffer.alloc(65_537, "a"), /: expected at most 65536 bytes, got 65537/],
])("a secret of %s is none", (name, content, message) => {
  writeFileSync(at(name), content, { mode: 0o600 });
  expect(() => readSecret(at(name))).toThrow(message);
});

test("hostile 67: a secret that is given in place of another file is in no message", async () => {
  const word = "4028b33af75fb42d9b263c76141f2cbe99ed81f5a1b2c3d4e5f60718293a4b5c";
  const secret = at("secret");
  writeFileSync(secret, `${word}\n`, { mode: 0o600 });
  const set = at("set.yaml");
  writeFileSync(set, "title: T\ncourse: c\nname: s\nexercises: [{ exercise: secret }]\n");
  const mixedUp = [
    () => check(secret, {}),
    () => assign(secret, { roster: secret }),
    () => assign(set, { roster: secret }),
    () => assign(set, { roster: at("roster.csv") }),
    () => regrade([secret], { against: secret }),
  ];
  writeFileSync(at("roster.csv"), "student_id\n1\n");
  for (const run of mixedUp) {
    const error = await Promise.resolve()
      .then(run)
      .then(
        () => undefined,
        (error: Error) => error,
      );
    expect(error?.message).toMatch(/secret:1:1: /);
    expect(error?.message).not.toContain(word.slice(0, 5));
  }
});

test("a folder is no secret", () => {
  expect(() => readSecret(at("folder"))).toThrow(`${at("folder")}: is a folder, expected a file`);
});
