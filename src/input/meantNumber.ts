/** How people write numbers otherwise, and what they are; the first that fits. */
const spellings: readonly (readonly [RegExp, (text: string) => number])[] = [
  [/^[-−–]?\d[\d_ ’']*(\.\d+)?$/u, (text) => Number(text.replace(/[_ ’']/gu, ""))],
  [/^[-−–]?\d+,\d+$/u, (text) => Number(text.replace(",", "."))],
  [/^[-−–]?\d{1,9}\/[1-9]\d{0,8}$/u, quotient],
];

/** ` (did you mean -3?)` for a text that somebody wrote for a number, or nothing. */
export function meantNumber(value: unknown): string {
  if (typeof value !== "string" || value.length > 40) return "";
  const spelling = spellings.find(([pattern]) => pattern.test(value));
  if (!spelling) return "";
  return ` (did you mean ${spelling[1](value.replace(/[−–]/gu, "-"))}?)`;
}

function quotient(text: string): number {
  const [above, below] = text.split("/").map(Number) as [number, number];
  return Number((above / below).toPrecision(6));
}
