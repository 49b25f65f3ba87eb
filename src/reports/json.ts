import { type ResultsEntry, resultsJsonText } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import type { Batch } from "../marking/markAll.js";
import type { MarkResult } from "../marking/marker.js";
import { resultIn } from "../marking/notes.js";
import { type PlacedEntry, partText } from "../marking/resultsPart.js";
import type { ReportRun } from "../reports.js";

/** `results.json`: every verdict, and the policy that was asked for; of a shard, its part of it. */
export const json = ({ batch }: ReportRun): AsyncIterable<string> =>
  batch.shard
    ? partText(placedEntriesOf(batch), batch.policy, batch.shard)
    : resultsJsonText(entriesOf(batch), batch.policy);

async function* entriesOf({ results }: Batch): AsyncGenerator<ResultsEntry> {
  for await (const one of results) yield entryOf(one);
}

async function* placedEntriesOf({ results, set }: Batch): AsyncGenerator<PlacedEntry> {
  for await (const one of results) {
    const place = one instanceof InputError ? 0 : (set?.placeOf(one.script.student) ?? 0);
    yield { place, ...entryOf(one) };
  }
}

const entryOf = (one: MarkResult): ResultsEntry =>
  one instanceof InputError
    ? { error: { file: one.source, ...one.place, message: one.what } }
    : { result: resultIn(one) };
