import { expect } from "vitest";
import { InputError } from "../../src/input/inputError.js";

const { HANDPROP_FUZZ_RUNS = "100" } = process.env;

/** How often a property is tried; of which seed, `fastCheck.ts` says. */
export const runs = Number(HANDPROP_FUZZ_RUNS);

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * A run of a reader that may refuse its input, in one line that begins with the name, and may do
 * nothing else but succeed.
 */
export function refuses(read: () => unknown, name: string): void {
  try {
    read();
  } catch (error) {
    expect(error, String((error as Error).stack)).toBeInstanceOf(InputError);
    const { message } = error as Error;
    expect(message.startsWith(name), message).toBe(true);
    expect(message).not.toMatch(/\n|\bat \S+:\d+:\d+\)|undefined|\[object|call stack|internal/);
    expect(message.length).toBeLessThan(2000);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}
