import type { FoundCode, Pixels } from "./pageCode.js";

/** A picture that the reader looks at, as a page or as a frame of a camera. */
export interface ReaderTask extends Pixels {
  readonly kind: "page" | "frame";
}

/** What it has found, for the pictures in the order in which they came. */
export interface ReaderFinding extends Partial<FoundCode> {
  readonly isEmpty: boolean;
}
