import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import { InputError } from "../input/inputError.js";
import { attempt } from "./writeWhole.js";
import { packed as packedAsInZip } from "./zipped.js";

/** Where a file lies in an archive. */
interface Entry {
  readonly path: string;
  readonly offset: number;
  readonly isPacked: boolean;
  readonly packed: number;
  readonly size: number;
  readonly checksum: number;
}

const mark = { file: 0x04034b50, listed: 0x02014b50, end: 0x06054b50 };
const length = { file: 30, listed: 46, end: 22 };

/**
 * A zip that is whole, to be read file by file: only its list is in memory, as it is on the disk.
 * Files are told by where the list has them.
 */
export class WholeArchive {
  readonly path: string;
  readonly #list: Buffer;

  /** Throws an InputError for one that is cut short, or was not made by `GrowingArchive`. */
  constructor(path: string) {
    this.path = path;
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      const end = bytesAt(file, size - length.end, length.end);
      const [count, listed, offset] =
        end?.readUInt32LE(0) === mark.end
          ? [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
          : [0, 0, -1];
      const list = bytesAt(file, offset, listed);
      if (!list || offset + listed + length.end !== size || countIn(list) !== count)
        throw new InputError(path, "is not whole: delete it, and run assign again");
      this.#list = list;
    } finally {
      closeSync(file);
    }
  }

  /** Each file's path, and where the list has it. */
  *paths(): Generator<readonly [path: string, at: number]> {
    for (let at = 0; at < this.#list.length; at += lengthAt(this.#list, at))
      yield [pathAt(this.#list, at), at];
  }

  /** How large the file is that the list has here. */
  size(at: number): number {
    return this.#list.readUInt32LE(at + 24);
  }

  /** What is in it. Throws an InputError where that is damaged. */
  read(at: number): Uint8Array {
    const file = openSync(this.path, "r");
    try {
      return sound(contentOf(file, listedAt(this.#list, at)), this.path);
    } finally {
      closeSync(file);
    }
  }
}

/**
 * A zip that grows file by file, under a name that says so, and has its own name when it is whole.
 * One that a killed run has left is gone on with. The same files in the same order are the same
 * bytes, by one run or by several.
 */
export class GrowingArchive {
  readonly #path: string;
  readonly #file: number;
  readonly #entries: Entry[] = [];
  #end = 0;

  /** Throws a WriteError where nothing can be written there. */
  constructor(path: string) {
    this.#path = path;
    const draft = draftOfArchive(path);
    this.#file = attempt(draft, () => openSync(draft, existsSync(draft) ? "r+" : "wx+"));
    // Whatever was being written when a run was killed is seen by its checksum.
    for (let entry = this.#entryAt(0); entry; entry = this.#entryAt(this.#end)) this.#take(entry);
    this.cutAfter(this.count);
  }

  get count(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#end;
  }

  /** The files in it, in their order. */
  get paths(): readonly string[] {
    return this.#entries.map(({ path }) => path);
  }

  /** Takes away all files but the first. */
  cutAfter(count: number): void {
    this.#entries.length = Math.min(count, this.count);
    const last = this.#entries.at(-1);
    this.#end = last ? endOf(last) : 0;
    attempt(this.#path, () => ftruncateSync(this.#file, this.#end));
  }

  /** Adds a file, whole or not at all. Throws a WriteError. */
  add(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    // A PDF is packed already.
    const isPacked = !path.endsWith(".pdf");
    const data = isPacked ? packedAsInZip(bytes) : bytes;
    const entry = {
      ...{ path, offset: this.#end, isPacked },
      ...{ packed: data.length, size: bytes.length, checksum: crc32(bytes) },
    };
    try {
      this.#write(headOf(entry, mark.file));
      this.#write(data);
    } catch (error) {
      this.cutAfter(this.count);
      throw error;
    }
    this.#entries.push(entry);
  }

  size(index: number): number {
    return this.#entries[index]!.size;
  }

  /** What is in it. Throws an InputError where that is damaged. */
  read(index: number): Uint8Array {
    return sound(contentOf(this.#file, this.#entries[index]!), this.#path);
  }

  /** Sees that what was added is on the disk. */
  keep(): void {
    attempt(this.#path, () => fsyncSync(this.#file));
  }

  /** Ends it: from now on it has its own name. Throws a WriteError. */
  finish(): void {
    const start = this.#end;
    try {
      for (const entry of this.#entries) this.#write(headOf(entry, mark.listed));
      const end = Buffer.alloc(length.end);
      end.writeUInt32LE(mark.end, 0);
      for (const at of [8, 10]) end.writeUInt16LE(this.count, at);
      end.writeUInt32LE(this.#end - start, 12);
      end.writeUInt32LE(start, 16);
      this.#write(end);
      this.keep();
    } catch (error) {
      this.cutAfter(this.count);
      throw error;
    }
    this.close();
    attempt(this.#path, () => renameSync(draftOfArchive(this.#path), this.#path));
  }

  close(): void {
    closeSync(this.#file);
  }

  #take(entry: Entry): void {
    this.#entries.push(entry);
    this.#end = endOf(entry);
  }

  /** The file that begins here, if it is whole. */
  #entryAt(offset: number): Entry | undefined {
    const head = bytesAt(this.#file, offset, length.file);
    if (head?.readUInt32LE(0) !== mark.file) return undefined;
    const path = bytesAt(this.#file, offset + length.file, head.readUInt16LE(26));
    if (!path) return undefined;
    const entry = { path: path.toString(), offset, ...numbersAt(head, 8) };
    return contentOf(this.#file, entry) && entry;
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; )
      at += attempt(this.#path, () =>
        writeSync(this.#file, bytes, at, bytes.length - at, this.#end + at),
      );
    this.#end += bytes.length;
  }
}

/** The name that an archive has until it is whole. */
export const draftOfArchive = (path: string): string => `${path}.unfinished`;

/** So many bytes of a file; undefined where it has less. */
function bytesAt(file: number, at: number, count: number): Buffer | undefined {
  if (at < 0 || at + count > fstatSync(file).size) return undefined;
  const bytes = Buffer.alloc(count);
  for (let read = 0; read < count; ) {
    const more = readSync(file, bytes, read, count - read, at + read);
    if (more === 0) return undefined;
    read += more;
  }
  return bytes;
}

function contentOf(file: number, entry: Entry): Uint8Array | undefined {
  const { isPacked, packed, size, checksum } = entry;
  const data = bytesAt(file, endOf(entry) - packed, packed);
  try {
    const bytes = data && (isPacked ? inflateRawSync(data, { maxOutputLength: size || 1 }) : data);
    return bytes?.length === size && crc32(bytes) === checksum ? bytes : undefined;
  } catch {
    return undefined; // It is damaged.
  }
}

function sound(content: Uint8Array | undefined, path: string): Uint8Array {
  if (content) return content;
  throw new InputError(path, "is damaged: delete it, and run assign again");
}

const endOf = ({ path, offset, packed }: Entry): number =>
  offset + length.file + Buffer.byteLength(path) + packed;

/** What stands before a file, or of it in the list. */
function headOf(entry: Entry, kind: number): Buffer {
  const { path, offset, isPacked, packed, size, checksum } = entry;
  const isListed = kind === mark.listed;
  const head = Buffer.alloc(isListed ? length.listed : length.file);
  head.writeUInt32LE(kind, 0);
  // Made on Unix, as an ordinary file.
  if (isListed) {
    head.writeUInt16LE((3 << 8) | 20, 4);
    head.writeUInt16LE(0o100644, 40);
    head.writeUInt32LE(offset, 42);
  }
  const at = isListed ? 6 : 4;
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(0x800, at + 2); // The path is UTF-8.
  head.writeUInt16LE(isPacked ? 8 : 0, at + 4);
  head.writeUInt16LE(0x21, at + 8); // The earliest day that a zip can say.
  for (const [i, number] of [checksum, packed, size].entries())
    head.writeUInt32LE(number, at + 10 + 4 * i);
  head.writeUInt16LE(Buffer.byteLength(path), at + 22);
  return Buffer.concat([head, Buffer.from(path)]);
}

/** How a file is packed, from where its head says the method. */
const numbersAt = (head: Buffer, at: number): Omit<Entry, "path" | "offset"> => ({
  isPacked: head.readUInt16LE(at) === 8,
  checksum: head.readUInt32LE(at + 6),
  packed: head.readUInt32LE(at + 10),
  size: head.readUInt32LE(at + 14),
});

const listedAt = (list: Buffer, at: number): Entry => ({
  path: pathAt(list, at),
  offset: list.readUInt32LE(at + 42),
  ...numbersAt(list.subarray(at), 10),
});

const pathAt = (list: Buffer, at: number): string =>
  list.toString("utf8", at + length.listed, at + length.listed + list.readUInt16LE(at + 28));

const lengthAt = (list: Buffer, at: number): number =>
  length.listed +
  list.readUInt16LE(at + 28) +
  list.readUInt16LE(at + 30) +
  list.readUInt16LE(at + 32);

/** How many files a list has; undefined where it is none. */
function countIn(list: Buffer): number | undefined {
  let count = 0;
  let at = 0;
  while (at + length.listed <= list.length && list.readUInt32LE(at) === mark.listed) {
    at += lengthAt(list, at);
    count++;
  }
  return at === list.length ? count : undefined;
}
