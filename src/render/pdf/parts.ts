/** A document in parts. */
export interface Parts {
  /** Its head without its title and what is said of its pages. */
  readonly head: string;
  readonly title: string;
  /** How its pages are set, and what stands on each. */
  readonly pages: string;
  readonly body: string;
}

/**
 * A document in parts, so that a page can go on from one body to the next under the same head and
 * does not read its fonts again; undefined where the body brings what has to be loaded.
 */
export function partsOf(html: string): Parts | undefined {
  const from = html.indexOf("<body");
  const head = html.slice(0, from);
  const body = html.slice(from);
  if (from < 0 || /<(?:embed|iframe|image|img|link|meta|object|script|style|video)\b/i.test(body))
    return undefined;
  const [title = ""] = /<title>[^<]*<\/title>/.exec(head) ?? [];
  const [pages = ""] = /<style class="pages">[^<]*<\/style>/.exec(head) ?? [];
  return { head: head.replace(title, "").replace(pages, ""), title, pages, body };
}

/** The document of these parts. */
export const htmlOf = ({ head, title, pages, body }: Parts): string =>
  head.replace("</head>", () => `${title}${pages}</head>`) + body;
