interface Entry {
  readonly name: string;
  readonly help: string;
  readonly needs?: readonly string[];
}

/** The names in a registry, in its order. */
export const namesOf = (entries: readonly Entry[]): readonly string[] =>
  entries.map(({ name }) => name);

/** A line of help for each entry of a registry: its name, what it is, and what it needs. */
export function helpOf(entries: readonly Entry[]): string {
  const widest = Math.max(...namesOf(entries).map(({ length }) => length));
  return entries
    .map(({ name, help, needs = [] }) => {
      const needed =
        needs.length > 0 ? ` (${needs.map((need) => words[need] ?? need).join("; ")})` : "";
      return `  ${name.padEnd(widest)}  ${help}${needed}`;
    })
    .join("\n");
}

const words: Readonly<Record<string, string>> = {
  set: "needs --set",
  student: "of one student only",
  browser: "needs a browser",
};
