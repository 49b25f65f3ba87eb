/** What the page remembers, by name, as JSON. */
export interface Store {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  /** Forgets everything that a practice page has kept. */
  clear(): void;
  /** Whether it outlasts the page: a browser may forbid that, or have no room. */
  readonly isKept: boolean;
}

const prefix = "handprop ";

/**
 * The browser's own storage, or where there is none, a memory as long as the page is open. Nothing
 * leaves the machine.
 */
export function browserStore(): Store {
  const memory = new Map<string, string>();
  let isKept = true;
  return {
    get(name) {
      // Another tab may have written since; where nothing can be written, this page alone knows.
      const text =
        (isKept ? undefined : memory.get(name)) ?? kept(() => localStorage.getItem(prefix + name));
      try {
        return JSON.parse(text ?? memory.get(name) ?? "null") ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      memory.set(name, text);
      kept(() => localStorage.setItem(prefix + name, text));
    },
    remove(name) {
      memory.delete(name);
      kept(() => localStorage.removeItem(prefix + name));
    },
    clear() {
      memory.clear();
      kept(() => {
        for (const name of Object.keys(localStorage))
          if (name.startsWith(prefix)) localStorage.removeItem(name);
      });
    },
    get isKept() {
      return isKept;
    },
  };

  function kept<T>(use: () => T): T | undefined {
    try {
      return use();
    } catch {
      isKept = false;
      return undefined;
    }
  }
}
