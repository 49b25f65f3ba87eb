import { drawGivens } from "../draw/drawing.js";
import { randomFor } from "../draw/random.js";
import type { Program } from "../graph/program.js";
import { anyReason, firstReason, type Rejection } from "../question/soundness.js";
import type { Prepared } from "./prepare.js";
import { mostReasons, Rejections, reasonText } from "./reasons.js";
import { UnsoundError } from "./unsoundError.js";

const mostDraws = 20_000;
/** In all draws of a seed: a few seconds. */
const mostInstructions = 200_000_000;

/**
 * What was drawn and what follows from it, by slot. The bounds are good until anything else is
 * drawn.
 */
export interface Draw {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/**
 * The draws of a seed, in order, up to the first that is sound: every rejected one with its reason,
 * then the sound one. Ends without it where there is nothing more to draw. `reason` finds why a
 * draw is rejected: the first of all reasons, or whichever is found soonest.
 */
export function* draws(
  prepared: Prepared,
  seed: string,
  reason: typeof firstReason = firstReason,
): Generator<Rejection, Draw | undefined> {
  const { exercise, program, drawing, soundness } = prepared;
  const streams = drawing.purposes.map(randomFor(exercise.name, exercise.version, seed));
  const values = program.initial.slice();
  const { bounds } = soundness.scratch;
  const most = drawing.purposes.length > 0 ? mostDraws : 1;
  const read = program.recurrences.filter(({ isRead }) => isRead);
  const size = (1 + program.code.length / 4) * (1 + roundsOf(read));
  const rounds = roundsOf(program.recurrences);
  let spent = 0;
  for (let attempt = 0; attempt < most && spent < mostInstructions; attempt++) {
    drawGivens(drawing, streams, values);
    const rejection = reason(soundness, values, bounds);
    if (!rejection) return { values, bounds };
    // A round takes more than its instructions.
    spent += rejection.kind === "unending" ? 5 * (size + 20) * rounds : size;
    yield rejection;
  }
  return undefined;
}

const roundsOf = (recurrences: Program["recurrences"]): number =>
  recurrences.reduce((sum, { recurrence }) => sum + recurrence.rounds, 0);

/**
 * The first sound draw of a seed. Throws an UnsoundError that says why most were rejected and what
 * to change, where there is none.
 */
export function certifiedDraw(prepared: Prepared, seed: string): Draw {
  const drawing = draws(prepared, seed, anyReason);
  for (;;) {
    const { done, value } = drawing.next();
    if (!done) continue;
    if (value) return value;
    throw unsound(prepared, seed);
  }
}

function unsound(prepared: Prepared, seed: string): UnsoundError {
  const rejections = new Rejections();
  let rejected = 0;
  for (const rejection of draws(prepared, seed)) {
    rejections.add(rejection);
    rejected++;
  }
  const reasons = rejections.commonest(mostReasons).map((reason) => reasonText(reason, rejected));
  return new UnsoundError(
    `${prepared.exercise.name}: no draw of seed ${seed} can be certified; ` +
      (rejected > 0 ? `of ${rejected} draws, ${reasons.join("; ")}` : "nothing varies"),
  );
}
