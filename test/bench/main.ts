import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawGivens } from "../../src/draw/drawing.js";
import { randomFor } from "../../src/draw/random.js";
import { blankSubmission } from "../../src/export/problemJson.js";
import { ownFolder } from "../../src/files/ownFolder.js";
import { markScript } from "../../src/grade/markScript.js";
import { boundsOf } from "../../src/graph/bound.js";
import { evaluate } from "../../src/graph/evaluate.js";
import { localValue } from "../../src/graph/local.js";
import { readSubmission } from "../../src/handedIn/submission.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { rounded } from "../../src/render/number.js";
import { onPaper } from "../../src/render/onPaper.js";
import { openPrinter } from "../../src/render/pdf/print.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { prepared } from "../exercises.js";
import { processorTime } from "./processorTime.js";

/**
 * Times a second that `work` runs, measured for about a second after warming up: V8 compiles the
 * marking of wrong scripts bit by bit, over some thousands of them.
 */
function rate(work: (i: number) => unknown, seconds = 1): number {
  let count = 0;
  const until = (end: number): void => {
    while (performance.now() < end) for (let i = 0; i < 10; i++) work(count++);
  };
  until(performance.now() + 2000);
  count = 0;
  const start = performance.now();
  until(start + seconds * 1000);
  return count / ((performance.now() - start) / 1000);
}

const show = (what: string, measured: string, beside: string): void =>
  console.log(`${what.padEnd(58)} ${measured.padStart(16)}   ${beside}`);
const perSecond = (value: number): string => `${Math.round(value).toLocaleString("en")}/s`;

for (const name of ["mlp-2-2-2-sigmoid", "mlp-2-2-1-sigmoid", "mlp-2-2-2-relu"]) {
  const exercise = prepared(name);
  const { program, drawing } = exercise;
  console.log(`\n${name}`);
  const givens = new Float64Array(program.givens);
  const drawn = rate((i) => {
    const streams = drawing.purposes.map(randomFor(name, 1, String(i)));
    return drawGivens(drawing, streams, givens);
  });
  show("variants drawn, uncertified", perSecond(drawn), "");
  const values = program.initial.slice();
  const bounds = new Float64Array(values.length);
  const keys = rate(() => evaluate(program, givens, values));
  show("keys computed", perSecond(keys), `${(keys / drawn).toFixed(1)} × draws`);
  const withBounds = rate(() =>
    boundsOf(program, evaluate(program, givens, values), exercise.exercise.rounding, bounds),
  );
  show(
    "keys computed with derived tolerances",
    perSecond(withBounds),
    `${(withBounds / keys).toFixed(2)} × keys`,
  );
  const certified = rate((i) => problem(exercise, `bench-${i}`));
  const variants = Array.from({ length: 50 }, (_, i) => problem(exercise, `mark-${i}`));
  const honest = variants.map((variant) => submissionText(variant, () => false));
  // A wrong value early and its blank neighbours: everything after it has to be followed through
  // and diagnosed.
  const wrong = variants.map((variant) => submissionText(variant, (_, i) => i % 9 === 4));
  // A wrong value, and all after it worked out from it.
  const goneOn = variants.map((variant, i) => goneOnText(variant, i % 12));
  const parsing = rate((i) => JSON.parse(honest[i % 50]!));
  show("JSON.parse of a submission", perSecond(parsing), "");
  show(
    "certified variants with confirmed keys",
    perSecond(certified),
    `${(certified / drawn).toFixed(3)} × draws, ${(certified / parsing).toFixed(3)} × JSON.parse`,
  );
  for (const [what, texts] of [
    ["honest scripts", honest],
    ["scripts with errors", wrong],
    ["scripts that go on from an error", goneOn],
  ] as const) {
    const submissions = texts.map((text) => readSubmission(text, "bench"));
    const marked = rate((i) => markScript(variants[i % 50]!, submissions[i % 50]!));
    show(
      `${what} marked and diagnosed`,
      perSecond(marked),
      `${(marked / parsing).toFixed(2)} × JSON.parse`,
    );
  }
}

console.log("\nprinting");
const printer = await openPrinter();
try {
  const exercise = prepared("mlp-2-2-2-sigmoid");
  const blankPage =
    "<!doctype html><html lang=en><head><title>blank</title></head><body></body></html>";
  await printer.print(blankPage, { title: "blank" });
  const pages = async (
    count: number,
    work: (i: number) => Promise<unknown>,
  ): Promise<{ readonly wall: number; readonly cpu: number | undefined }> => {
    const [start, before] = [performance.now(), processorTime()];
    await Promise.all(Array.from({ length: count }, (_, i) => work(i)));
    const [wall, after] = [performance.now() - start, processorTime()];
    const cpu = before === undefined || after === undefined ? undefined : after - before;
    return { wall: wall / count, cpu: cpu && cpu / count };
  };
  const printPair = async (i: number): Promise<void> => {
    const variant = problem(exercise, `print-${i}`);
    const owner = { id: `s${i}`, name: "Ada" };
    const paper = (sheet: object): object => onPaper(sheet, variant, {}, { owner, hasCodes: true });
    const sheets = [
      [
        template("worksheet")(paper(worksheet(variant, "formulas"))),
        `${exercise.exercise.title} – worksheet`,
      ],
      [template("solution")(paper(solution(variant))), `${exercise.exercise.title} – solution`],
    ] as const;
    await Promise.all(sheets.map(([html, title]) => printer.print(html, { title })));
  };
  // Of what pairs have in common there are about twenty kinds, each laid out once.
  const warm = await pages(40, printPair);
  const blank = await pages(60, () => printer.print(blankPage, { title: "blank" }));
  const pair = await pages(160, (i) => printPair(40 + i));
  const ms = ({ wall, cpu }: typeof pair): string =>
    `${wall.toFixed(0)} ms${cpu === undefined ? "" : `, ${cpu.toFixed(0)} CPU`}`;
  show("a blank page", ms(blank), "");
  show("a worksheet and its solution, of the first forty", ms(warm), "");
  show(
    "a worksheet and its solution, of the next",
    ms(pair),
    `${(pair.wall / blank.wall).toFixed(1)} × a blank page; Typst, set by hand: 66 to 80 CPU (2026-11)`,
  );
} finally {
  await printer.close();
}

console.log("\nstart-up");
const timed = (args: readonly string[]): number => {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: "ignore" });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[3]!;
};
const empty = timed(["-e", ""]);
const cli = join(ownFolder, "dist/cli/main.js");
show("an empty Node program", `${empty.toFixed(0)} ms`, "");
const folder = mkdtempSync(join(tmpdir(), "handprop-bench-"));
const made = ["generate", "mlp-2-2-2-sigmoid", "--seed", "1", "--format", "json"];
const script = join(folder, "mlp-2-2-2-sigmoid", "1", "submission.json");
try {
  for (const args of [
    ["--help"],
    ["list"],
    [...made, "--out", folder],
    ["check", script],
    ["grade", script],
  ]) {
    const time = timed([cli, ...args]);
    const [command] = args;
    show(`handprop ${command}`, `${time.toFixed(0)} ms`, `${(time / empty).toFixed(1)} × empty`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function submissionText(variant: Problem, isWrong: (id: string, place: number) => boolean): string {
  let place = 0;
  const answers = Object.fromEntries(
    [...variant.key].map(([id, answer]) => {
      if (answer.kind === "choice") return [id, answer.word];
      const value = isWrong(id, place++) ? answer.value * 1.13 + 0.01 : answer.value;
      return [id, rounded(value, variant.prepared.exercise.rounding)];
    }),
  );
  return JSON.stringify({ ...blankSubmission(variant), student: "s1", answers });
}

/** A script whose answer at one place is wrong, and which goes on from that. */
function goneOnText(variant: Problem, wrong: number): string {
  const { exercise, program, marking } = variant.prepared;
  const { locals, questions } = marking();
  const work = locals.initial.slice();
  work.set(variant.values.subarray(0, program.ids.length));
  const answers: Record<string, string> = {};
  for (const [place, { question, slot, right }] of questions.entries()) {
    const value = localValue(locals, right, work);
    answers[question.id] = rounded(
      place === wrong ? value * 1.13 + 0.01 : value,
      exercise.rounding,
    );
    work[slot] = Number(answers[question.id]!.replace("−", "-"));
  }
  return JSON.stringify({ ...blankSubmission(variant), student: "s1", answers });
}
