import { isFatal } from "../files/failure.js";
import { pathSegment } from "../files/pathSegment.js";
import type { MarkedScript } from "../grade/markScript.js";
import { continuedFrom, writtenIn } from "../grade/ownNumbers.js";
import { InputError } from "../input/inputError.js";
import { symbolsIn } from "../marking/inWords.js";
import type { Batch } from "../marking/markAll.js";
import type { Marked } from "../marking/marker.js";
import { notesTold } from "../marking/notes.js";
import type { Template } from "../render/layout.js";
import { markedScript } from "../render/markedScript.js";
import { template } from "../render/templates.js";
import type { ReportPart, ReportRun } from "../reports.js";

/** What becomes of a marked script's page: its bytes, and the ending of their file's name. */
export interface Finishing {
  readonly ending: string;
  finish(page: string): Promise<string | Uint8Array>;
}

/** Marked scripts as HTML, each in a file of its own. */
export const html = ({ batch, isAnonymous }: ReportRun): AsyncIterable<ReportPart> =>
  markedPages({ batch, isAnonymous: isAnonymous ?? false }, async () => ({
    ending: "html",
    finish: async (page) => page,
  }));

/**
 * The pages of all that were marked. How they are finished is asked at the first: where nothing can
 * be read, no browser is started. One that fails does not stop the others.
 */
export async function* markedPages(
  { batch, isAnonymous }: { readonly batch: Batch; readonly isAnonymous: boolean },
  finishing: () => Promise<Finishing>,
): AsyncGenerator<ReportPart> {
  const layout = template("report");
  const taken = new Set<string>();
  let how: Finishing | undefined;
  for await (const one of batch.results) {
    if (one instanceof InputError) continue;
    how ??= await finishing();
    const script = isAnonymous ? { ...one.script, student: "" } : one.script;
    const file = `${fileNameOf(script, taken, isAnonymous)}.${how.ending}`;
    const name = isAnonymous ? undefined : batch.set?.student(script.student).name;
    try {
      yield {
        file,
        content: await how.finish(pageOf({ ...one, script }, name, layout)),
        of: one.file,
      };
    } catch (error) {
      if (isFatal(error)) throw error;
      yield { failed: error, of: one.file };
    }
  }
}

function pageOf(one: Marked, name: string | undefined, layout: Template): string {
  const { script, submission, policy, worth } = one;
  const problem = one.problem();
  return layout({
    ...markedScript(
      problem,
      { ...script, name },
      {
        typed: submission.answers,
        written: writtenIn(problem, submission, policy),
        right: continuedFrom(problem, submission, policy),
      },
    ),
    ...(worth ? { points: Number(worth.points.toFixed(2)), maxPoints: worth.maxPoints } : {}),
    notes: notesTold(one, symbolsIn(one.prepared)),
  });
}

// File systems may not tell capitals from small letters, and take names of 255 bytes.
function fileNameOf(
  { student, exercise, variant }: MarkedScript,
  taken: Set<string>,
  isAnonymous: boolean,
): string {
  const whole = [...(isAnonymous ? [] : [student || "no-name"]), exercise, variant]
    .map(pathSegment)
    .join("--")
    .slice(0, 200);
  let name = whole;
  for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${whole}--${copy}`;
  taken.add(name.toLowerCase());
  return name;
}
