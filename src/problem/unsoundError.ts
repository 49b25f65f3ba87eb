/** Thrown where an exercise cannot give a sound variant. */
export class UnsoundError extends Error {
  override readonly name = "UnsoundError";
}
