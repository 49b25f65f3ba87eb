import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { WaitingBytes } from "../../src/files/waitingBytes.js";
import { folderWith } from "../cli/scripts.js";

const piece = (i: number): Buffer => Buffer.alloc(i % 7, `${i}`);

test("what waits in memory and in a file is given back as it was, as often as it is asked for", () => {
  for (const most of [0, 20, 1000]) {
    const waiting = new WaitingBytes(most);
    const numbers = Array.from({ length: 50 }, (_, i) => {
      const number = waiting.put(piece(i));
      expect(Buffer.from(waiting.get(number))).toEqual(piece(i));
      return number;
    });
    expect(new Set(numbers).size).toBe(50);
    for (const [i, number] of [...numbers.entries()].reverse())
      expect(Buffer.from(waiting.get(number))).toEqual(piece(i));
    waiting.close();
  }
});

test.skipIf(process.platform === "win32")("a file of what waits has no name", () => {
  const folder = folderWith({});
  vi.stubEnv("TMPDIR", folder);
  const waiting = new WaitingBytes(0);
  const number = waiting.put(piece(3));
  expect(readdirSync(folder)).toEqual([]);
  expect(Buffer.from(waiting.get(number))).toEqual(piece(3));
  waiting.close();
  vi.unstubAllEnvs();
});
