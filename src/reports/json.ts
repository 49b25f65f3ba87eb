import { type ResultsEntry, resultsJsonText } from "../grade/resultsJson.js";
import { InputError } from "../input/inputError.js";
import type { Batch } from "../marking/markAll.js";
import { resultIn } from "../marking/notes.js";
import type { ReportRun } from "../reports.js";

/** `results.json`: every verdict, and the policy that was asked for. */
export const json = ({ batch }: ReportRun): AsyncIterable<string> =>
  resultsJsonText(entriesOf(batch), batch.policy);

async function* entriesOf({ results }: Batch): AsyncGenerator<ResultsEntry> {
  for await (const one of results) {
    if (one instanceof InputError)
      yield { error: { file: one.source, ...one.place, message: one.what } };
    else yield { result: resultIn(one) };
  }
}
