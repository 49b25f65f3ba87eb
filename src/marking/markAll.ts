import { setImmediate as aTurn } from "node:timers/promises";
import type { ClassSet } from "../class/classSet.js";
import { loadSet } from "../class/loadSet.js";
import type { Shard } from "../class/shard.js";
import { fileBytes } from "../files/fileBytes.js";
import type { MarkingPolicy } from "../grade/markScript.js";
import { jsonLimits } from "../handedIn/readJson.js";
import { nameOf, type Received, received } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import { countingScripts } from "./countingScripts.js";
import { countingDecimalCommas } from "./decimalCommas.js";
import {
  type GradescopeMetadata,
  handedInAt,
  handedInBy,
  readGradescopeMetadata,
} from "./gradescopeMetadata.js";
import { classMarker, type Marker, type MarkResult, marker, resultOf } from "./marker.js";
import { type MarkingShard, scriptsOfShard } from "./scriptsOfShard.js";
import { countingUnknownTimes } from "./unknownTimes.js";

/** Submissions on their way from where they lie to a report. */
export interface Batch {
  readonly set?: ClassSet;
  readonly metadata?: GradescopeMetadata;
  /** What was asked for beside what the set says. */
  readonly policy: MarkingPolicy;
  /** Which part of a class it is, where it is not all. */
  readonly shard?: MarkingShard;
  /**
   * Each is read and marked when the one before has gone by, and is not kept; so they go by once.
   */
  readonly results: AsyncIterable<MarkResult>;
  /** When all have gone by: whether all were marked, some, or none. */
  outcome(): "all" | "some" | "none";
}

/** How a batch is marked. */
export interface MarkOptions {
  /**
   * Paths of YAML files of instructors' own exercises, which take the place of shipped ones of the
   * same name.
   */
  readonly exercise?: readonly string[];
  /** The folder of a class set, or its manifest. */
  readonly set?: string;
  /** The file of what was decided after handing out, where it lies elsewhere. */
  readonly amendments?: string;
  /** Gradescope's submission_metadata.json: who handed these in. */
  readonly metadata?: string;
  readonly followThrough?: number;
  readonly imprecise?: number;
  readonly strictEvidence?: boolean;
  /** Which part of the students of a set is marked; all where it is not said. */
  readonly part?: Shard;
}

/** Who is told in passing what a batch says of its scripts. */
export interface Listener {
  /** A script that could not be read, or marked. */
  failed(message: string): void;
  /** What was not looked at, or does not count. */
  noted(message: string): void;
  /** What is wrong with many scripts at once. */
  warned(message: string): void;
}

const nobody: Listener = { failed: () => {}, noted: () => {}, warned: () => {} };

/** The part of the options that is policy, without what was not asked for. */
export const policyOf = ({
  followThrough,
  imprecise,
  strictEvidence,
}: MarkOptions): MarkingPolicy => ({
  ...(followThrough === undefined ? {} : { followThrough }),
  ...(imprecise === undefined ? {} : { imprecise }),
  ...(strictEvidence === undefined ? {} : { strictEvidence }),
});

/**
 * Marks every submission at these paths but the `results` that lie among them. One that cannot be
 * read, or marked, is an InputError in its place and does not stop the others. Of a class set, each
 * student has one script an exercise, in the order of the roster; a part of it has what is its
 * students', and the first part what is nobody's. Throws an InputError where the set, the metadata
 * or an exercise cannot be used.
 */
export function markAll(
  paths: readonly string[],
  options: MarkOptions = {},
  listener: Listener = nobody,
  results?: string,
): Batch {
  const set = options.set === undefined ? undefined : loadSet(options.set, options.amendments);
  const metadata = options.metadata === undefined ? undefined : loadMetadata(options.metadata);
  const decisions = set?.decisions.length ?? 0;
  if (set?.amendments !== undefined && decisions > 0) {
    const hold = decisions === 1 ? "one decision holds" : `${decisions} decisions hold`;
    listener.noted(`${set.amendments}: ${hold}`);
  }
  const policy = policyOf(options);
  const mark = set ? classMarker(set, policy) : marker(options.exercise, policy);
  const found = orNothing(received(paths, results), paths);
  const all = metadata ? handedInAt(metadata, found) : found;
  const { shard, own: share } =
    set && options.part ? scriptsOfShard(all, set, options.part) : { own: all };
  const counting = set ? countingScripts(share, set, mark, listener.noted) : resultsOf(share, mark);
  const own = set && metadata ? handedInBy(metadata, counting, set) : counting;
  const timed = set ? countingUnknownTimes(own, listener.warned) : own;
  const watched =
    set?.manifest.locale.decimalComma === false
      ? countingDecimalCommas(timed, listener.warned)
      : timed;
  const count = { marked: 0, failed: 0 };
  return {
    ...(set ? { set } : {}),
    ...(metadata ? { metadata } : {}),
    ...(shard ? { shard } : {}),
    policy,
    results: heard(watched, listener, count),
    outcome: () => (count.failed === 0 ? "all" : count.marked > 0 ? "some" : "none"),
  };
}

async function* resultsOf(
  all: AsyncIterable<Received | InputError>,
  mark: Marker,
): AsyncGenerator<MarkResult> {
  for await (const found of all) yield resultOf(found, mark);
}

/** The same, or that there is nothing. */
async function* orNothing(
  all: AsyncIterable<Received | InputError>,
  paths: readonly string[],
): AsyncGenerator<Received | InputError> {
  let some = false;
  for await (const one of all) {
    some = true;
    yield one;
  }
  if (!some) yield new InputError(paths.join(", "), "nothing is filled in");
}

/** The same, counted, while a listener hears of it. */
async function* heard(
  results: AsyncIterable<MarkResult>,
  listener: Listener,
  count: { marked: number; failed: number },
): AsyncGenerator<MarkResult> {
  for await (const one of results) {
    // Between two scripts a signal is heard.
    await aTurn();
    if (one instanceof InputError) {
      count.failed++;
      listener.failed(one.message);
    } else {
      count.marked++;
      for (const warning of [...one.script.warnings].sort())
        listener.noted(`${nameOf(one)}: ${warning}`);
    }
    yield one;
  }
}

const loadMetadata = (file: string): GradescopeMetadata =>
  readGradescopeMetadata(fileBytes(file, jsonLimits.bytes), file);
