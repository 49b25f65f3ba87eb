import { crc32, deflateRawSync } from "node:zlib";

/** A file of a zip, with whatever it may say otherwise than it is. */
export interface RawFile {
  readonly path: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly pathThere?: string;
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly checksum?: number;
  /** The system that made it, and what it keeps of the file. */
  readonly system?: number;
  readonly mode?: number;
  /** Lies where the file before it lies. */
  readonly again?: boolean;
  /** Its numbers stand beside it, as in zips of the large kind. */
  readonly large?: boolean;
}

/**
 * A zip of these files, byte by byte: with what stands before and after it, and what its end says
 * otherwise.
 */
export function rawZip(
  files: readonly RawFile[],
  around: {
    before?: string;
    after?: string;
    comment?: string;
    count?: number;
    large?: boolean;
    disk?: number;
  } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let [at, last] = [0, 0];
  for (const file of files) {
    const content = Buffer.from(file.content ?? "{}");
    const method = file.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    if (!file.again) {
      last = at;
      const path = Buffer.from(file.pathThere ?? file.path);
      parts.push(
        numbers(
          [4, 0x04034b50],
          [2, 20],
          ...about(file, method, content, data.length),
          [2, path.length],
          [2, 0],
        ),
      );
      parts.push(path, data);
      at += 30 + path.length + data.length;
    }
    const path = Buffer.from(file.path);
    const extra = file.large
      ? numbers([2, 1], [2, 24], [8, file.size ?? content.length], [8, data.length], [8, last])
      : Buffer.alloc(0);
    list.push(
      numbers([4, 0x02014b50], [1, 20], [1, file.system ?? 0], [2, 20]),
      numbers(
        ...about(
          file.large ? { ...file, size: 0xffffffff } : file,
          method,
          content,
          file.large ? 0xffffffff : data.length,
        ),
      ),
      numbers([2, path.length], [2, extra.length], [2, 0], [2, 0], [2, 0]),
      numbers([4, ((file.mode ?? 0) << 16) >>> 0], [4, file.large ? 0xffffffff : last]),
      path,
      extra,
    );
  }
  const listed = Buffer.concat(list);
  const count = around.count ?? files.length;
  const large = around.large
    ? [
        numbers(
          [4, 0x06064b50],
          [8, 44],
          [4, 0],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
          [8, listed.length],
          [8, at],
        ),
        numbers([4, 0x07064b50], [4, 0], [8, at + listed.length], [4, 1]),
      ]
    : [];
  const comment = Buffer.from(around.comment ?? "");
  const end = numbers(
    ...([
      [4, 0x06054b50],
      [2, around.disk ?? 0],
      [2, 0],
      [2, count % 0x10000],
      [2, count % 0x10000],
    ] as const),
    ...([
      [4, listed.length],
      [4, at],
      [2, comment.length],
    ] as const),
  );
  const [before, after] = [around.before ?? "", around.after ?? ""].map((text) =>
    Buffer.from(text),
  );
  return Buffer.concat([before!, ...parts, listed, ...large, end, comment, after!]);
}

type Sized = readonly [bytes: number, value: number];

const about = (
  file: RawFile,
  method: number,
  content: Uint8Array,
  packed: number,
): readonly Sized[] => [
  [2, file.flags ?? 0],
  [2, method],
  [4, 0],
  [4, file.checksum ?? crc32(content)],
  [4, packed],
  [4, file.size ?? content.length],
];

function numbers(...fields: readonly Sized[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, bytes);
    }),
  );
}
