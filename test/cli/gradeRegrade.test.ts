import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { grade } from "../../src/cli/grade.js";
import { type RegradeOptions, regrade } from "../../src/cli/regrade.js";
import { ascended, caught, folderWith, right, slipped, submission } from "./scripts.js";

const folder = folderWith({
  "a.json": submission("s1", right()),
  "b.json": submission("s2", slipped),
  "c.json": submission("s3", ascended),
});
const against = join(folderWith({}), "results.json");
await caught(() => grade([folder], { report: "json", out: against }));

const run = (options: Partial<RegradeOptions> = {}, paths: readonly string[] = [folder]) =>
  caught(() => regrade(paths, { against, ...options }));

describe("regrade", () => {
  test("says that nothing changed where nothing did", async () => {
    expect(await run()).toEqual({
      code: 0,
      err: "",
      out: "3 scripts marked again: 0 went up, 0 went down, 0 changed in verdicts only, 3 stayed.\n",
    });
  });

  test("says who changed with another policy, by how much and where", async () => {
    const { code, out } = await run({ followThrough: 0.5 });
    expect(code).toBe(0);
    const [head, first, second] = out.split("\n");
    expect(head).toMatch(/^student +exercise +variant +before +after +change +blanks$/);
    expect(first).toMatch(/^s2 .* 53 .* −[\d.]+ {2}followsThrough \(1 → 0\.5\): z2_1, /);
    expect(second).toMatch(/^s3 /);
    expect(out).toContain(
      "3 scripts marked again: 0 went up, 2 went down, 0 changed in verdicts only, 1 stayed.",
    );
  });

  test("as data says the same, with the policies", async () => {
    const { policy, scripts, changed } = JSON.parse(
      (await run({ followThrough: 0.5, json: true })).out,
    );
    expect(policy).toEqual({ before: {}, after: { followThrough: 0.5 } });
    expect(scripts).toBe(3);
    expect(changed.map(({ student }: { student: string }) => student)).toEqual(["s2", "s3"]);
    expect(changed[0].blanks[0]).toEqual({
      id: "z2_1",
      before: { verdict: "followsThrough", marks: 1, malrules: [], from: ["a1_1"] },
      after: { verdict: "followsThrough", marks: 0.5, malrules: [], from: ["a1_1"] },
    });
  });

  test("keeps the policy of the results where the options say nothing", async () => {
    const half = join(folderWith({}), "half.json");
    await caught(() => grade([folder], { report: "json", out: half, followThrough: 0.5 }));
    expect((await run({ against: half })).out).toContain("3 stayed");
    expect((await run({ against: half, followThrough: 1 })).out).toContain("2 went up");
  });

  test("names scripts that only one of the runs has", async () => {
    const other = folderWith({ "d.json": submission("s4", right()) });
    const { out } = await run({}, [other, join(folder, "a.json")]);
    expect(out).toContain("1 script marked again");
    expect(out).toContain("Not among the results: s4, mlp-2-2-2-sigmoid v3.42.");
    expect(out).toContain(
      "not marked again: s2, mlp-2-2-2-sigmoid v3.42; s3, mlp-2-2-2-sigmoid v3.42.",
    );
  });

  test("refuses results that are none, and says where", async () => {
    const path = join(folderWith({}), "bad.json");
    writeFileSync(path, '{ "schemaVersion": 1,\n "results": [{ "student": 3 }] }');
    await expect(run({ against: path })).rejects.toThrow(
      /bad\.json:2:\d+: results\[0\]\.student: expected a text/,
    );
  });
});
