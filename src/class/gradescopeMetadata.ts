import * as z from "zod";
import { jsonDocument } from "../grade/jsonDocument.js";
import type { Student } from "./manifest.js";

const metadataSchema = z.looseObject({
  created_at: z.string(),
  users: z.array(z.looseObject({ email: z.string().optional() })).default([]),
});

/** What Gradescope says of a submission: when it was handed in, and by whom. */
export type GradescopeMetadata = z.output<typeof metadataSchema>;

/** Reads `submission_metadata.json`. Throws an InputError. */
export const readGradescopeMetadata = (json: Uint8Array | string, source: string): GradescopeMetadata =>
  jsonDocument(metadataSchema, json, source);

/** Whether a student is among those who handed in; where no address is known, nothing speaks against it. */
export function isAmong({ users }: GradescopeMetadata, { email }: Student): boolean {
  const known = users.flatMap((user) => (user.email ? [user.email.toLowerCase()] : []));
  return !email || known.length === 0 || known.includes(email.toLowerCase());
}
