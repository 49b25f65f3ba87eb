import { InputError } from "./inputError.js";

/** A file that is read bit by bit is another by now, so that nothing more can be made of it. */
export class ChangedError extends InputError {
  constructor(source: string) {
    super(source, "was changed while it was read: run this again");
  }
}
