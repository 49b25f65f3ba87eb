import { createReadStream, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { Shard } from "../class/shard.js";
import { unreadable } from "../files/fileBytes.js";
import { ownProgram } from "../files/ownProgram.js";
import {
  policyRead,
  type RecordedPolicy,
  type ResultsEntry,
  recordedPolicySchema,
  resultsJsonText,
} from "../grade/resultsJson.js";
import { InputError, printable } from "../input/inputError.js";
import { parsed } from "../input/schemaIssue.js";

/** An entry of a results file, and the place of its student on the roster. */
export type PlacedEntry = ResultsEntry & { readonly place: number };

const headSchema = z.strictObject({
  schemaVersion: z.literal(1),
  shard: z.string(),
  program: z.string(),
  policy: recordedPolicySchema,
});

// What is in an entry was written by this program, and keeps the order of its keys.
const entrySchema = z.union([
  z.strictObject({ place: z.int(), result: z.looseObject({}) }),
  z.strictObject({ place: z.int(), error: z.looseObject({}) }),
  z.strictObject({ end: z.strictObject({ entries: z.int(), seen: z.string() }) }),
]);

/** Where a part of the results that go to this path is written: `results-2-of-6.jsonl`. */
export const partPath = (results: string, { index, of }: Shard): string =>
  `${results.replace(/\.json$/i, "")}-${index}-of-${of}.jsonl`;

/**
 * The text of a part of a results file: a line an entry, and a last one that says that it is whole,
 * and with `seen` of what it is a part.
 */
export async function* partText(
  entries: AsyncIterable<PlacedEntry>,
  policy: RecordedPolicy,
  { index, of, seen }: Shard & { seen(): string },
): AsyncGenerator<string> {
  yield line({ schemaVersion: 1, shard: `${index}/${of}`, program: ownProgram(), policy });
  let count = 0;
  for await (const entry of entries) {
    count++;
    yield line(entry);
  }
  yield line({ end: { entries: count, seen: seen() } });
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/**
 * The text of the results file whose parts lie beside its path, the same as of one run. Throws an
 * InputError, at the latest when the text ends, where a part is missing, is not whole, or is of
 * another run, another program or other files than the rest.
 */
export async function* mergedResults(results: string): AsyncGenerator<string> {
  const parts = partsOf(results).map((path) => new PartReader(path));
  try {
    for (const part of parts) await part.open();
    const [first, ...others] = parts;
    for (const other of others) refuseOther(first!, other);
    yield* resultsJsonText(inOrder(parts), policyRead(first!.head.policy));
    for (const other of others) refuseOther(first!, other);
  } finally {
    for (const part of parts) part.close();
  }
}

/** The parts of a results file, all of them. */
function partsOf(results: string): readonly string[] {
  const found = new Map<number, Set<number>>();
  const start = basename(results.replace(/\.json$/i, ""));
  for (const name of namesIn(dirname(results))) {
    const [, index, of] = /^-([1-9]\d*)-of-([1-9]\d*)\.jsonl$/.exec(name.slice(start.length)) ?? [];
    if (!name.startsWith(start) || of === undefined) continue;
    found.set(Number(of), (found.get(Number(of)) ?? new Set()).add(Number(index)));
  }
  const [[of, indices] = [0, new Set<number>()], other] = [...found];
  if (other !== undefined) {
    throw new InputError(
      results,
      `there are parts of ${of} and parts of ${other[0]}: delete those that are not meant`,
    );
  }
  if (of === 0)
    throw new InputError(
      results,
      `there is no part of it, such as ${basename(partPath(results, { index: 1, of: 2 }))}`,
    );
  const all = Array.from({ length: of }, (_, i) => i + 1);
  const missing = all.filter((index) => !indices.has(index));
  if (missing.length > 0) {
    const named = missing.slice(0, mostNamed).join(", ");
    const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : "";
    throw new InputError(results, `of ${of} parts, these are missing: ${named}${more}`);
  }
  return all.map((index) => partPath(results, { index, of }));
}

const mostNamed = 20;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(error, folder) ?? error;
  }
}

/** Reads a part line by line: what is next stays at its head until it is taken. */
class PartReader {
  readonly path: string;
  head!: z.output<typeof headSchema>;
  next: PlacedEntry | undefined;
  /** Of what it is a part, as soon as all was read. */
  seen: string | undefined;
  readonly #lines: AsyncIterator<string>;
  readonly #file: ReturnType<typeof createReadStream>;
  #number = 0;

  constructor(path: string) {
    this.path = path;
    this.#file = createReadStream(path);
    const lines = createInterface({ input: this.#file, crlfDelay: Number.POSITIVE_INFINITY });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async open(): Promise<void> {
    this.head = await this.#read(headSchema);
    await this.take();
  }

  async take(): Promise<void> {
    const entry = await this.#read(entrySchema);
    if (!("end" in entry)) {
      this.next = entry as PlacedEntry;
      return;
    }
    this.next = undefined;
    this.seen = entry.end.seen;
    if (entry.end.entries !== this.#number - 2) throw this.#damaged();
  }

  close(): void {
    this.#file.destroy();
  }

  async #read<T extends z.ZodType>(schema: T): Promise<z.output<T>> {
    this.#number++;
    const { value, done } = await this.#lines.next();
    if (done === true) throw this.#damaged();
    try {
      const checked = parsed(schema, JSON.parse(value));
      if (checked.ok) return checked.value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw this.#damaged();
  }

  #damaged(): InputError {
    const place = { line: this.#number, column: 1 };
    return new InputError(this.path, "is not whole: mark this part again", place);
  }
}

/** The entries of all parts, in the order of the roster. */
async function* inOrder(parts: readonly PartReader[]): AsyncGenerator<ResultsEntry> {
  for (;;) {
    let first: PartReader | undefined;
    for (const part of parts)
      if (part.next && !(first && first.next!.place <= part.next.place)) first = part;
    if (!first) return;
    yield first.next!;
    await first.take();
  }
}

/** Throws an InputError where two parts are not of one run, as far as they were read. */
function refuseOther(first: PartReader, other: PartReader): void {
  const { program, policy } = first.head;
  const what =
    other.head.program !== program
      ? `was marked by another handprop (${printable(other.head.program)})`
      : JSON.stringify(other.head.policy) !== JSON.stringify(policy)
        ? "was marked under another policy"
        : first.seen !== undefined && other.seen !== undefined && other.seen !== first.seen
          ? "was marked of another set, other decisions or other files"
          : undefined;
  if (what === undefined) return;
  const than = basename(first.path);
  throw new InputError(other.path, `${what} than ${than}: mark them with the same, once more`);
}
