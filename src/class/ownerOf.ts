import type { Student } from "./manifest.js";

/**
 * Whose a file is by its folder's name or else its own, as platforms export them: the one student
 * whose id stands there by itself, or else whose name does. Undefined where nobody's or several
 * people's do.
 */
export function ownerFinder(students: readonly Student[]): (path: string) => string | undefined {
  const known: NamesOfRoster = {
    ids: new Map(students.map(({ id }) => [id.toLowerCase(), id])),
    names: students.map(({ id, name = "" }) => ({ id, words: wordsOf(name) })),
  };
  return (path) => {
    const text = path.toLowerCase();
    // A photo's name has a number of its own.
    const byFolder = namedIn(text.replace(/[^/\\]*$/, ""), known);
    const found = byFolder.size > 0 ? byFolder : namedIn(text, known);
    return found.size === 1 ? [...found][0] : undefined;
  };
}

/** A roster in small letters. */
interface NamesOfRoster {
  readonly ids: ReadonlyMap<string, string>;
  readonly names: readonly { readonly id: string; readonly words: readonly string[] }[];
}

/** The students whose ids stand in a text, or else those whose names do. */
function namedIn(text: string, { ids, names }: NamesOfRoster): ReadonlySet<string> {
  const byId = new Set(text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => ids.get(word) ?? []));
  for (const [lower, id] of ids) if (isOdd(lower) && text.includes(lower)) byId.add(id);
  if (byId.size > 0) return byId;
  const parts = text.split(/[/\\]/).map((part) => new Set(wordsOf(part)));
  const joined = text.split(/[/\\_.-]/).map((part) => part.replace(/[^\p{L}]/gu, ""));
  const byName = names.filter(
    ({ words }) =>
      words.length > 1 &&
      (parts.some((part) => words.every((word) => part.has(word))) ||
        // Canvas: lastfirst_123_456_file.
        joined.includes([...words.slice(-1), ...words.slice(0, -1)].join(""))),
  );
  return new Set(byName.map(({ id }) => id));
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** An id that is not one word: an address, or one with hyphens. */
const isOdd = (id: string): boolean => /[^\p{L}\p{N}]/u.test(id);
