import type { Store } from "../page/store.js";

/**
 * What a page remembers while it is open, and no longer: all packages of a platform, and all
 * students of a machine, share one browser's storage. `isKept` says whether the platform keeps it.
 */
export class MemoryStore implements Store {
  readonly #memory = new Map<string, unknown>();
  readonly #isKept: () => boolean;

  constructor(isKept: () => boolean) {
    this.#isKept = isKept;
  }

  get isKept(): boolean {
    return this.#isKept();
  }

  get isEmpty(): boolean {
    return this.#memory.size === 0;
  }

  get(name: string): unknown {
    return this.#memory.get(name);
  }

  set(name: string, value: unknown): void {
    this.#memory.set(name, value);
  }

  remove(name: string): void {
    this.#memory.delete(name);
  }

  clear(): ReadonlyMap<string, unknown> {
    const kept = new Map(this.#memory);
    this.#memory.clear();
    return kept;
  }
}
