/** What a page says of itself: which of its elements have a meaning, and what is in them. */
export interface PageOutline {
  readonly language: string;
  /** Whether its lines go from right to left. */
  readonly isRightToLeft: boolean;
  /** What begins, what is said in it and where it ends, in the order in which it is drawn. */
  readonly items: readonly OutlineItem[];
  /** What may be drawn on further pages once more: the heads of tables. */
  readonly repeated: readonly string[];
  /** What is drawn first, for its glyphs alone. */
  readonly reserve: string;
}

/** An element begins, says something, says something as an accent, or ends (`null`). */
export type OutlineItem = Beginning | string | Accent | null;

/** An element by the name that PDFs have for it. */
export interface Beginning {
  readonly role: string;
  /** What is said instead of it: of a figure, of a formula. */
  readonly alternative?: string;
  /** What bookmarks call it. */
  readonly title?: string;
  /** Where a link leads. */
  readonly address?: string;
  readonly cell?: TableCell;
}

/** A cell of a table; `scope` is that of its HTML attribute. */
export interface TableCell {
  readonly scope: string;
  readonly rows: number;
  readonly columns: number;
}

/** An accent is drawn before what it stands on, and read after it: after so many items more. */
export interface Accent {
  readonly accent: string;
  readonly after: number;
}

/** The roles of elements, by their names in HTML. */
export const rolesOfElements: Readonly<Record<string, string>> = {
  a: "Link",
  article: "Art",
  caption: "Caption",
  em: "Em",
  figcaption: "Caption",
  figure: "Figure",
  h1: "H1",
  h2: "H2",
  h3: "H3",
  h4: "H4",
  h5: "H5",
  h6: "H6",
  li: "LI",
  math: "Formula",
  ol: "L",
  p: "P",
  strong: "Strong",
  svg: "Figure",
  table: "Table",
  td: "TD",
  th: "TH",
  tr: "TR",
  ul: "L",
  var: "Formula",
};

/** Elements without a role: what stands in them stands in what they stand in. */
export const elementsWithoutRole: readonly string[] = (
  "b bdi body br code dd div dl dt footer header i main noscript section small span sub sup " +
  "tbody tfoot thead wbr"
).split(" ");

/**
 * The outline of the page that this runs in, as JSON; undefined where something on the page has a
 * role that only the browser knows how to tag. It runs in the browser: nothing outside of it is
 * known there.
 */
export function outlineOfPage(
  roles: Readonly<Record<string, string>>,
  passing: readonly string[],
  reserveMark: string,
): string | undefined {
  const items: OutlineItem[] = [];
  const repeated: string[] = [];
  let isKnown = true;
  // As methods, since compilers give other functions their names by a helper that is not there.
  const reader = {
    begin(element: Element, role: string): void {
      const { localName } = element;
      const label = element.getAttribute(localName === "math" ? "alttext" : "aria-label");
      items.push({
        role,
        ...(role === "Formula" || localName === "svg" ? { alternative: label ?? "" } : {}),
        ...(/^h\d$/.test(localName)
          ? { title: element.textContent!.replace(/\s+/g, " ").trim() }
          : {}),
        ...(element instanceof HTMLAnchorElement ? { address: element.href } : {}),
        ...(element instanceof HTMLTableCellElement
          ? { cell: { scope: element.scope, rows: element.rowSpan, columns: element.colSpan } }
          : {}),
      });
    },
    walk(node: Node, isForeign: boolean): void {
      if (node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue!))
        items.push(node.nodeValue!);
      if (!(node instanceof Element) || node.hasAttribute(reserveMark)) return;
      const { localName } = node;
      const role = isForeign ? undefined : roles[localName];
      const ownRole = node.getAttribute("role");
      if (ownRole !== null || localName === "svg")
        isKnown &&= localName === "svg" && ownRole === "img";
      isKnown &&= isForeign || role !== undefined || passing.includes(localName);
      if (localName === "thead") repeated.push(node.textContent!);
      if (role !== undefined) reader.begin(node, role);
      const within = isForeign || localName === "svg" || localName === "math";
      if (localName === "mover" && node.getAttribute("accent") === "true") {
        const at = items.length;
        reader.walk(node.firstChild!, within);
        const base = items.splice(at);
        items.push({ accent: node.lastChild!.textContent!, after: base.length }, ...base);
      } else for (const kid of node.childNodes) reader.walk(kid, within);
      if (role !== undefined) items.push(null);
    },
  };
  reader.walk(document.body, false);
  const { lang: language, dir } = document.documentElement;
  const reserve = document.querySelector(`[${reserveMark}]`)?.textContent ?? "";
  const outline: PageOutline = {
    ...{ language, isRightToLeft: dir === "rtl", items, repeated, reserve },
  };
  return isKnown ? JSON.stringify(outline) : undefined;
}
