import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../src/cli/check.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { exerciseNames, prepared } from "../exercises.js";
import { ascended, caught, folderWith, net, right, slipped, submission } from "./scripts.js";

const said = async (answers: object, of: Problem = net, json = false): Promise<string> => {
  const folder = folderWith({ "s.json": submission("s", answers, of) });
  const { code, out } = await caught(() => check(join(folder, "s.json"), { json }));
  expect(code).toBe(0);
  return out;
};
const rowOf = (out: string, id: string): string =>
  out.split("\n").find((line) => new RegExp(` ${id.replaceAll(".", "\\.")} `).test(line)) ?? "";

describe("check", () => {
  test("says of each blank that it is right, follows, or is not right", async () => {
    const out = await said(slipped);
    expect(rowOf(out, "a1_1")).toMatch(/not right: look here first$/);
    expect(rowOf(out, "a1_2")).toMatch(/right$/);
    expect(rowOf(out, "z2_1")).toMatch(/follows from what you wrote for out_h1$/);
    expect(out).toMatch(
      /\n\n36 of 56 right, 19 follow .*, 1 not right\. The first place to look: out_h1 \(a1_1\)\.\n$/,
    );
  });

  test("has a head over each table and an empty line between sections", async () => {
    const out = await said(right());
    expect(out.match(/ you wrote {2}verdict$/gm)).toHaveLength(net.prepared.sections.length);
    expect(out.split("\n\n")).toHaveLength(net.prepared.sections.length + 1);
  });

  test("gives the hint of the one misconception that shows, and not its name", async () => {
    const out = await said(ascended);
    expect(out).toContain("Hint: Should the loss grow or shrink by this step?");
    expect(rowOf(out, "new_w2_1_2")).toMatch(/not right: see the hint$/);
    expect(out).not.toContain("up the gradient");
    expect(await said(ascended, net, true)).not.toContain("ascends");
  });

  test("gives no hint where nothing is diagnosed", async () => {
    expect(await said({ ...right(), loss: "0.9131" })).not.toContain("Hint");
  });

  test("says why a blank cannot be read, that one is empty, and that one carries no marks", async () => {
    const out = await said({ ...right(), z1_1: "abc", z1_2: "", "after1000.a2_1": "0.5" });
    expect(rowOf(out, "z1_1")).toMatch(/abc .*\.$/);
    expect(rowOf(out, "z1_2")).toMatch(/not answered$/);
    expect(rowOf(out, "after1000.a2_1")).toMatch(/not right.* \(not marked\)$/);
  });

  test("hostile 59: shows nothing of what was typed that a terminal would obey", async () => {
    const out = await said({ ...right(), z1_1: "\u001b[31m0.1\u202e", z1_2: "9".repeat(500) });
    expect(out).toContain("\\u001b[31m0.1\\u202e");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u001b\u202e]|9{65}/);
  });

  test("as data says the same", async () => {
    const data = JSON.parse(await said({ ...slipped, z1_2: "abc" }, net, true));
    expect(data.blanks.z1_1).toEqual({ verdict: "right", marked: true });
    expect(data.blanks.a2_1).toEqual({ verdict: "follows", marked: true, from: ["z2_1"] });
    expect(data.blanks.z1_2).toMatchObject({
      verdict: "unreadable",
      why: expect.stringMatching(/\.$/),
    });
    expect(data.firstError).toBe("a1_1");
    expect(data.summary).toEqual({
      blanks: 56,
      right: 35,
      follows: 19,
      imprecise: 0,
      notRight: 1,
      unreadable: 1,
      blank: 0,
    });
  });

  describe.each(exerciseNames)("of %s", (name) => {
    test("hostile 68: never says an answer that the student did not give", async () => {
      const variant = problem(prepared(name), "7");
      const wrongs = (id: string, i: number): unknown =>
        [undefined, "", "x", "-77.7", "123.456"][(i + id.length) % 5];
      for (const shift of [0, 1, 2]) {
        const answers = Object.fromEntries(
          variant.prepared.questions.map(({ id }, i) => [
            id,
            (i + shift) % 3 === 0 ? right(variant)[id] : wrongs(id, i),
          ]),
        );
        const given = new Set(Object.values(answers).map(String));
        for (const json of [false, true]) {
          const words = (await said(answers, variant, json))
            .split(/[\s":,()]+/)
            .map((word) => word.replace("−", "-"));
          const leaked = [...variant.key].flatMap(([, answer]) => {
            if (answer.kind === "choice") return [];
            const forms = [3, 4, 5, 6].flatMap((decimals) => [
              answer.value.toFixed(decimals),
              (Math.trunc(answer.value * 10 ** decimals) / 10 ** decimals).toFixed(decimals),
              rounded(answer.value, { decimals, truncation: false }).replace("−", "-"),
              String(answer.value),
            ]);
            return forms.filter(
              (form) => /\.\d\d/.test(form) && !given.has(form) && words.includes(form),
            );
          });
          expect(leaked).toEqual([]);
        }
      }
    });
  });
});
