// For instructors: makes a worksheet and its solution, hands a class out, and marks what comes back.
//   node instructor.ts set.yaml roster.csv secret submissions/ out/
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  filesIn,
  handOutClass,
  loadExercise,
  markAll,
  openPrinter,
  problem,
  readPlan,
  saveReport,
} from "handprop";

const [set, roster, secret, submissions, out] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];

// One variant, printed: the same seed gives the same worksheet, for ever.
const printer = await openPrinter();
const filesOf = await filesIn(["pdf", "json"], { help: "formulas", printer });
const files = await filesOf(problem(loadExercise("chain-rule"), "spring"));
mkdirSync(out, { recursive: true });
for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
await printer.close();

// A variant of every exercise of the set for every student on the roster.
const folder = join(out, "class");
const { variants, wrong } = await handOutClass(readPlan({ set, roster, secret }), folder);
console.log(`${variants} variants are in ${folder}`);
for (const line of wrong) console.error(line);

// What was handed in, as a gradebook, a page on the class, and a marked script a student.
const listener = { failed: console.error, noted: console.error, warned: console.error };
for (const [report, path] of [
  ["gradebook", "gradebook.csv"],
  ["class", "class.html"],
  ["html", "marked"],
] as const) {
  await saveReport(report, markAll([submissions], { set: folder }, listener), join(out, path));
}
