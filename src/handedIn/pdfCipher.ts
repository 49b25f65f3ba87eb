import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { PdfFile } from "./pdfFile.js";
import {
  isDictionary,
  isName,
  type PdfDictionary,
  PdfName,
  PdfReference,
  PdfText,
  type PdfValue,
} from "./pdfValues.js";

/** Of which object something is a part. */
export interface PdfObjectId {
  readonly number: number;
  readonly generation: number;
}

/** What takes the encryption off what a PDF holds; undefined where that is broken. */
export interface PdfCipher {
  /** The object that says how the file is encrypted, and is not itself. */
  readonly own: number | undefined;
  text(bytes: Buffer, of: PdfObjectId): Buffer | undefined;
  stream(bytes: Buffer, of: PdfObjectId): Buffer | undefined;
}

/**
 * How to read an encrypted PDF that opens without a password, as one does that has an owner's
 * alone: it may be read by all, and changed by the owner (ISO 32000-2, 7.6). Undefined where a
 * password is needed, or the encryption is none of the standard's.
 */
export function openCipher({ objects, trailer }: PdfFile): PdfCipher | undefined {
  const meant = trailer.get("Encrypt");
  const own = meant instanceof PdfReference ? meant.to : undefined;
  const said = own === undefined ? meant : objects.get(own);
  if (!isDictionary(said) || !isName(said.get("Filter"), "Standard")) return undefined;
  const version = said.get("V");
  const key = version === 5 ? key256(said) : key128(said, trailer.get("ID"));
  if (!key) return undefined;
  const [text, stream] = (["StrF", "StmF"] as const).map((of) =>
    version === 4 || version === 5 ? filterOf(said, of) : "V2",
  );
  if (!isMethod(text) || !isMethod(stream)) return undefined;
  return {
    own,
    text: (bytes, of) => methods[text](bytes, key, of),
    stream: (bytes, of) => methods[stream](bytes, key, of),
  };
}

type Method = (bytes: Buffer, key: Buffer, of: PdfObjectId) => Buffer | undefined;

/** The ways of encrypting, by the names that the standard gives them. */
const methods = {
  Identity: (bytes) => bytes,
  None: (bytes) => bytes,
  V2: (bytes, key, of) => rc4(keyOf(key, of), bytes),
  AESV2: (bytes, key, of) => fromAes("aes-128-cbc", keyOf(key, of, "sAlT"), bytes),
  AESV3: (bytes, key) => fromAes("aes-256-cbc", key, bytes),
} as const satisfies Record<string, Method>;

const isMethod = (name: string | undefined): name is keyof typeof methods =>
  name !== undefined && Object.hasOwn(methods, name);

/** How texts, or streams, are encrypted. */
function filterOf(said: PdfDictionary, of: "StrF" | "StmF"): string | undefined {
  const named = said.get(of);
  const name = named instanceof PdfName ? named.bytes : "Identity";
  if (name === "Identity") return name;
  const filters = said.get("CF");
  const filter = isDictionary(filters) ? filters.get(name) : undefined;
  const method = isDictionary(filter) ? filter.get("CFM") : undefined;
  return method instanceof PdfName ? method.bytes : undefined;
}

/** What a password is filled up with: all of one that is empty. */
const padding = Buffer.from(
  "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a",
  "hex",
);

const bytesOf = (value: PdfValue | undefined): Buffer =>
  Buffer.from(value instanceof PdfText ? value.bytes : "", "latin1");

/** The key of versions 1 to 4 for an empty password (algorithms 2, 4 and 5); none for another. */
function key128(said: PdfDictionary, id: PdfValue | undefined): Buffer | undefined {
  const [version, revision, length] = ["V", "R", "Length"].map((key) => said.get(key));
  const size = version === 4 ? 16 : version === 1 ? 5 : Number(length ?? 40) / 8;
  if (typeof revision !== "number" || ![1, 2, 4].includes(Number(version))) return undefined;
  if (!Number.isInteger(size) || size < 5 || size > 16) return undefined;
  const first = bytesOf(Array.isArray(id) ? id[0] : undefined);
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(Number(said.get("P")) | 0);
  const isOpen = revision >= 4 && said.get("EncryptMetadata") === false;
  let key = md5(
    ...[padding, bytesOf(said.get("O")).subarray(0, 32), permissions, first],
    ...(isOpen ? [Buffer.alloc(4, 0xff)] : []),
  ).subarray(0, size);
  if (revision === 2) return rc4(key, padding).equals(bytesOf(said.get("U"))) ? key : undefined;
  for (let i = 0; i < 50; i++) key = md5(key).subarray(0, size);
  let mark = md5(padding, first);
  for (let i = 0; i < 20; i++) mark = rc4(Buffer.from(key.map((byte) => byte ^ i)), mark);
  return mark.equals(bytesOf(said.get("U")).subarray(0, 16)) ? key : undefined;
}

/** The key of version 5 for an empty password (algorithms 2.A and 11); none for another. */
function key256(said: PdfDictionary): Buffer | undefined {
  const [user, sealed] = [bytesOf(said.get("U")), bytesOf(said.get("UE"))];
  if (user.length < 48 || sealed.length !== 32) return undefined;
  const hash = said.get("R") === 6 ? hardenedHash : (salt: Buffer) => sha(256, salt);
  if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return undefined;
  const opening = createDecipheriv("aes-256-cbc", hash(user.subarray(40, 48)), Buffer.alloc(16));
  opening.setAutoPadding(false);
  return Buffer.concat([opening.update(sealed), opening.final()]);
}

/** Algorithm 2.B for an empty password. It ends: the last byte of a round is at most 255. */
function hardenedHash(salt: Buffer): Buffer {
  let key = sha(256, salt);
  for (let round = 0; ; round++) {
    const cipher = createCipheriv("aes-128-cbc", key.subarray(0, 16), key.subarray(16, 32));
    cipher.setAutoPadding(false);
    const mixed = cipher.update(Buffer.concat(new Array<Buffer>(64).fill(key)));
    const sum = mixed.subarray(0, 16).reduce((total, byte) => total + byte, 0);
    key = sha(([256, 384, 512] as const)[sum % 3]!, mixed);
    if (round >= 63 && mixed.at(-1)! <= round - 31) return key.subarray(0, 32);
  }
}

/** The key of one object (algorithm 1). */
function keyOf(key: Buffer, { number, generation }: PdfObjectId, salt = ""): Buffer {
  const of = Buffer.alloc(5);
  of.writeUIntLE(number & 0xffffff, 0, 3);
  of.writeUIntLE(generation & 0xffff, 3, 2);
  return md5(key, of, Buffer.from(salt)).subarray(0, Math.min(16, key.length + 5));
}

/**
 * What is encrypted behind sixteen bytes to begin with, and filled up to blocks of sixteen; the end
 * of a line may come after it.
 */
function fromAes(
  name: "aes-128-cbc" | "aes-256-cbc",
  key: Buffer,
  bytes: Buffer,
): Buffer | undefined {
  try {
    const cipher = createDecipheriv(name, key, bytes.subarray(0, 16));
    const blocks = bytes.subarray(16, bytes.length - (bytes.length % 16));
    return Buffer.concat([cipher.update(blocks), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** RC4, which Node's cryptography does not have any more. */
function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number): void => {
    [state[i], state[j]] = [state[j]!, state[i]!];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  let [i, j] = [0, 0];
  return Buffer.from(
    bytes.map((byte) => {
      i = (i + 1) & 255;
      j = (j + state[i]!) & 255;
      swap(i, j);
      return byte ^ state[(state[i]! + state[j]!) & 255]!;
    }),
  );
}

function md5(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const sha = (bits: 256 | 384 | 512, bytes: Buffer): Buffer =>
  createHash(`sha${bits}`).update(bytes).digest();
