import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { blankSubmission, jsonText } from "../../src/export/problemJson.js";
import { continuedFrom } from "../../src/grade/ownNumbers.js";
import type { Submission } from "../../src/handedIn/submission.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";
import { blocks, textOf } from "./documents.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A folder with what the commands of a document read, and `npx handprop` in its path. */
export interface Workspace {
  readonly folder: string;
  /** Runs a line of a document in the folder. */
  run(line: string): { readonly status: number | null; readonly out: string; readonly err: string };
}

/** `handedOut` is a folder with a class that was handed out, for documents that begin with one. */
export function workspaceFor(path: string, handedOut?: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "handprop-"));
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const command = (name: string, text: string): void => {
    write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  command("npx", `shift\nexec "${process.execPath}" "${main}" "$@"`);
  // What opens a page in a browser is not on every machine, and none is to be opened here.
  for (const opener of ["xdg-open", "open"]) command(opener, "exit 0");
  for (const [student, answers] of Object.entries(scripts()))
    write(`submissions/${student}.json`, jsonText({ ...blankSubmission(net), student, answers }));
  write("submission.json", jsonText(blankSubmission(net)));
  write("my-templates/print.css", textOf("templates/print.css"));
  for (const block of blocks(path, "yaml")) {
    const [, name] = /^name: ([a-z0-9-]+)$/m.exec(block) ?? [];
    if (name !== undefined && block.startsWith("name:")) write(`${name}.yaml`, block);
  }
  const [ownExercise] = blocks("exercises/README.md", "yaml");
  write("my-exercise.yaml", ownExercise!.replace(/^name: .*/, "name: my-exercise"));
  for (const table of blocks(path, "csv")) write("paper.csv", table);
  if (handedOut !== undefined) {
    for (const name of ["week3", "output"])
      cpSync(join(handedOut, name), join(folder, name), { recursive: true });
    handIn(folder);
  }
  for (const block of blocks(path, "yaml"))
    if (block.startsWith("- exercise:")) write("week3/amendments.yaml", block);
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` };
  return {
    folder,
    run: (line) => {
      // What an image of a platform has at its root is here; and of thirty variants, two show
      // that it can be done.
      const here = line
        .replaceAll(" /grade/", ` ${join(folder, "grade")}/`)
        .replace(/--count \d+/, "--count 2");
      const { status, stdout, stderr } = spawnSync("bash", ["-c", here], {
        cwd: folder,
        env,
        encoding: "utf8",
        maxBuffer: 2 ** 26,
      });
      if (status === 0 && /\bhandprop init week3$/.test(line)) write("week3/set.yaml", smallSet);
      if (status === 0 && /\bhandprop assign week3/.test(line)) handIn(folder);
      return { status, out: stdout, err: stderr };
    },
  };
}

/** A set that is made in less time than the one that `init` writes. */
const smallSet = [
  "title: Week 3",
  "course: my-course-2027",
  "name: week-3",
  "exercises: [{ exercise: chain-rule, points: 5 }]\n",
].join("\n");

/** Hands in, for everybody in a set, what is right but for one answer of the second student. */
function handIn(folder: string): void {
  const [instructor, students] = ["instructor", "students"].map((name) =>
    join(folder, "output/week-3", name),
  ) as [string, string];
  const handedIn: Record<string, Uint8Array> = {};
  for (const student of readdirSync(students)) {
    for (const exercise of readdirSync(join(students, student))) {
      const blank = json(join(students, student, exercise, "submission.json"));
      const key = json(join(instructor, exercise, blank.variant, "key.json"));
      const answers: Record<string, string> = Object.fromEntries(
        Object.entries(key.answers as Record<string, { value: number | string }>).map(
          ([id, { value }]) => [id, typeof value === "number" ? value.toFixed(5) : value],
        ),
      );
      if (student === "s002") answers[Object.keys(answers)[0]!] = "12.345";
      handedIn[`${student}-${exercise}.json`] = Buffer.from(jsonText({ ...blank, answers }));
    }
  }
  for (const name of ["submissions", "grade"])
    rmSync(join(folder, name), { recursive: true, force: true });
  for (const name of ["submissions", "grade/student", "grade/tests", "grade/results"])
    mkdirSync(join(folder, name), { recursive: true });
  for (const [name, bytes] of Object.entries(handedIn)) {
    writeFileSync(join(folder, "submissions", name), bytes);
    if (name.startsWith("s001")) writeFileSync(join(folder, "grade/student", name), bytes);
  }
  cpSync(join(instructor, "manifest.json"), join(folder, "grade/tests/manifest.json"));
  writeFileSync(join(folder, "submissions.zip"), zipSync(handedIn));
}

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

const net: Problem = problem(prepared("mlp-2-2-1-sigmoid"), "7");

/** Four students: all right; a slip; a misconception; the last has three blanks of all kinds. */
function scripts(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const right = goingOnWith({});
  const atPreActivation = Object.fromEntries(
    [
      ["da2_1_dz2_1", "z2_1"],
      ["da1_1_dz1_1", "z1_1"],
      ["da1_2_dz1_2", "z1_2"],
    ].map(([id, of]) => {
      const z = net.values[net.prepared.program.slots.get(of!)!]!;
      return [id!, (z * (1 - z)).toFixed(digits)];
    }),
  );
  return {
    s1: right,
    s2: goingOnWith({ z1_1: swapped(right.z1_1!) }),
    s3: goingOnWith(atPreActivation),
    s4: { ...right, "s2.z1_1": "0.12345", drop: "0,01", new_w2_1_1: "" },
  };
}

const digits = 5;

/** The answers of someone who writes these and goes on with them. */
function goingOnWith(written: Readonly<Record<string, string>>): Record<string, string> {
  const answers: Record<string, string> = { ...written };
  // In the order of computing, so that each is worked out from those before it.
  for (const id of net.prepared.program.ids.filter((id) => net.key.has(id) && !(id in written))) {
    const submission = { schemaVersion: 1, exercise: "", answers: { ...answers } };
    answers[id] = continuedFrom(net, submission as unknown as Submission)
      .get(id)!
      .toFixed(digits);
  }
  return answers;
}

/** 0.56831 → 0.65831 */
const swapped = (text: string): string => text.replace(/\.(\d)(\d)/, ".$2$1");
