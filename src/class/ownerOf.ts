import type { Student } from "./manifest.js";

/**
 * Whose a file is by its name or its folder's, as platforms export them: the one student whose id
 * stands there by itself, or else whose name does. Undefined where nobody's or several people's do.
 */
export function ownerFinder(students: readonly Student[]): (path: string) => string | undefined {
  const ids = new Map(students.map(({ id }) => [id.toLowerCase(), id]));
  const names = students.map(({ id, name = "" }) => ({ id, words: wordsOf(name) }));
  return (path) => {
    const text = path.toLowerCase();
    const byId = new Set(text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => ids.get(word) ?? []));
    for (const [lower, id] of ids) if (isOdd(lower) && text.includes(lower)) byId.add(id);
    if (byId.size > 0) return only(byId);
    const parts = text.split(/[/\\]/).map((part) => new Set(wordsOf(part)));
    const joined = text.split(/[/\\_.-]/).map((part) => part.replace(/[^\p{L}]/gu, ""));
    return only(
      new Set(
        names
          .filter(({ words }) => words.length > 1)
          .filter(
            ({ words }) =>
              parts.some((part) => words.every((word) => part.has(word))) ||
              // Canvas: lastfirst_123_456_file.
              joined.some((part) => part === [...words.slice(-1), ...words.slice(0, -1)].join("")),
          )
          .map(({ id }) => id),
      ),
    );
  };
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** An id that is not one word: an address, or one with hyphens. */
const isOdd = (id: string): boolean => /[^\p{L}\p{N}]/u.test(id);

const only = (found: ReadonlySet<string>): string | undefined =>
  found.size === 1 ? [...found][0] : undefined;
