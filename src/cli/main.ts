#!/usr/bin/env node
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { printable } from "../input/inputError.js";
import { noCommand } from "../input/textTable.js";
import { commands } from "./commands.js";
import { exitCode, interruption } from "./exitCode.js";

// Half of what `node:fs` takes to load is streams, of which help needs none.
const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

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
  handprop generate chain-rule descent-step --count 30 --format pdf,json
  handprop check output/mlp-2-2-2-sigmoid/42/submission.json
  handprop grade submissions/ --report json --out results.json

Exit codes: 0 done, 1 below --min-score or not certified, 2 usage, 3 bad input, ` +
      "4 no browser or no room,\n5 part of a batch failed, 130 interrupted. " +
      "Where 1 and another hold, it is 1, and the other is said.",
  );

for (const declare of commands) await declare(program, (name) => process.argv.includes(name));

process.stdout.on("error", cannotWrite);
// There is nowhere left to say so; the exit code does.
process.stderr.on("error", () => {});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    const said = interruption.message?.() ?? "nothing was written";
    // A terminal shows the key that was pressed, and may be in the middle of a line.
    const line = process.stderr.isTTY ? "\n" : "";
    process.stderr.write(`${line}${noCommand(printable(`handprop: interrupted: ${said}`))}\n`);
    process.exit(exitCode.interrupted);
  });
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
    return (await import("./failure.js")).sayFailure(error);
  } catch (cause) {
    // Where no file can be opened any more, that cannot be loaded either.
    process.stderr.write(
      `handprop: cannot go on: ${cause instanceof Error ? cause.message : cause}\n`,
    );
    return exitCode.environment;
  }
}
