import { InputError, printable } from "../input/inputError.js";
import { UnsoundError } from "../problem.js";
import { exitCode } from "./exitCode.js";

/** Says on standard error what stopped a command, and gives the exit code for it. */
export function report(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`handprop: ${printable(message)}\n`);
  if (error instanceof UnsoundError) return exitCode.below;
  if (error instanceof InputError) return exitCode.badInput;
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === "NoBrowserError") return exitCode.environment;
  if (code?.startsWith("E")) return exitCode.environment;
  throw error;
}
