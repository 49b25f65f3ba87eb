import type { Submission } from "../handedIn/submission.js";
import type { Prepared } from "../problem/prepare.js";
import { plain } from "../render/plain.js";
import { symbolsFor } from "../render/symbols.js";

/**
 * A submission whose blanks are called by their ids, also those that a table calls as the sheet
 * prints them (`dy/dx`). What no blank is called, or several, stays as it is.
 */
export function answersById(prepared: Prepared, submission: Submission): Submission {
  const unknown = Object.keys(submission.answers).some((id) => !idsOf(prepared).has(id));
  if (!unknown) return submission;
  const printed = printedNames(prepared);
  const answers: Record<string, unknown> = Object.create(null);
  for (const [called, typed] of Object.entries(submission.answers)) {
    const id = idsOf(prepared).has(called) ? called : printed.get(loosely(called));
    answers[id === undefined || id in submission.answers ? called : id] = typed;
  }
  return { ...submission, answers };
}

const idsOf = ({ questions }: Prepared): ReadonlySet<string> =>
  new Set(questions.map(({ id }) => id));

/** The ids of blanks by their symbols, without those that several have. */
function printedNames(prepared: Prepared): ReadonlyMap<string, string> {
  const symbols = symbolsFor(prepared);
  const ids = new Map<string, string>();
  const several = new Set<string>();
  for (const { id } of prepared.questions) {
    const printed = loosely(plain(symbols.of(id)));
    if (ids.has(printed)) several.add(printed);
    ids.set(printed, id);
  }
  for (const printed of several) ids.delete(printed);
  return ids;
}

// As it is typed: lowered and raised letters on the line, in one kind of letters, and any d for ∂.
const loosely = (symbol: string): string =>
  symbol
    .normalize("NFKC")
    .replace(/[\s_^()]/g, "")
    .replaceAll("∂", "d");
