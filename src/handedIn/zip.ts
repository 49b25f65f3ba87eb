import { crc32, inflateRawSync } from "node:zlib";
import { InputError, quoted } from "../input/inputError.js";

/** A file of a zip, as the list at the zip's end has it. */
export interface ZipFile {
  /** Its folders are parted by `/`. */
  readonly path: string;
  /** The bytes that it says it unpacks to. */
  readonly size: number;
  /** When it was last changed, as `2027-03-05T23:59:10`, with a Z where that is UTC. */
  readonly time?: string;
  /**
   * Unpacks it, no further than it says. Throws an InputError where it must not be read, or is not
   * what the list says.
   */
  bytes(): Uint8Array;
}

const limits = { entries: 200_000, path: 1000 };

/**
 * The files that a zip lists, by their paths. Throws an InputError for what is no zip, is cut
 * short, or lists the same bytes several times, as only bombs do.
 */
export function zipFiles(zip: Uint8Array, name: string): readonly ZipFile[] {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries = entriesIn(bytes, name);
  refuseOverlaps(entries, name);
  return entries
    .filter(({ path }) => !path.endsWith("/"))
    .map((entry) => ({
      path: entry.path,
      size: entry.size,
      ...(entry.time === undefined ? {} : { time: entry.time }),
      bytes: () => unpacked(bytes, entry, name),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What the list says of a file, and where it lies; `start` is missing where nothing of it lies
 * there.
 */
interface ZipEntry {
  readonly path: string;
  readonly pathThere: string | undefined;
  readonly size: number;
  readonly packed: number;
  readonly offset: number;
  readonly start: number | undefined;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly checksum: number;
  readonly kind: number;
  readonly time: string | undefined;
}

const mark = {
  file: 0x04034b50,
  listed: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
};

function entriesIn(bytes: Buffer, name: string): readonly ZipEntry[] {
  const end = endOf(bytes, name);
  const entries: ZipEntry[] = [];
  let at = end.start;
  while (at + 46 <= end.end && bytes.readUInt32LE(at) === mark.listed) {
    if (entries.length === limits.entries)
      throw new InputError(name, `has more than ${limits.entries} entries`);
    const [pathLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const next = at + 46 + pathLength! + extraLength! + commentLength!;
    if (next > end.end) break;
    entries.push(entryAt(bytes, at, end));
    at = next;
  }
  // Programs without the large kind of zip count to 65,535 and go on with 0.
  if (entries.length % 0x10000 !== end.count % 0x10000) {
    throw new InputError(
      name,
      `is damaged: says that it has ${end.count} entries, lists ${entries.length}`,
    );
  }
  return entries;
}

interface End {
  readonly count: number;
  /** Where the list starts and ends. */
  readonly start: number;
  readonly end: number;
  /** What stands before the archive, such as the program that unpacks it. */
  readonly before: number;
}

function endOf(bytes: Buffer, name: string): End {
  const at = lastEnd(bytes);
  if (at === undefined) throw new InputError(name, whatIs(bytes));
  const large = at >= 20 && bytes.readUInt32LE(at - 20) === mark.locator ? at - 20 - 56 : -1;
  const isLarge = large >= 0 && bytes.readUInt32LE(large) === mark.end64;
  const [count, size, offset] = isLarge
    ? [32, 40, 48].map((field) => Number(bytes.readBigUInt64LE(large + field)))
    : [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16)];
  const disks = isLarge
    ? [16, 20].map((field) => bytes.readUInt32LE(large + field))
    : [bytes.readUInt32LE(at + 4)];
  if (disks.some((disk) => disk !== 0))
    throw new InputError(name, "is one part of an archive in several parts");
  const end = isLarge ? large : at;
  const start = end - size!;
  const before = start - offset!;
  if (start < 0 || before < 0)
    throw new InputError(name, "is cut short, or damaged: its list of files is not whole");
  return { count: count!, start, end, before };
}

/** Where the end begins: there may be a comment after it, or what does not belong there. */
function lastEnd(bytes: Buffer): number | undefined {
  let fallback: number | undefined;
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - 0xffff; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== mark.end) continue;
    const comment = at + 22 + bytes.readUInt16LE(at + 20);
    if (comment === bytes.length) return at;
    if (comment < bytes.length) fallback ??= at;
  }
  return fallback;
}

function entryAt(bytes: Buffer, at: number, { start: list, before }: End): ZipEntry {
  const [flags, method, pathLength, extraLength] = [8, 10, 28, 30].map((field) =>
    bytes.readUInt16LE(at + field),
  );
  const isUtf8 = (flags! & 0x800) !== 0;
  const pathEnd = at + 46 + pathLength!;
  const large = largeNumbers(bytes.subarray(pathEnd, pathEnd + extraLength!));
  // Only what is too large for its own place stands there, in this order.
  const [size, packed, offset] = [24, 20, 42].map((field) => {
    const said = bytes.readUInt32LE(at + field);
    return said === 0xffffffff ? (large.shift() ?? said) : said;
  });
  const there = before + offset!;
  const isThere = there + 30 <= list && bytes.readUInt32LE(there) === mark.file;
  const pathThere = isThere ? there + 30 + bytes.readUInt16LE(there + 26) : 0;
  const start = isThere ? pathThere + bytes.readUInt16LE(there + 28) : undefined;
  return {
    path: pathOf(bytes.subarray(at + 46, pathEnd), isUtf8),
    pathThere: isThere ? pathOf(bytes.subarray(there + 30, pathThere), isUtf8) : undefined,
    size: size!,
    packed: packed!,
    offset: there,
    start: start !== undefined && start + packed! <= list ? start : undefined,
    method: method!,
    isEncrypted: (flags! & 0x2041) !== 0,
    checksum: bytes.readUInt32LE(at + 16),
    kind: isUnix(bytes[at + 5]!) ? bytes.readUInt16LE(at + 40) & 0o170000 : 0,
    time: timeOf(
      bytes.subarray(pathEnd, pathEnd + extraLength!),
      bytes.readUInt16LE(at + 14),
      bytes.readUInt16LE(at + 12),
    ),
  };
}

/**
 * When an entry was last changed: in UTC where Unix has left it so, else by the clock of whoever
 * packed it. The earliest day that there is stands for no time.
 */
function timeOf(extra: Buffer, date: number, time: number): string | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const isUnixTime = extra.readUInt16LE(at) === 0x5455 && at + 9 <= extra.length;
    if (isUnixTime && (extra[at + 4]! & 1) === 1)
      return new Date(extra.readInt32LE(at + 5) * 1000).toISOString().replace(".000", "");
  }
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
  if (date <= 0x21) return undefined;
  const clock = [time >> 11, (time >> 5) & 63, (time & 31) * 2];
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${clock.map(two).join(":")}`;
}

// Unix and macOS keep there whether it is a file.
const isUnix = (system: number): boolean => system === 3 || system === 19;

/** The numbers of a large zip that an entry has beside it. */
function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(field.length / 8) }, (_, i) =>
      Number(field.readBigUInt64LE(8 * i)),
    );
  }
  return [];
}

// Some programs on Windows part folders in their own way.
function pathOf(bytes: Buffer, isUtf8: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: !isUtf8, ignoreBOM: true })
      .decode(bytes)
      .replaceAll("\\", "/");
  } catch {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : codePage437[byte - 0x80]!,
    )
      .join("")
      .replaceAll("\\", "/");
  }
}

/** The letters of DOS, which paths are in that are not said to be UTF-8. */
const codePage437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»" +
  "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

function refuseOverlaps(entries: readonly ZipEntry[], name: string): void {
  const placed = entries
    .filter(({ start }) => start !== undefined)
    .sort((a, b) => a.offset - b.offset);
  for (const [i, { start, packed, path }] of placed.entries()) {
    const next = placed[i + 1];
    if (next && next.offset < start! + packed) {
      throw new InputError(
        name,
        `packs the same bytes as ${quoted(path)} and as ${quoted(next.path)}: it is not read`,
      );
    }
  }
}

/** Ways of packing that archives know by number, and that are not read. */
const methods: Readonly<Record<number, string>> = {
  1: "shrinking",
  6: "imploding",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  98: "PPMd",
  99: "AES",
};

const [ordinary, link] = [0o100000, 0o120000];

function faultOf({
  path,
  pathThere,
  start,
  isEncrypted,
  method,
  kind,
  size,
  packed,
}: ZipEntry): string | undefined {
  if (path.length > limits.path)
    return `has a path of ${path.length} characters, expected at most ${limits.path}`;
  if (/^\/|^[A-Za-z]:|\0/.test(path) || path.split("/").includes(".."))
    return "has a path that leads elsewhere";
  if (kind === link) return "is a link, expected a file";
  if (kind !== 0 && kind !== ordinary) return "is no ordinary file";
  if (isEncrypted) return "is encrypted: expected an archive without a password";
  if (method !== 0 && method !== 8) {
    const how = methods[method] ?? `method ${method}`;
    return `is packed in a way that is not read (${how}): expected a zip as systems make it`;
  }
  if (pathThere !== undefined && pathThere !== path)
    return `is called ${quoted(pathThere)} where it lies`;
  if (start === undefined) return "is missing, or cut short";
  return method === 0 && size !== packed
    ? `is damaged: says that it has ${size} bytes, has ${packed}`
    : undefined;
}

function unpacked(zip: Buffer, entry: ZipEntry, name: string): Uint8Array {
  const shown = `${name}/${entry.path.slice(0, limits.path)}`;
  const fault = faultOf(entry);
  if (fault !== undefined) throw new InputError(shown, fault);
  const { start, packed, size, method, checksum } = entry;
  const data = zip.subarray(start, start! + packed);
  const bytes = method === 0 ? data : inflated(data, size, shown);
  if (bytes.length !== size) {
    throw new InputError(shown, `is damaged: says that it has ${size} bytes, has ${bytes.length}`);
  }
  if (crc32(bytes) !== checksum) throw new InputError(shown, "is damaged: its checksum is another");
  return bytes;
}

function inflated(data: Uint8Array, size: number, shown: string): Uint8Array {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    const isLarger = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new InputError(
      shown,
      isLarger ? `unpacks to more than the ${size} bytes it says` : "is damaged",
    );
  }
}

/** What begins so is something else, whatever it is called. */
const others: readonly (readonly [kind: string, at: number, bytes: string])[] = [
  ["a gzip archive", 0, "\x1f\x8b"],
  ["a 7z archive", 0, "7z\xbc\xaf\x27\x1c"],
  ["a RAR archive", 0, "Rar!"],
  ["a bzip2 archive", 0, "BZh"],
  ["an xz archive", 0, "\xfd7zXZ"],
  ["a Zstandard archive", 0, "\x28\xb5\x2f\xfd"],
  ["a tar archive", 257, "ustar"],
  ["a PDF", 0, "%PDF-"],
];

function whatIs(bytes: Buffer): string {
  const begins = (text: string, at = 0): boolean =>
    bytes.toString("latin1", at, at + text.length) === text;
  if (bytes.length === 0) return "is empty, expected a zip";
  if (begins("PK\x03\x04")) return "is cut short: expected a whole zip";
  const other = others.find(([, at, text]) => begins(text, at));
  return other ? `is ${other[0]}, expected a zip` : "is no zip, whatever it is called";
}
