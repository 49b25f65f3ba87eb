import { run } from "../graph/evaluate.js";
import { readNumber } from "../handedIn/readNumber.js";
import type { Submission } from "../handedIn/submission.js";
import type { Problem } from "../problem/problem.js";
import type { MarkingPolicy } from "./markScript.js";
import { numberStyle } from "./numberStyle.js";
import { type Written, workThrough } from "./work.js";

/** The numbers a student wrote, by id. */
export function writtenIn(
  { key, prepared }: Problem,
  { answers }: Submission,
  policy: MarkingPolicy = {},
): ReadonlyMap<string, Written> {
  const style = numberStyle(prepared, policy);
  const read = new Map<string, Written>();
  for (const [id, answer] of key) {
    const reading = answer.kind === "number" ? readNumber(answers[id], style) : undefined;
    if (reading?.kind === "number") read.set(id, reading);
  }
  return read;
}

/**
 * The exercise worked on from a student's own numbers: for every quantity what is right given what
 * they wrote before it, and where they wrote nothing, given what follows. May hold an infinity, or
 * NaN, below a huge answer.
 */
export function continuedFrom(
  problem: Problem,
  submission: Submission,
  policy: MarkingPolicy = {},
): ReadonlyMap<string, number> {
  const { program } = problem.prepared;
  const marking = problem.prepared.marking();
  const { ids, recurrences } = program;
  const written = writtenIn(problem, submission, policy);
  const work = workThrough(
    problem,
    ids.map((id) => written.get(id)),
  );
  const values = program.initial.slice();
  values.set(work.values.subarray(0, ids.length));
  for (const [slot, segment] of program.segments.entries()) {
    if (marking.bySlot[slot] === undefined) run(program.code, segment, values);
  }
  const right = new Map(ids.map((id, slot) => [id, work.wrong[slot]?.value ?? values[slot]!]));
  // A state after many rounds follows from nothing on the sheet.
  for (const { slot } of recurrences) {
    const answer = problem.key.get(ids[slot]!);
    if (answer?.kind === "number") right.set(ids[slot]!, answer.value);
  }
  return right;
}
