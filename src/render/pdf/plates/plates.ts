import type { Plate } from "./plate.js";
import { StampsByNames } from "./stamp.js";

/** Plates by what documents have in common, those kept that were used last. */
export class Plates {
  readonly stamps = new StampsByNames();
  readonly #kept = new Map<string, Plate>();
  #size = 0;

  get count(): number {
    return this.#kept.size;
  }

  get(key: string): Plate | undefined {
    const plate = this.#kept.get(key);
    if (plate) {
      this.#kept.delete(key);
      this.#kept.set(key, plate);
    }
    return plate;
  }

  set(key: string, plate: Plate): void {
    this.#size += plate.size - (this.#kept.get(key)?.size ?? 0);
    this.#kept.delete(key);
    this.#kept.set(key, plate);
    for (const [oldest, { size }] of this.#kept) {
      if (this.#size <= most) break;
      this.#kept.delete(oldest);
      this.#size -= size;
    }
  }
}

/** So many bytes are kept, as counted: some fifty plates. What holds them takes as much again. */
const most = 16_000_000;
