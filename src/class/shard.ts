import { quoted } from "../input/inputError.js";

/** One of several machines that make a set together: the `index`-th of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Something about shards that the program cannot go by; the message says what to do. */
export class ShardError extends Error {
  override readonly name = "ShardError";
}

interface Variables {
  readonly index: string;
  /** What the first index is, or the variable that tells. */
  readonly first: number | string;
  readonly step?: string;
  readonly of?: string;
}

/** How batch systems tell a job which of several it is. */
const batchSystems = {
  Slurm: {
    index: "SLURM_ARRAY_TASK_ID",
    first: "SLURM_ARRAY_TASK_MIN",
    step: "SLURM_ARRAY_TASK_STEP",
    of: "SLURM_ARRAY_TASK_COUNT",
  },
  Kubernetes: { index: "JOB_COMPLETION_INDEX", first: 0 },
  "CI node": { index: "CI_NODE_INDEX", first: 1, of: "CI_NODE_TOTAL" },
} as const satisfies Readonly<Record<string, Variables>>;

/**
 * Which shard this is: `2/5` says it outright; without an option, or as `auto/5`, the batch
 * system's variables do. Throws a ShardError.
 */
export function shardOf(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Shard {
  const [, index, of] = /^(auto|[1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(option ?? "") ?? [];
  if (option !== undefined && option !== "auto" && of === undefined) {
    throw new ShardError(`--shard: expected I/N, such as 2/5, or auto, or auto/N, got ${option}`);
  }
  const shard =
    index !== undefined && index !== "auto"
      ? { index: Number(index), of: Number(of) }
      : fromEnvironment(env, of === undefined ? undefined : Number(of), option !== undefined);
  if (shard.index < 1 || shard.index > shard.of) {
    throw new ShardError(`shard ${shard.index} of ${shard.of}: expected one from 1 to ${shard.of}`);
  }
  return shard;
}

function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  count: number | undefined,
  isAsked: boolean,
): Shard {
  const number = (name: string | undefined, otherwise: number | undefined): number | undefined => {
    const text = name === undefined ? "" : (env[name] ?? "").trim();
    if (name === undefined || text === "") return otherwise;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new ShardError(`${name}: expected a whole number, got ${quoted(text)}`);
  };
  for (const variables of Object.values<Variables>(batchSystems)) {
    const found = number(variables.index, undefined);
    if (found === undefined) continue;
    const first =
      typeof variables.first === "number" ? variables.first : number(variables.first, 1)!;
    const step = number(variables.step, 1)!;
    const of = count ?? number(variables.of, undefined);
    if (of === undefined) {
      throw new ShardError(
        `${variables.index} is set but not how many there are: --shard auto/N, or 1/1 for all`,
      );
    }
    const index = (found - first) / step + 1;
    if (Number.isInteger(index)) return { index, of };
    throw new ShardError(
      `${variables.index}: ${found} is none of ${first}, ${first + step}, ${first + 2 * step}, …`,
    );
  }
  if (isAsked) {
    const names = Object.values(batchSystems).map(({ index }) => index);
    throw new ShardError(`--shard auto: none of ${names.join(", ")} is set`);
  }
  return { index: 1, of: 1 };
}

/** The members of a list that are this shard's: as many as the others', or one more. */
export const shareOf = <T>(all: readonly T[], { index, of }: Shard): readonly T[] =>
  all.filter((_, place) => place % of === index - 1);
