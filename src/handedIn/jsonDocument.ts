import type * as z from "zod";
import { InputError } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";
import { JsonError, type JsonLimits, placeOf, readJson } from "./readJson.js";

/**
 * A JSON file of a kind, as its schema has it. `name` is the file's, for messages. Throws an
 * InputError with the line and column of the first thing that is wrong.
 */
export function jsonDocument<T extends z.ZodType>(
  schema: T,
  json: Uint8Array | string,
  name: string,
  limits?: Partial<JsonLimits>,
): z.output<T> {
  const value = jsonValue(json, name, limits);
  refuseLater(value, json, name);
  const read = parsed(schema, value);
  if (read.ok) return read.value;
  const [{ message, path }] = read.findings;
  throw new InputError(name, message, placeOf(json, path));
}

function jsonValue(json: Uint8Array | string, name: string, limits?: Partial<JsonLimits>): unknown {
  try {
    return readJson(json, limits);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { what, line, column } = error;
    throw new InputError(name, what, { line, column });
  }
}

/** Told apart from a wrong version: the file is right, and this program is old. */
function refuseLater(value: unknown, json: Uint8Array | string, name: string): void {
  const version = (value as { readonly schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version !== "number" || !(version > 1)) return;
  const what =
    `schemaVersion: ${version} is later than 1, the last that this handprop reads: ` +
    `upgrade handprop`;
  throw new InputError(name, what, placeOf(json, ["schemaVersion"]));
}
