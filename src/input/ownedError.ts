import { InputError, type TextPlace } from "./inputError.js";

/** Something that was handed in and is not marked, although it is known whose it is. */
export class OwnedError extends InputError {
  constructor(
    source: string,
    what: string,
    readonly student: string,
    place?: TextPlace,
  ) {
    super(source, what, place);
  }
}
