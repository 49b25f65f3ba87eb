#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { readNumber } from "../handedIn/readNumber.js";
import { printable } from "../input/inputError.js";
import { longestName } from "../input/longestName.js";
import { exitCode } from "./exitCode.js";
import type { SchemaName } from "./schema.js";
import { noCommand } from "./terminal.js";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as {
  version: string;
};

const program = new Command("handprop")
  .description(
    "Makes, prints and marks exercises in which students carry a small neural network " +
      "through a training step by hand.",
  )
  .version(version)
  .showHelpAfterError("(--help says more)")
  .exitOverride()
  // What it says of a wrong argument repeats the argument.
  .configureOutput({
    writeErr: (text) => process.stderr.write(noCommand(text.split("\n").map(printable).join("\n"))),
  })
  .addHelpText(
    "after",
    `
Examples:
  handprop list
  handprop generate mlp-2-2-2-sigmoid --seed 42
  handprop generate mlp-2-2-1-sigmoid --count 30 --format pdf,json
  handprop check output/mlp-2-2-2-sigmoid/42/submission.json
  handprop grade submissions/ --report json --out results.json

Exit codes: 0 done, 1 below --min-score or not certified, 2 usage, 3 bad input, 4 no browser or no room,
5 part of a batch failed, 130 interrupted.`,
  );

program
  .command("list")
  .description("every exercise, a line each; or every blank of one")
  .argument("[exercise]", "a name, or the path of a YAML file")
  .option("--json", "as JSON")
  .action(async (...args: [string | undefined, object]) =>
    (await import("./list.js")).list(...args),
  );

program
  .command("generate")
  .description("draw variants: worksheet, solution, key and a blank submission each")
  .argument("<exercise>", "a name, or the path of a YAML file")
  .option("--seed <seed>", "what the variant is drawn from", seed, "1")
  .option("--count <n>", "draw the seeds SEED-1 to SEED-n", wholeNumber)
  .option("--published", "the document's own numbers instead of drawn ones")
  .option("--out <folder>", "where to write", "output")
  .addOption(
    new Option("--format <list>", "any of pdf,html,json,md")
      .argParser(list(["pdf", "html", "json", "md"]))
      .default(["pdf", "json"], "pdf,json"),
  )
  .addOption(
    new Option(
      "--help-level <level>",
      "what the worksheet tells: no formulas, one of each kind, or one a blank",
    )
      .choices(["none", "formulas", "guided"])
      .default("formulas"),
  )
  .option(
    "--templates <folder>",
    "your own templates; what they lack is taken from the shipped ones",
  )
  .option("--quiet", "no messages but of what went wrong")
  .addHelpText(
    "after",
    "\nExample:\n  handprop generate mlp-2-2-2-sigmoid --seed spring --count 25 --out sets/week3",
  )
  .action(async (exercise: string, { helpLevel, ...options }) =>
    leave(
      await (await import("./generate.js")).generate(exercise, { ...options, help: helpLevel }),
    ),
  );

program
  .command("check")
  .description("a student's own check: says what is right, never what the answer is")
  .argument("<submission>", "a submission's JSON file; - reads standard input")
  .option("--exercise <file>", "the YAML file of your own exercise; may be given again", several)
  .option("--json", "as JSON")
  .option("--quiet", "no messages but of what went wrong")
  .action(async (...args: [string, object]) => leave((await import("./check.js")).check(...args)));

program
  .command("practice")
  .description("write a page that students practise with: no server, no network")
  .argument(
    "[exercise...]",
    "names or paths of YAML files; all that come with handprop where none is given",
  )
  .option("--out <file>", "where to write", "output/practice.html")
  .option("--quiet", "no messages but of what went wrong")
  .addHelpText(
    "after",
    "\nExample:\n  handprop practice chain-rule mlp-2-2-2-sigmoid --out practice.html",
  )
  .action(async (...args: [string[], { out: string }]) =>
    leave((await import("./practice.js")).practice(...args)),
  );

program
  .command("grade")
  .description("mark submissions against their keys")
  .argument(
    "<path...>",
    "JSON, filled-in PDF, CSV and zip files, folders of them, or - for JSON on standard input",
  )
  .option("--set <folder>", "the class set that was handed out: its folder, or its manifest.json")
  .addOption(
    new Option(
      "--report <format>",
      "how to write the results; html and pdf are a marked script a student",
    )
      .choices([
        ...["text", "json", "csv", "md", "junit", "gradescope", "github", "prairielearn"],
        ...["class", "blanks", "gradebook", "html", "pdf"],
      ])
      .default("text"),
  )
  .option("--out <path>", "write the report to this file, or the marked scripts to this folder")
  .option(
    "--metadata <file>",
    "Gradescope's submission_metadata.json: when it was handed in, and by whom",
  )
  .option("--exercise <file>", "the YAML file of your own exercise; may be given again", several)
  .option(
    "--follow-through <share>",
    "what an answer earns that follows from an earlier error, from 0 to 1",
    upTo(1),
  )
  .option(
    "--imprecise <share>",
    "what an answer earns that is right but has too few digits, from 0 to 1",
    upTo(1),
  )
  .option(
    "--strict-evidence",
    "even the only error of a script has to be explained before anything follows from it",
  )
  .option("--no-strict-evidence", "it does not")
  .option("--min-score <percent>", "exit 1 where a script has less", upTo(100))
  .option("--quiet", "no messages but of what went wrong")
  .addHelpText(
    "after",
    `
Examples:
  handprop grade submissions/ --report json --min-score 60
  handprop grade submissions.zip --set sets/week3 --report class --out class.html
  handprop grade submissions/ --report pdf --out marked`,
  )
  .action(async (paths: string[], options) =>
    leave(await (await import("./grade.js")).grade(paths, options)),
  );

program
  .command("gradescope")
  .description("pack an autograder for Gradescope: this program and the set's manifest")
  .requiredOption(
    "--set <folder>",
    "the class set that was handed out: its folder, or its manifest.json",
  )
  .option("--out <file>", "where to write the zip", "autograder.zip")
  .addHelpText("after", "\nExample:\n  handprop gradescope --set output/week3 --out autograder.zip")
  .action(async (options) => leave((await import("./gradescope.js")).gradescope(options)));

program
  .command("regrade")
  .description("mark again and say who changed, by how much and where")
  .argument(
    "<path...>",
    "JSON, filled-in PDF, CSV and zip files, folders of them, or - for JSON on standard input",
  )
  .option("--set <folder>", "the class set that was handed out: its folder, or its manifest.json")
  .requiredOption(
    "--against <results>",
    "the results to compare with, as grade --report json wrote them",
  )
  .option("--exercise <file>", "the YAML file of your own exercise; may be given again", several)
  .option(
    "--follow-through <share>",
    "what an answer earns that follows from an earlier error, from 0 to 1",
    upTo(1),
  )
  .option(
    "--imprecise <share>",
    "what an answer earns that is right but has too few digits, from 0 to 1",
    upTo(1),
  )
  .option(
    "--strict-evidence",
    "even the only error of a script has to be explained before anything follows from it",
  )
  .option("--no-strict-evidence", "it does not")
  .option("--json", "as JSON")
  .option("--quiet", "no messages but of what went wrong")
  .addHelpText(
    "after",
    "\nExample:\n  handprop regrade submissions/ --against results.json --follow-through 0.5",
  )
  .action(async (paths: string[], options) =>
    leave(await (await import("./regrade.js")).regrade(paths, options)),
  );

program
  .command("init")
  .description("begin a problem set: a commented set.yaml, a roster to replace, and a secret")
  .argument("[folder]", "where to write", ".")
  .addHelpText("after", "\nExample:\n  handprop init week3")
  .action(async (folder: string) => leave((await import("./init.js")).init(folder)));

program
  .command("assign")
  .description(
    "a variant of every exercise of a set for every student: worksheets, keys, solutions, a " +
      "manifest",
  )
  .argument("<set>", "the set's YAML file")
  .requiredOption(
    "--roster <file>",
    "the class list: CSV with student_id and, if you like, name, email, section",
  )
  .option(
    "--secret <file>",
    "what seeds are made with; - reads standard input (default: secret, beside the set)",
  )
  .option("--out <folder>", "where to write (default: output/NAME)")
  .option(
    "--shard <i/n>",
    "make only the i-th of n parts; auto or auto/n takes i from the batch system",
  )
  .option("--workers <n>", "how many to make at once (default: one a core)", wholeNumber)
  .option(
    "--templates <folder>",
    "your own templates; what they lack is taken from the shipped ones",
  )
  .option("--quiet", "no messages but of what went wrong")
  .addHelpText("after", "\nExample:\n  handprop assign week3/set.yaml --roster week3/roster.csv")
  .action(async (set: string, options) =>
    leave(await (await import("./assign.js")).assign(set, options)),
  );

program
  .command("audit")
  .description("grade a worked example's printed numbers, and name its mistakes")
  .argument("<exercise>", "a name, or the path of a YAML file with published numbers")
  .option("--json", "as JSON")
  .addHelpText("after", "\nExample:\n  handprop audit mlp-2-2-1-sigmoid")
  .action(async (...args: [string, object]) =>
    leave((await import("./audit.js")).auditCommand(...args)),
  );

program
  .command("certify")
  .description("draw many variants and show that each is sound; exit 1 where one is not")
  .argument(
    "[exercise...]",
    "names or paths of YAML files; all that come with handprop where none is given",
  )
  .option("--seeds <n>", "how many variants of each", wholeNumber, 200)
  .option("--json", "as JSON")
  .option("--quiet", "no messages but of what went wrong")
  .action(async (...args: [string[], { seeds: number }]) =>
    leave(await (await import("./certify.js")).certifyCommand(...args)),
  );

program
  .command("schema")
  .description("the JSON Schema of a kind of file, for editors and other programs")
  .addArgument(
    new Argument("<name>", "which kind of file").choices([
      "exercise",
      "malrules",
      "problem",
      "key",
      "submission",
      "results",
      "set",
      "manifest",
    ]),
  )
  .addHelpText("after", "\nExample:\n  handprop schema exercise > exercise.schema.json")
  .action(async (...args: [SchemaName]) => (await import("./schema.js")).schemaCommand(...args));

process.stdout.on("error", cannotWrite);
// There is nowhere left to say so; the exit code does.
process.stderr.on("error", () => {});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => process.exit(exitCode.interrupted));
process.on("uncaughtException", async (error) => process.exit(await reported(error)));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    leave(error.exitCode === 0 ? exitCode.done : exitCode.usage);
  } else {
    leave(await reported(error));
  }
}

// Setting the code lets what is still being written reach a pipe.
function leave(code: number): void {
  process.exitCode = code;
}

// A reader that has seen enough, such as `head`, is no failure, and no reason to leave files
// unwritten; a full disk is.
async function cannotWrite(error: NodeJS.ErrnoException): Promise<void> {
  if (error.code === "EPIPE") return;
  const { WriteError } = await import("../files/writeError.js");
  process.exit(await reported(new WriteError("standard output", error)));
}

async function reported(error: unknown): Promise<number> {
  try {
    return (await import("./report.js")).report(error);
  } catch (cause) {
    // Where no file can be opened any more, that cannot be loaded either.
    process.stderr.write(
      `handprop: cannot go on: ${cause instanceof Error ? cause.message : cause}\n`,
    );
    return exitCode.environment;
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError("expected a whole number from 1 to 999999");
  return Number(text);
}

function seed(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("expected a text that is not empty");
  // Room for what --count appends.
  const most = longestName - 10;
  if (text.length > most) throw new InvalidArgumentError(`expected at most ${most} characters`);
  return text;
}

// Numbers are read as students' are.
function upTo(most: number): (text: string) => number {
  return (text) => {
    const reading = readNumber(text);
    if (reading.kind === "number" && reading.value >= 0 && reading.value <= most)
      return reading.value;
    throw new InvalidArgumentError(`expected a number from 0 to ${most}`);
  };
}

function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function list(allowed: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const words = text.split(",").map((word) => word.trim());
    const unknown = words.find((word) => !allowed.includes(word));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`expected any of ${allowed.join(",")}, got ${unknown}`);
    return words;
  };
}
