import { InputError } from "../input/inputError.js";
import { JsonError, type JsonLimits, readJson } from "./readJson.js";

/** The value of a JSON file. `name` is the file's, for messages. Throws an InputError with the line and column. */
export function jsonDocument(json: Uint8Array | string, name: string, limits?: Partial<JsonLimits>): unknown {
  try {
    return readJson(json, limits);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { what, line, column } = error;
    throw new InputError(name, what, { line, column });
  }
}
