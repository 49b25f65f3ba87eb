import type { Store } from "../page/store.js";

/** A text that is being written, as the browser keeps it. */
export interface KeptDraft {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** What the list of drafts says of each, the latest first. */
export type DraftEntry = Omit<KeptDraft, "text">;

/** So many drafts are kept; a text has at most so many characters. */
const most = { drafts: 40, characters: 250_000 };

/** The drafts in a store. What is found there and cannot be read is taken for nothing. */
export class Drafts {
  constructor(readonly store: Store) {}

  get isKept(): boolean {
    return this.store.isKept;
  }

  /** All of them, the latest first. */
  get list(): readonly DraftEntry[] {
    const found = this.store.get("drafts");
    return Array.isArray(found) ? found.filter(isEntry) : [];
  }

  /** The text of one of them; undefined where there is none. */
  text(id: string): string | undefined {
    const text = this.store.get(`draft ${id}`);
    return typeof text === "string" && text.length <= most.characters ? text : undefined;
  }

  /**
   * Keeps a draft as the latest; what is the oldest of too many is forgotten. Whether it is short
   * enough to be kept.
   */
  keep({ id, title, text }: KeptDraft): boolean {
    if (text.length > most.characters) return false;
    this.store.set(`draft ${id}`, text);
    const all = [{ id, title }, ...this.list.filter((one) => one.id !== id)];
    for (const old of all.slice(most.drafts)) this.store.remove(`draft ${old.id}`);
    this.store.set("drafts", all.slice(0, most.drafts));
    return true;
  }

  /** Forgets a draft, and gives it back; undefined where there was none. */
  remove(id: string): KeptDraft | undefined {
    const entry = this.list.find((one) => one.id === id);
    const text = this.text(id);
    this.store.remove(`draft ${id}`);
    this.store.set(
      "drafts",
      this.list.filter((one) => one.id !== id),
    );
    return entry && text !== undefined ? { ...entry, text } : undefined;
  }
}

// A browser gives all pages of one folder the same storage, so what is found may be anybody's.
function isEntry(value: unknown): value is DraftEntry {
  if (typeof value !== "object" || value === null) return false;
  const { id, title } = value as Readonly<Record<string, unknown>>;
  return typeof id === "string" && typeof title === "string" && title.length <= 400;
}
