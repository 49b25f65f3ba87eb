import { ShardError } from "../class/shard.js";
import { isNoBrowser, messageOf } from "../files/failure.js";
import { unreadable } from "../files/fileBytes.js";
import { isOfTheSystem } from "../files/writeError.js";
import { InputError } from "../input/inputError.js";
import { UnsoundError } from "../problem/unsoundError.js";
import { exitCode } from "./exitCode.js";
import { complain } from "./terminal.js";

/**
 * Says on standard error what stopped a command, and gives the exit code for it. What nobody
 * foresaw is said in one line too; with HANDPROP_DEBUG set, also where it happened.
 */
export function sayFailure(error: unknown): number {
  const code = codeFor(unreadable(error) ?? error);
  complain(`handprop: ${code === undefined ? "internal error: " : ""}${messageOf(error)}`);
  if (error instanceof InputError)
    for (const { message } of error.more) complain(`handprop: ${message}`);
  if (code === undefined && process.env.HANDPROP_DEBUG && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
  return code ?? exitCode.below;
}

function codeFor(error: unknown): number | undefined {
  if (error instanceof UnsoundError) return exitCode.below;
  if (error instanceof InputError) return exitCode.badInput;
  if (error instanceof ShardError) return exitCode.usage;
  return isNoBrowser(error) || isOfTheSystem(error) ? exitCode.environment : undefined;
}
