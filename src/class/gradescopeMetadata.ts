import * as z from "zod";
import { jsonDocument } from "../grade/jsonDocument.js";
import { placeOf } from "../grade/readJson.js";
import { InputError } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";
import type { Student } from "./manifest.js";

const metadataSchema = z.looseObject({
  created_at: z.string(),
  users: z.array(z.looseObject({ email: z.string().optional() })).default([]),
});

/** What Gradescope says of a submission: when it was handed in, and by whom. */
export type GradescopeMetadata = z.output<typeof metadataSchema>;

/** Reads `submission_metadata.json`. Throws an InputError. */
export function readGradescopeMetadata(json: Uint8Array | string, source: string): GradescopeMetadata {
  const checked = parsed(metadataSchema, jsonDocument(json, source));
  if (checked.ok) return checked.value;
  const { message, path } = checked.finding;
  throw new InputError(source, message, placeOf(json, path));
}

/** Whether a student is among those who handed in; where no address is known, nothing speaks against it. */
export function isAmong({ users }: GradescopeMetadata, { email }: Student): boolean {
  const known = users.flatMap((user) => (user.email ? [user.email.toLowerCase()] : []));
  return !email || known.length === 0 || known.includes(email.toLowerCase());
}
