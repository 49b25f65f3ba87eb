import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
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
 * What is in an archive, as the list at its end says it, and in no more memory: a file is told by
 * where it stands there.
 */
class ArchiveList {
  #bytes: Buffer;
  #end: number;
  /** Where each file stands in the list. */
  readonly places: number[] = [];

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.#end = bytes.length;
    for (let at = 0; at + length.listed <= this.#end; at = this.#after(at)) {
      if (bytes.readUInt32LE(at) !== mark.listed) break;
      this.places.push(at);
    }
  }

  /** Whether these are files and nothing else. */
  get isWhole(): boolean {
    const last = this.places.at(-1);
    return (last === undefined ? 0 : this.#after(last)) === this.#end;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  add(entry: Entry): number {
    const head = headOf(entry, mark.listed);
    const at = this.#end;
    if (at + head.length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.bytes], 2 * (at + head.length));
    head.copy(this.#bytes, at);
    this.#end += head.length;
    this.places.push(at);
    return at;
  }

  cutAfter(count: number): void {
    this.#end = this.places[count] ?? this.#end;
    this.places.length = Math.min(count, this.places.length);
  }

  path(at: number): string {
    const start = at + length.listed;
    return this.#bytes.toString("utf8", start, start + this.#bytes.readUInt16LE(at + 28));
  }

  entry(at: number): Entry {
    return entryIn(this.#bytes.subarray(at));
  }

  #after(at: number): number {
    const own = [28, 30, 32].map((field) => this.#bytes.readUInt16LE(at + field));
    return at + length.listed + own[0]! + own[1]! + own[2]!;
  }
}

/** An archive that is read file by file. */
export interface Archive {
  /** Each file's path, and where the list has it. */
  paths(): Generator<readonly [path: string, at: number]>;
  /** The path of the file that the list has here. */
  path(at: number): string;
  /** How large it is. */
  size(at: number): number;
  /** What is in it. Throws an InputError where that is damaged. */
  read(at: number): Uint8Array;
}

/** A zip that is whole: nothing of it is in memory, however many there are. */
export class WholeArchive implements Archive {
  readonly #path: string;
  /** Where its list begins in the file, and ends. */
  readonly #from: number;
  readonly #to: number;
  #last: { readonly at: number; readonly entry: Entry } | undefined;

  /** Throws an InputError for one that is cut short, or was not made by `GrowingArchive`. */
  constructor(path: string) {
    this.#path = path;
    const place = this.#opened((file) => {
      const { size } = fstatSync(file);
      const end = bytesAt(file, size - length.end, length.end);
      if (end?.readUInt32LE(0) !== mark.end) return undefined;
      const [count, listed, offset] = [
        end.readUInt16LE(10),
        end.readUInt32LE(12),
        end.readUInt32LE(16),
      ];
      if (offset + listed + length.end !== size) return undefined;
      const list = new ArchiveList(bytesAt(file, offset, listed));
      const isWhole = list.isWhole && list.places.length === count;
      return isWhole ? { from: offset, to: offset + listed } : undefined;
    });
    if (!place) throw new InputError(path, "is not whole: delete it, and run assign again");
    this.#from = place.from;
    this.#to = place.to;
  }

  *paths(): Generator<readonly [path: string, at: number]> {
    const bytes = this.#opened((file) => bytesAt(file, this.#from, this.#to - this.#from));
    const list = new ArchiveList(bytes);
    for (const at of list.places) yield [list.path(at), at];
  }

  path(at: number): string {
    return this.#opened((file) => this.#entry(file, at)).path;
  }

  size(at: number): number {
    return this.#opened((file) => this.#entry(file, at)).size;
  }

  read(at: number): Uint8Array {
    return sound(
      this.#opened((file) => contentOf(file, this.#entry(file, at))),
      this.#path,
    );
  }

  /** What the list says here; who asks for a file asks several times. */
  #entry(file: number, at: number): Entry {
    if (this.#last?.at === at) return this.#last.entry;
    const from = this.#from + at;
    const bytes = (count: number): Buffer => sound(bytesAt(file, from, count), this.#path);
    const most = Math.min(mostOfEntry, this.#to - from);
    const head = bytes(most);
    const own = length.listed + head.readUInt16LE(28);
    const entry = entryIn(own > most ? bytes(own) : head);
    this.#last = { at, entry };
    return entry;
  }

  #opened<T>(look: (file: number) => T): T {
    const file = openSync(this.#path, "r");
    try {
      return look(file);
    } finally {
      closeSync(file);
    }
  }
}

// What most entries of a list are not longer than.
const mostOfEntry = 512;

/**
 * A zip that grows file by file, under a name that says so, and has its own name when it is whole.
 * One that a killed run has left is gone on with. The same files in the same order are the same
 * bytes, by one run or by several.
 */
export class GrowingArchive implements Archive {
  readonly #path: string;
  readonly #file: number;
  readonly #list = new ArchiveList();
  #end = 0;

  /** Throws a WriteError where nothing can be written there. */
  constructor(path: string) {
    this.#path = path;
    const draft = draftOfArchive(path);
    // Where there is none it is made, and a link that somebody has put there is not followed.
    const { O_RDWR, O_CREAT, O_NOFOLLOW = 0 } = constants;
    this.#file = attempt(draft, () => openSync(draft, O_RDWR | O_CREAT | O_NOFOLLOW));
    // Whatever was being written when a run was killed is seen by its checksum.
    for (let entry = this.#entryAt(0); entry; entry = this.#entryAt(this.#end)) {
      this.#list.add(entry);
      this.#end = endOf(entry);
    }
    this.cutAfter(this.count);
  }

  get count(): number {
    return this.#list.places.length;
  }

  get bytes(): number {
    return this.#end;
  }

  *paths(): Generator<readonly [path: string, at: number]> {
    for (const at of this.#list.places) yield [this.#list.path(at), at];
  }

  path(at: number): string {
    return this.#list.path(at);
  }

  /** Takes away all files but the first. */
  cutAfter(count: number): void {
    this.#list.cutAfter(count);
    const last = this.#list.places.at(-1);
    this.#end = last === undefined ? 0 : endOf(this.#list.entry(last));
    attempt(this.#path, () => ftruncateSync(this.#file, this.#end));
  }

  /** Adds a file, whole or not at all, and gives where it is. Throws a WriteError. */
  add(path: string, content: string | Uint8Array): number {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    // A PDF is packed already.
    const isPacked = !path.endsWith(".pdf");
    const data = isPacked ? packedAsInZip(bytes) : bytes;
    const entry = {
      ...{ path, offset: this.#end, isPacked },
      ...{ packed: data.length, size: bytes.length, checksum: crc32(bytes) },
    };
    this.#write([headOf(entry, mark.file), data]);
    return this.#list.add(entry);
  }

  size(at: number): number {
    return this.#list.entry(at).size;
  }

  read(at: number): Uint8Array {
    return sound(contentOf(this.#file, this.#list.entry(at)), this.#path);
  }

  /** Sees that what was added is on the disk. */
  keep(): void {
    attempt(this.#path, () => fsyncSync(this.#file));
  }

  /** Ends it: from now on it has its own name. Throws a WriteError. */
  finish(): void {
    const list = this.#list.bytes;
    const end = Buffer.alloc(length.end);
    end.writeUInt32LE(mark.end, 0);
    for (const at of [8, 10]) end.writeUInt16LE(this.count, at);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(this.#end, 16);
    this.#write([list, end]);
    this.keep();
    this.close();
    attempt(this.#path, () => renameSync(draftOfArchive(this.#path), this.#path));
  }

  /** Leaves it as it is, to be gone on with. */
  close(): void {
    closeSync(this.#file);
  }

  /** Takes it away. */
  discard(): void {
    this.close();
    rmSync(draftOfArchive(this.#path), { force: true });
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

  /** Writes at the end: all of it, or nothing. */
  #write(pieces: readonly Uint8Array[]): void {
    try {
      for (const piece of pieces)
        for (let at = 0; at < piece.length; ) {
          const left = piece.length - at;
          const written = attempt(this.#path, () =>
            writeSync(this.#file, piece, at, left, this.#end),
          );
          at += written;
          this.#end += written;
        }
    } catch (error) {
      this.cutAfter(this.count);
      throw error;
    }
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

function sound<T extends Uint8Array>(content: T | undefined, path: string): T {
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

/** What an entry of the list says, which these bytes begin with. */
const entryIn = (bytes: Buffer): Entry => ({
  path: bytes.toString("utf8", length.listed, length.listed + bytes.readUInt16LE(28)),
  offset: bytes.readUInt32LE(42),
  ...numbersAt(bytes, 10),
});

/** How a file is packed, from where its head says the method. */
const numbersAt = (head: Buffer, at: number): Omit<Entry, "path" | "offset"> => ({
  isPacked: head.readUInt16LE(at) === 8,
  checksum: head.readUInt32LE(at + 6),
  packed: head.readUInt32LE(at + 10),
  size: head.readUInt32LE(at + 14),
});
