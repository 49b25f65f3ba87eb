import * as z from "zod";
import type { ClassSet } from "../class/classSet.js";
import type { Student } from "../class/manifest.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { nameOf, type Received } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import type { MarkResult } from "./marker.js";

const metadataSchema = z.looseObject({
  created_at: z.string(),
  users: z.array(z.looseObject({ email: z.string().optional() })).default([]),
});

/** What Gradescope says of a submission: when it was handed in, and by whom. */
export type GradescopeMetadata = z.output<typeof metadataSchema>;

/** Reads `submission_metadata.json`. Throws an InputError. */
export const readGradescopeMetadata = (
  json: Uint8Array | string,
  source: string,
): GradescopeMetadata => jsonDocument(metadataSchema, json, source);

/** The same, handed in at the time that the platform has. */
export async function* handedInAt(
  { created_at }: GradescopeMetadata,
  all: AsyncIterable<Received | InputError>,
): AsyncGenerator<Received | InputError> {
  for await (const one of all)
    yield one instanceof InputError
      ? one
      : { ...one, time: { text: created_at, from: "metadata" } };
}

/**
 * Whether a student is among those who handed in; where no address is known, nothing speaks against
 * it.
 */
export function isAmong({ users }: GradescopeMetadata, { email }: Student): boolean {
  const known = users.flatMap((user) => (user.email ? [user.email.toLowerCase()] : []));
  return !email || known.length === 0 || known.includes(email.toLowerCase());
}

/**
 * The same, where what was handed out to somebody else than those who handed in is no script of
 * theirs.
 */
export async function* handedInBy(
  metadata: GradescopeMetadata,
  markings: AsyncIterable<MarkResult>,
  set: ClassSet,
): AsyncGenerator<MarkResult> {
  for await (const one of markings) {
    const isTheirs =
      one instanceof InputError || isAmong(metadata, set.student(one.script.student));
    yield isTheirs ? one : new InputError(nameOf(one), "was handed out to somebody else");
  }
}
