import type { DeskScript } from "./deskSet.js";

/**
 * The scripts that are meant by some words: by the student's id or the variant, whole or begun, by
 * names, or by the exercise; all of them for no words. What is meant best comes first.
 */
export function findScripts(all: readonly DeskScript[], words: string): readonly DeskScript[] {
  const asked = plainly(words).split(/\s+/).filter(Boolean);
  if (asked.length === 0) return all;
  const found = all.flatMap((script) => {
    const rank = rankOf(script, asked);
    return rank === undefined ? [] : [{ script, rank }];
  });
  // Sorting is stable: of equals, the roster decides.
  return found.sort((a, b) => a.rank - b.rank).map(({ script }) => script);
}

/** How well the words fit a script, 0 best; undefined where one of them does not. */
function rankOf(
  { student, variant, title }: DeskScript,
  asked: readonly string[],
): number | undefined {
  const ids = [plainly(student.id), compact(variant.variant)];
  const named = plainly([student.name, student.email, student.section].join(" "));
  const others = plainly(`${title} ${variant.exercise}`);
  const ranks = asked.map((word) => {
    if (ids.includes(word) || ids.includes(compact(word))) return 0;
    if (ids.some((id) => id.startsWith(word) || id.startsWith(compact(word) || "-"))) return 1;
    if (beginsWord(named, word)) return 2;
    if (beginsWord(others, word)) return 3;
    return ids[0]!.includes(word) ? 4 : undefined;
  });
  return ranks.some((rank) => rank === undefined)
    ? undefined
    : Math.max(...(ranks as readonly number[]));
}

const beginsWord = (text: string, word: string): boolean =>
  [/[^\p{L}\p{N}]+/u, /\s+/].some((apart) => text.split(apart).some((one) => one.startsWith(word)));

// As somebody types a name in a hurry: without accents and capitals.
const plainly = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const compact = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
