import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { folderWith, right, slipped, submission } from "../cli/scripts.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** Runs an example in an empty folder, where it finds the built package by its name. */
function run(example: string, args: readonly string[], cwd = folderWith({})) {
  const path = join(root, "docs", "examples", example);
  return spawnSync(process.execPath, ["--import", tsx, path, ...args], { cwd, encoding: "utf8" });
}

describe("the examples for other programs", () => {
  test("are of at most as many lines as can be read at a glance", () => {
    for (const file of readdirSync(join(root, "docs", "examples"))) {
      const lines = readFileSync(join(root, "docs", "examples", file), "utf8").split("\n");
      expect(lines.length, file).toBeLessThan(60);
    }
  });

  test("student.ts: tells what is right, with the hint of a misconception, and no answer", () => {
    const { status, stdout } = run("student.ts", ["chain-rule", "42", '{"y":"x","z":"1"}']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^y: There are letters here/m);
    expect(stdout).toMatch(/^z: /m);
    expect(stdout).toMatch(/of 5 right/);
  });

  test("pipeline.ts: certifies, marks with misconceptions, and fails below the minimum", () => {
    const cwd = folderWith({
      "in/a.json": submission("ann", right()),
      "in/b.json": submission("ben", slipped),
      "in/c.json": "{",
    });
    const { status, stdout, stderr } = run(
      "pipeline.ts",
      ["in", "99", "out.xml", "chain-rule"],
      cwd,
    );
    expect(stderr).toMatch(/c\.json:1:2/);
    expect(stdout).toContain("chain-rule: 20 different variants, 0 not sound");
    expect(stdout).toContain("ann: 54 of 54");
    expect(status).toBe(1);
    expect(readFileSync(join(cwd, "out.xml"), "utf8")).toContain("<testsuites");
  });

  describe("instructor.ts", () => {
    const cwd = folderWith({
      "set.yaml": "title: Week 3\ncourse: c\nname: week-3\nexercises: [{ exercise: chain-rule }]\n",
      "roster.csv": "student_id,name\ns1,Ann\ns2,Ben\n",
      "in/empty.txt": "",
    });
    let ran: ReturnType<typeof run>;
    beforeAll(() => {
      writeFileSync(join(cwd, "secret"), `${"5ecre7".repeat(8)}\n`, { mode: 0o600 });
      const files = ["set.yaml", "roster.csv", "secret", "out/class/students", "out"];
      ran = run("instructor.ts", files, cwd);
    });

    test("prints, hands out, and reports, with the class's own submissions marked", () => {
      expect(ran).toMatchObject({ status: 0 });
      expect(ran.stdout).toContain("2 variants are in out/class\n");
      expect(readdirSync(join(cwd, "out")).sort()).toEqual([
        "class",
        "class.html",
        "gradebook.csv",
        "key.json",
        "marked",
        "problem.json",
        "solution.pdf",
        "submission.json",
        "worksheet.pdf",
      ]);
      expect(readFileSync(join(cwd, "out/gradebook.csv"), "utf8")).toMatch(/^s1,/m);
      expect(existsSync(join(cwd, "out/class/students/s2/chain-rule/worksheet.pdf"))).toBe(true);
      expect(readdirSync(join(cwd, "out/marked"))).toHaveLength(2);
    });
  });
});

describe("the package", () => {
  test("has one door, which leads to what is built and its types", () => {
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(exports)).toEqual(["."]);
    for (const path of Object.values<string>(exports["."])) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  test.each(["nodenext", "bundler"])("has types that resolve under %s, checked whole", (how) => {
    const module = how === "bundler" ? "esnext" : how;
    const settings = {
      compilerOptions: {
        target: "es2023",
        module,
        moduleResolution: how,
        strict: true,
        noEmit: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules", "@types")],
      },
      files: readdirSync(join(root, "docs", "examples")).map((file) =>
        join(root, "docs", "examples", file),
      ),
    };
    const path = join(folderWith({ "tsconfig.json": settings }), "tsconfig.json");
    const tsc = fileURLToPath(import.meta.resolve("typescript/package.json")).replace(
      "package.json",
      "bin/tsc",
    );
    expect(() =>
      execFileSync(process.execPath, [tsc, "-p", path], { encoding: "utf8", stdio: "pipe" }),
    ).not.toThrow();
  });

  test("exports nothing that is not said what it is", async () => {
    const index = readFileSync(join(root, "src", "index.ts"), "utf8");
    const unsaid: string[] = [];
    for (const [, names, from] of index.matchAll(/export (?:type )?\{([^}]+)\} from "([^"]+)"/g)) {
      const path = join(root, "src", from!.replace(/\.js$/, ".ts"));
      const source = readFileSync(path, "utf8");
      for (const name of names!.split(",").map((word) => word.replace("type ", "").trim())) {
        if (name === "") continue;
        const declared = new RegExp(
          `\\*/\\n(?:export )(?:declare |abstract |async )?(?:const|function\\*?|class|interface|type) ${name}\\b`,
        );
        if (!declared.test(source)) unsaid.push(`${name} in ${from}`);
      }
    }
    expect(unsaid).toEqual([]);
  });
});

test("the package is found by its name, and is the same program", async () => {
  const index = pathToFileURL(join(root, "dist", "index.js")).href;
  const built = Object.keys(await import(index)).sort();
  const source = Object.keys(await import("../../src/index.js")).sort();
  expect(built).toEqual(source);
});
