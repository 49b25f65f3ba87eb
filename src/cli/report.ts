import { ShardError } from "../class/shard.js";
import { InputError, printable } from "../input/inputError.js";
import { UnsoundError } from "../problem.js";
import { exitCode } from "./exitCode.js";
import { noCommand } from "./terminal.js";

/**
 * Says on standard error what stopped a command, and gives the exit code for it. What nobody foresaw is said in one line
 * too; with HANDPROP_DEBUG set, also where it happened.
 */
export function report(error: unknown): number {
  const message = noCommand(printable(error instanceof Error ? error.message : String(error)));
  const code = codeFor(error);
  process.stderr.write(`handprop: ${code === undefined ? "internal error: " : ""}${message}\n`);
  if (code === undefined && process.env.HANDPROP_DEBUG && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
  return code ?? exitCode.below;
}

function codeFor(error: unknown): number | undefined {
  if (error instanceof UnsoundError) return exitCode.below;
  if (error instanceof InputError) return exitCode.badInput;
  if (error instanceof ShardError) return exitCode.usage;
  if (!(error instanceof Error)) return undefined;
  const isOfTheSystem = /^E[A-Z0-9]+$/.test((error as NodeJS.ErrnoException).code ?? "");
  return error.name === "NoBrowserError" || isOfTheSystem ? exitCode.environment : undefined;
}
