import type { NamedStore } from "../../../src/web/desk/scriptWork.js";

/** A store that remembers as long as it is there. */
export function memory(kept: Readonly<Record<string, unknown>> = {}): NamedStore {
  const all = new Map(Object.entries(kept));
  return {
    get: (name) => all.get(name),
    set: (name, value) => void all.set(name, structuredClone(value)),
    remove: (name) => void all.delete(name),
    clear: () => new Map(),
    get names() {
      return [...all.keys()];
    },
    get isEmpty() {
      return all.size === 0;
    },
    isKept: true,
  };
}
