import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "./writeWhole.js";

/**
 * Bytes that wait for their turn, thousands of them: at first in memory, and what is too much in a
 * file for temporary files, which nobody else may read and which goes with the program.
 */
export class WaitingBytes {
  readonly #most: number;
  /** What is in memory: all that was put here since the file was last written to. */
  readonly #pieces = new Map<number, Uint8Array>();
  #inMemory = 0;
  #inFile = 0;
  #file: { readonly number: number; readonly path: string; close(): void } | undefined;

  /** Keeps up to `most` bytes in memory. */
  constructor(most = 16 * 1024 ** 2) {
    this.#most = most;
  }

  /** Takes bytes, and gives the number that they are known by. Throws a WriteError. */
  put(bytes: Uint8Array): number {
    const number = this.#inFile + this.#inMemory;
    this.#pieces.set(number, bytes);
    this.#inMemory += length.size + bytes.length;
    if (this.#inMemory > this.#most) this.#write();
    return number;
  }

  /** The bytes of this number. */
  get(number: number): Uint8Array {
    return this.#pieces.get(number) ?? this.#read(number);
  }

  /** Forgets all. */
  close(): void {
    this.#pieces.clear();
    this.#file?.close();
    this.#file = undefined;
  }

  #write(): void {
    this.#file ??= temporaryFile();
    const { number, path } = this.#file;
    const all = Buffer.concat([...this.#pieces.values()].flatMap((one) => [length.of(one), one]));
    for (let at = 0; at < all.length; )
      at += attempt(path, () => writeSync(number, all, at, all.length - at, this.#inFile + at));
    this.#inFile += all.length;
    this.#inMemory = 0;
    this.#pieces.clear();
  }

  #read(number: number): Uint8Array {
    const head = this.#bytes(number, length.size);
    return this.#bytes(number + length.size, head.readUInt32LE());
  }

  #bytes(from: number, count: number): Buffer {
    const bytes = Buffer.alloc(count);
    for (let at = 0; at < count; ) {
      const read = this.#file ? readSync(this.#file.number, bytes, at, count - at, from + at) : 0;
      if (read === 0) throw new RangeError(`nothing waits at ${from}`);
      at += read;
    }
    return bytes;
  }
}

/** How long what follows is. */
const length = {
  size: 4,
  of: (bytes: Uint8Array): Uint8Array => {
    const head = Buffer.alloc(length.size);
    head.writeUInt32LE(bytes.length);
    return head;
  },
};

function temporaryFile() {
  const folder = attempt(tmpdir(), () => mkdtempSync(join(tmpdir(), "handprop-waiting-")));
  const path = join(folder, "scripts");
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const number = attempt(path, () => openSync(path, "wx+", 0o600));
  // Where a file that is open can lose its name, nobody finds it, and a crash leaves nothing.
  if (process.platform !== "win32") remove();
  process.once("exit", remove);
  return {
    number,
    path,
    close: () => {
      closeSync(number);
      remove();
      process.off("exit", remove);
    },
  };
}
