import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makePrivateFolder } from "../../src/files/writeWhole.js";
import { folderWith } from "../cli/scripts.js";

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test.skipIf(process.platform === "win32")(
  "a private folder is its owner's, or its group's where that may change what is made",
  () => {
    const folder = folderWith({});
    mkdirSync(join(folder, "usual"));
    const isOfGroup = (modeOf(join(folder, "usual")) & 0o020) !== 0;
    makePrivateFolder(join(folder, "a/b/instructor"));
    expect(modeOf(join(folder, "a/b/instructor"))).toBe(isOfGroup ? 0o770 : 0o700);
    expect(modeOf(join(folder, "a/b"))).toBe(modeOf(join(folder, "usual")));
  },
);

test.skipIf(process.platform === "win32")(
  "a folder that is there stays as its owner has it",
  () => {
    const folder = folderWith({});
    chmodSync(folder, 0o755);
    makePrivateFolder(folder);
    expect(modeOf(folder)).toBe(0o755);
    writeFileSync(join(folder, "file"), "");
    expect(() => makePrivateFolder(join(folder, "file/instructor"))).toThrow(/cannot be written/);
  },
);
