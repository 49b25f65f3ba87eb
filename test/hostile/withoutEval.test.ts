import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderWith, right, submission } from "../cli/scripts.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

test.each([
  ["generate", ["mlp-2-2-2-sigmoid", "--format", "html,md,json"]],
  ["grade", ["a.json"]],
  ["grade", ["a.json", "--report", "html"]],
  ["check", ["a.json"]],
  ["audit", ["mlp-2-2-1-sigmoid"]],
  ["certify", ["chain-rule", "mlp-2-1-1-sigmoid", "--seeds", "2"]],
  ["practice", ["chain-rule"]],
])("hostile 62: %s %j makes no code of any text: it runs where Node forbids that", (command, args) => {
  const cwd = folderWith({ "a.json": submission("s", { ...right(), z1_1: "9" }) });
  const node = ["--disallow-code-generation-from-strings", "--no-deprecation"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, main, command, ...args], {
    cwd,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.length).toBeGreaterThan(10);
});

test("hostile 62: that Node forbids it is so", () => {
  const evaluating = join(folderWith({ "e.mjs": "new Function('return 1')()" }), "e.mjs");
  const { status, stderr } = spawnSync(process.execPath, ["--disallow-code-generation-from-strings", evaluating], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("EvalError");
});
