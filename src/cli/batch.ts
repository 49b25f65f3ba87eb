import type { Batch, Listener } from "../marking/markAll.js";
import { exitCode } from "./exitCode.js";
import type { Terminal } from "./terminal.js";

/** Says on a terminal what a batch tells in passing. */
export const listenerOn = (screen: Terminal): Listener => ({
  failed: screen.complain,
  noted: screen.say,
  warned: screen.complain,
});

/** What a batch alone asks the program to exit with, when all have gone by. */
export const exitCodeOf = (batch: Pick<Batch, "outcome">): number => codes[batch.outcome()];

const codes = { all: exitCode.done, some: exitCode.partly, none: exitCode.badInput } as const;
