import { InputError } from "../input/inputError.js";

/** A script that is not marked although it is known whose it is. */
export class RefusedScript extends InputError {
  constructor(
    source: string,
    what: string,
    readonly student: string,
  ) {
    super(source, what);
  }
}
