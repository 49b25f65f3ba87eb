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
  /** What was put here since the file was last written to. */
  #memory: Buffer = Buffer.alloc(1024);
  #inMemory = 0;
  #inFile = 0;
  #file: { readonly number: number; readonly path: string; close(): void } | undefined;

  /** Keeps up to `most` bytes in memory. */
  constructor(most = 8 * 1024 ** 2) {
    this.#most = most;
  }

  /** Takes bytes, and gives the number that they are known by. Throws a WriteError. */
  put(bytes: Uint8Array): number {
    const size = lengthSize + bytes.length;
    if (this.#inMemory + size > this.#most) this.#write();
    if (this.#inMemory + size > this.#memory.length)
      this.#memory = Buffer.concat([this.#memory], 2 * (this.#inMemory + size));
    const at = this.#inMemory;
    this.#memory.writeUInt32LE(bytes.length, at);
    this.#memory.set(bytes, at + lengthSize);
    this.#inMemory += size;
    return this.#inFile + at;
  }

  /** The bytes of this number. */
  get(number: number): Uint8Array {
    const length = this.#bytes(number, lengthSize).readUInt32LE();
    return this.#bytes(number + lengthSize, length);
  }

  /** Forgets all. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #write(): void {
    this.#file ??= temporaryFile();
    const { number, path } = this.#file;
    for (let at = 0; at < this.#inMemory; )
      at += attempt(path, () =>
        writeSync(number, this.#memory, at, this.#inMemory - at, this.#inFile + at),
      );
    this.#inFile += this.#inMemory;
    this.#inMemory = 0;
  }

  /** A copy: what is in memory is written over. */
  #bytes(from: number, count: number): Buffer {
    const bytes = Buffer.alloc(count);
    const at = from - this.#inFile;
    if (at >= 0) this.#memory.copy(bytes, 0, at, Math.min(at + count, this.#inMemory));
    else if (this.#file) readAt(this.#file.number, bytes, from);
    return bytes;
  }
}

/** So many bytes say how long what follows is. */
const lengthSize = 4;

function readAt(file: number, bytes: Buffer, from: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, from + at);
    if (read === 0) throw new RangeError(`nothing waits at ${from}`);
    at += read;
  }
}

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
