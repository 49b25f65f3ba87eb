import { createHash, type Hash } from "node:crypto";
import type { ClassSet } from "../class/classSet.js";
import type { Shard } from "../class/shard.js";
import { fileText } from "../files/fileText.js";
import { inputErrorOf, nameOf, type Received } from "../handedIn/received.js";
import { InputError } from "../input/inputError.js";
import { OwnedError } from "../input/ownedError.js";
import { variantIn } from "./marker.js";

/** One of several machines that mark a class together. */
export interface MarkingShard extends Shard {
  /** When all was read: a digest of what the whole class was handed out and has handed in. */
  seen(): string;
}

/**
 * Of what was handed in, what is this shard's: the scripts of its students, as `shareOf` takes them
 * from the roster; and what is nobody's, of the first shard alone, so that it is said once.
 */
export function scriptsOfShard(
  all: AsyncIterable<Received | InputError>,
  set: ClassSet,
  { index, of }: Shard,
): { readonly shard: MarkingShard; readonly own: AsyncIterable<Received | InputError> } {
  const hash = createHash("sha256");
  noteSet(set, hash);
  let digest: string | undefined;
  return {
    shard: { index, of, seen: () => (digest ??= hash.digest("hex").slice(0, 32)) },
    own: own(),
  };

  async function* own(): AsyncGenerator<Received | InputError> {
    for await (const one of all) {
      note(one, hash);
      const place = set.placeOf(ownerOf(one, set) ?? "") ?? 0;
      if (place % of === index - 1) yield one;
    }
  }
}

function noteSet({ manifest, variants, amendments }: ClassSet, hash: Hash): void {
  const keys = Object.keys(manifest) as (keyof typeof manifest)[];
  for (const key of keys) if (key !== "variants") hash.update(JSON.stringify([key, manifest[key]]));
  for (const variant of variants) hash.update(JSON.stringify(variant));
  if (amendments !== undefined) hash.update(fileText(amendments));
}

function note(one: Received | InputError, hash: Hash): void {
  const what = one instanceof InputError ? one.message : one;
  hash.update(`${JSON.stringify(what)}\n`);
}

/** Whose it is, as far as anybody knows. */
function ownerOf(one: Received | InputError, set: ClassSet): string | undefined {
  if (!(one instanceof InputError)) {
    try {
      return variantIn(set, one).student;
    } catch (error) {
      return ownerOf(inputErrorOf(nameOf(one), error, "marked"), set);
    }
  }
  return one instanceof OwnedError ? one.student : undefined;
}
