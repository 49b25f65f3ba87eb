/** What the page remembers, by name, as JSON. */
export interface Store {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  /** Forgets everything that a page of this kind has kept, and gives it back. */
  clear(): ReadonlyMap<string, unknown>;
  /** Whether anything is kept. */
  readonly isEmpty: boolean;
  /** Whether it outlasts the page: a browser may forbid that, or have no room. */
  readonly isKept: boolean;
}

/**
 * The browser's own storage, or where there is none, a memory as long as the page is open. Nothing
 * leaves the machine.
 */
export class BrowserStore implements Store {
  readonly #memory = new Map<string, string>();
  #isKept = true;

  /** `prefix` begins the names in the browser's storage: that of the practice page, unless said. */
  constructor(readonly prefix = "handprop ") {}

  get isKept(): boolean {
    return this.#isKept;
  }

  get(name: string): unknown {
    // Another tab may have written since; where nothing can be written, this page alone knows.
    const text =
      (this.#isKept ? undefined : this.#memory.get(name)) ??
      this.#use((storage) => storage.getItem(this.prefix + name));
    try {
      return JSON.parse(text ?? this.#memory.get(name) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  set(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.#memory.set(name, text);
    this.#use((storage) => storage.setItem(this.prefix + name, text));
  }

  remove(name: string): void {
    this.#memory.delete(name);
    this.#use((storage) => storage.removeItem(this.prefix + name));
  }

  clear(): ReadonlyMap<string, unknown> {
    const names = this.names;
    const kept = new Map(names.map((name) => [name, this.get(name)]));
    for (const name of names) this.remove(name);
    return kept;
  }

  get isEmpty(): boolean {
    return this.names.length === 0;
  }

  /** The names of all that is kept. */
  get names(): readonly string[] {
    const stored = this.#use((storage) =>
      Object.keys(storage).filter((name) => name.startsWith(this.prefix)),
    );
    return [
      ...new Set([
        ...this.#memory.keys(),
        ...(stored ?? []).map((name) => name.slice(this.prefix.length)),
      ]),
    ];
  }

  #use<T>(act: (storage: Storage) => T): T | undefined {
    try {
      // Where storage is forbidden, even its name throws.
      return act(localStorage);
    } catch {
      this.#isKept = false;
      return undefined;
    }
  }
}
