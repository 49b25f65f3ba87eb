import { rmSync } from "node:fs";
import * as z from "zod";
import { jsonText } from "../export/problemJson.js";
import { fileBytes } from "../files/fileBytes.js";
import { ownProgram } from "../files/ownProgram.js";
import { shownPath } from "../files/shownPath.js";
import { WriteError } from "../files/writeError.js";
import { writeNew } from "../files/writeWhole.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { InputError, printable } from "../input/inputError.js";
import { nextRound } from "./archivedFiles.js";
import type { Places } from "./assignment.js";
import { holdsSomething } from "./record.js";
import type { Shard } from "./shard.js";

const shardsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  program: z.string(),
  round: z.int().min(1),
});

/**
 * What all shards of a set have in common, from the first of them until all are put together: the
 * program that makes them, and the round of their archives, which this gives. Throws an InputError
 * where this is another program than that of the rest, and a WriteError.
 */
export function joinShards(places: Places, { of }: Shard): number {
  const round = readShards(places.shards)?.round ?? nextRound(places);
  if (of > 1 && !holdsSomething(places.shards)) {
    try {
      writeNew(places.shards, jsonText({ schemaVersion: 1, program: ownProgram(), round }));
    } catch (error) {
      if (!(error instanceof WriteError && error.code === "EEXIST")) throw error;
    }
  }
  return readShards(places.shards)?.round ?? round;
}

/** All shards are put together: the next may be made by another program. */
export const leaveShards = (places: Places): void => rmSync(places.shards, { force: true });

function readShards(path: string): z.output<typeof shardsSchema> | undefined {
  if (!holdsSomething(path)) return undefined;
  const shards = jsonDocument(shardsSchema, fileBytes(path, mostBytes), path);
  if (shards.program === ownProgram()) return shards;
  throw new InputError(
    shownPath(path),
    `other parts were made by handprop ${printable(shards.program)}, and this is ` +
      `${ownProgram()}: make all parts with the same, or delete this file`,
  );
}

const mostBytes = 10_000;
