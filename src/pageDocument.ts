import { createHash } from "node:crypto";
import { english } from "./language/english.js";
import type { Language } from "./language/language.js";
import { layout } from "./render/layout.js";
import { shipped } from "./render/templates.js";

/** What a page is made of, besides its template. */
export interface PageParts {
  /** Style sheets, by the names under which the template has them; each is allowed by its hash. */
  readonly styles: Readonly<Record<string, string>>;
  /** The program that runs in the page. */
  readonly script: string;
  /** What the program reads. */
  readonly data: object;
  /** What the page speaks; English, if not said. */
  readonly language?: Language;
  /** What else the template has a place for. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A page with a program as one file: no other style and no other script is let run in it. */
export function pageDocument(
  template: string,
  { styles, script, data, language = english, fields = {} }: PageParts,
): string {
  const hashes = Object.entries(styles).map(([name, css]) => [`${name}Hash`, hashOf(css)]);
  return layout(
    shipped,
    template,
  )({
    language,
    ...styles,
    ...Object.fromEntries(hashes),
    ...fields,
    script,
    scriptHash: hashOf(script),
    // No text of an exercise may end the element that carries it.
    data: JSON.stringify(data).replaceAll("<", "\\u003c"),
  });
}

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
