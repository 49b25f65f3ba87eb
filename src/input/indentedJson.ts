/**
 * A value as JSON, indented. What a terminal would obey in it (directions, control characters above
 * U+007E) is written as `\u…`, as JSON does with those below: it is the same data.
 */
export const indentedJson = (value: object): string =>
  JSON.stringify(value, null, 2).replace(/[^\P{C}\n]|[\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(""),
  );

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, "0")}`;
