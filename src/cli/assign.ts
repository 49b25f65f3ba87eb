import { availableParallelism } from "node:os";
import { join } from "node:path";
import { handOutClass } from "../class/handOutClass.js";
import { readPlan, remarksOn } from "../class/readPlan.js";
import { shardOf } from "../class/shard.js";
import { shownPath } from "../files/shownPath.js";
import { ownTemplates } from "../load/ownTemplates.js";
import { exitCode } from "./exitCode.js";
import { terminal, timeLeft } from "./terminal.js";

export interface AssignOptions {
  readonly roster: string;
  readonly secret?: string;
  readonly out?: string;
  readonly shard?: string;
  readonly workers?: number;
  readonly templates?: string;
  readonly quiet?: boolean;
}

/** `assign SET.yaml --roster ROSTER.csv`: a variant of every exercise for every student. */
export async function assign(setPath: string, options: AssignOptions): Promise<number> {
  const screen = terminal(options);
  const shard = shardOf(options.shard, process.env);
  const plan = readPlan({ set: setPath, roster: options.roster, secret: options.secret });
  const folder = options.out ?? join("output", plan.set.name);
  const own = options.templates === undefined ? undefined : await ownTemplates(options.templates);
  for (const remark of remarksOn(plan)) screen.say(remark);
  if (shard.of > 1) screen.say(`shard ${shard.index} of ${shard.of}`);
  const cores = availableParallelism();
  const left = timeLeft(() => performance.now());
  const { wrong } = await handOutClass(plan, folder, {
    shard,
    workers: Math.min(options.workers ?? cores, mostPerCore * cores),
    own,
    done: (done, of) => screen.progress(done, of, left(done, of)),
  });
  for (const what of wrong) screen.complain(what);
  screen.out(shownPath(folder));
  return wrong.length > 0 ? exitCode.partly : exitCode.done;
}

// More would only take memory.
const mostPerCore = 4;
