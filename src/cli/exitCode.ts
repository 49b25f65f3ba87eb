/** What the program's exit says to scripts. */
export const exitCode = {
  done: 0,
  /** Graded below the asked minimum, or not certified. */
  below: 1,
  usage: 2,
  badInput: 3,
  /** Something of the machine is missing: a browser. */
  environment: 4,
  /** Part of a batch failed; the rest is done. */
  partly: 5,
  interrupted: 130,
} as const;

/** What the command at work says where it is interrupted: what is done, and how to go on. */
export const interruption: { message?: () => string } = {};
