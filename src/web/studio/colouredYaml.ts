import { yamlLanguage } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";
import { type PartialParse, Tree } from "@lezer/common";

/**
 * YAML as the editor colours, folds and indents it. A text that may be nested too deeply has no
 * parts for it: the editor goes down into them by recursion, and would end with all that it shows.
 */
export const colouredYaml = new LanguageSupport(
  yamlLanguage.configure({
    wrap: (parse, input, _, ranges) =>
      mayBeDeep(input.read(0, input.length)) ? new WithoutParts(ranges.at(-1)!.to) : parse,
  }),
);

/** How many levels are gone down into; an exercise that can be read has at most 24. */
const most = 200;

/**
 * Whether a text may have more levels than are gone down into: each of them needs a bracket that is
 * open, a column that the line stands farther in, or a mark in the line.
 */
export function mayBeDeep(text: string): boolean {
  let open = 0;
  for (const line of text.split("\n")) {
    let levels = line.search(/\S|$/);
    for (const [mark] of line.matchAll(/[[\]{}!&]|[-?:](?=\s|$)/g)) {
      if (mark === "]" || mark === "}") open = Math.max(0, open - 1);
      else if (mark === "[" || mark === "{") open++;
      else levels++;
      if (open + levels > most) return true;
    }
  }
  return false;
}

/** A text as one part, read at once. */
class WithoutParts implements PartialParse {
  stoppedAt: number | null = null;
  parsedPos = 0;
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  advance(): Tree {
    this.parsedPos = this.stoppedAt ?? this.#length;
    return new Tree(yamlLanguage.parser.topNode, [], [], this.parsedPos);
  }

  stopAt(position: number): void {
    this.stoppedAt = position;
  }
}
