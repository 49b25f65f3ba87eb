import { PDFArray, PDFBool, PDFDict, PDFName, type PDFObject, type PDFRef } from "pdf-lib";
import {
  markIn,
  nameIn,
  numberIn,
  type OpenedPdf,
  type StructureElement,
  textIn,
  unicodeOf,
} from "./accessiblePdf.js";

/** A clause of ISO 14289-1 (PDF/UA-1), and what of a document does not keep it. */
export interface Clause {
  readonly clause: string;
  readonly says: string;
  readonly broken: (pdf: OpenedPdf) => readonly string[];
}

/**
 * The clauses that a machine can look at and that apply to pages with text, drawings and forms, but
 * without sound, scripts, notes, layers, attachments, encryption and embedded CMaps: one row each.
 * Neither npm nor Debian has a checker of them.
 */
export const clauses: readonly Clause[] = [
  {
    clause: "5",
    says: "the metadata name the standard",
    broken: ({ metadata }) =>
      /<pdfuaid:part>1<\/pdfuaid:part>/.test(metadata) &&
      metadata.includes('xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"')
        ? []
        : ["no pdfuaid:part"],
  },
  {
    clause: "6.2",
    says: "the document is marked as tagged",
    broken: ({ catalog }) =>
      isTrue(dictionaryIn(catalog, "MarkInfo"), "Marked") ? [] : ["MarkInfo"],
  },
  {
    clause: "7.1",
    says: "all that is drawn is either of an element or an artifact, and not both",
    broken: ({ painted }) =>
      painted.flatMap(({ page, operator, marks }) => {
        const kinds = marks.filter((mark) => mark.startsWith("/Artifact")).length;
        return kinds + markIn(marks).length === 1
          ? []
          : [`${operator} on page ${page + 1} in ${marks.join() || "nothing"}`];
      }),
  },
  {
    clause: "7.1",
    says: "each mark is of one element, which the tree of parents names",
    broken: (pdf) => {
      const parents = parentsIn(pdf);
      const drawn = new Set(
        pdf.painted.flatMap(({ page, marks }) => markIn(marks).map((mark) => `${page}:${mark}`)),
      );
      const owned = pdf.elements.flatMap(({ marks, ref, role }) =>
        marks.map((mark) => ({ mark, ref, role })),
      );
      return [
        ...[...drawn].filter((mark) => owned.filter((own) => own.mark === mark).length !== 1),
        ...owned.flatMap(({ mark, ref, role }) =>
          parents.get(mark) === ref.tag ? [] : [`${mark} of ${role}`],
        ),
      ];
    },
  },
  {
    clause: "7.1",
    says: "nothing is suspect, and a role that is no standard one is mapped to one, and no other",
    broken: ({ catalog, elements }) => {
      const mapped = dictionaryIn(dictionaryIn(catalog, "StructTreeRoot"), "RoleMap");
      const isKnown = (role: string): boolean =>
        standardRoles.includes(role) ||
        (mapped !== undefined && standardRoles.includes(nameIn(mapped, role)));
      return [
        ...(isTrue(dictionaryIn(catalog, "MarkInfo"), "Suspects") ? ["Suspects"] : []),
        ...(mapped?.keys() ?? [])
          .map((key) => key.decodeText())
          .filter((role) => standardRoles.includes(role)),
        ...elements.map(({ role }) => role).filter((role) => !isKnown(role)),
      ];
    },
  },
  {
    clause: "7.1",
    says: "each element says what it stands in",
    broken: ({ elements }) =>
      elements.flatMap(({ dictionary, parent, role }) => {
        const said = dictionary.get(PDFName.of("P")) as PDFRef | undefined;
        return said && (!parent || said.tag === parent.ref.tag) ? [] : [role];
      }),
  },
  {
    clause: "7.1",
    says: "the metadata have the title, which windows are to show",
    broken: ({ catalog, metadata, document }) => [
      ...(isTrue(dictionaryIn(catalog, "ViewerPreferences"), "DisplayDocTitle")
        ? []
        : ["DisplayDocTitle"]),
      ...(/<dc:title>\s*<rdf:Alt>\s*<rdf:li xml:lang="x-default">[^<]+</.test(metadata) &&
      document.getTitle()
        ? []
        : ["dc:title"]),
    ],
  },
  {
    clause: "7.2",
    says: "the language is told",
    broken: ({ catalog }) =>
      /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(textIn(catalog, "Lang")) ? [] : ["Lang"],
  },
  {
    clause: "7.2",
    says: "lists and tables hold what they may hold, and stand where they may",
    broken: ({ elements }) =>
      elements.flatMap((element) => {
        const kids = meantKids(element).map(({ role }) => role);
        const parent = meantParent(element)?.role ?? "";
        const { may, within } = nesting[element.role] ?? {};
        return [
          ...(may ? kids.filter((kid) => !may.includes(kid)) : []).map(
            (kid) => `${kid} in ${element.role}`,
          ),
          ...(may && element.marks.length > 0 ? [`text in ${element.role}`] : []),
          ...(within && !within.includes(parent) ? [`${element.role} in ${parent}`] : []),
        ];
      }),
  },
  {
    clause: "7.2",
    says: "the rows of a table are of one width",
    broken: ({ elements }) =>
      elements
        .filter(({ role }) => role === "Table")
        .flatMap((table) => {
          const widths = new Set(widthsOf(table));
          return widths.size > 1 ? [`rows of ${[...widths].join(" and ")} cells`] : [];
        }),
  },
  {
    clause: "7.3",
    says: "a figure has what is said instead",
    broken: ({ elements }) => withoutAlternative(elements, "Figure"),
  },
  {
    clause: "7.4.2",
    says: "headings begin at the first level and skip none",
    broken: ({ elements }) => {
      const levels = elements.flatMap(({ role }) => /^H(\d)$/.exec(role)?.[1] ?? []).map(Number);
      return levels.flatMap((level, i) =>
        level > (levels[i - 1] ?? 0) + 1 ? [`H${level} after H${levels[i - 1] ?? 0}`] : [],
      );
    },
  },
  {
    clause: "7.5",
    says: "a header of a table says what it heads, and its cells name headers that are there",
    broken: ({ elements }) => {
      const ids = new Set(elements.map(({ dictionary }) => textIn(dictionary, "ID")));
      return elements.flatMap(({ role, dictionary }) => {
        if (role === "TH") return attribute(dictionary, "Scope") ? [] : ["TH without a scope"];
        const headers = attribute(dictionary, "Headers") as PDFArray | undefined;
        return (headers?.asArray() ?? [])
          .map((header) => (header as unknown as { decodeText(): string }).decodeText())
          .filter((header) => !ids.has(header));
      });
    },
  },
  {
    clause: "7.7",
    says: "a formula has what is said instead",
    broken: ({ elements }) => withoutAlternative(elements, "Formula"),
  },
  {
    clause: "7.18.1",
    says: "a field says in words what it is",
    broken: ({ annotations }) =>
      annotations.flatMap(({ dictionary }) =>
        textIn(dictionary, "TU") || textIn(dictionary, "Contents")
          ? []
          : [`${nameIn(dictionary, "Subtype")} ${textIn(dictionary, "T")}`],
      ),
  },
  {
    clause: "7.18.3",
    says: "fields are gone through in the order of the structure",
    broken: ({ annotations, document }) =>
      annotations
        .map(({ page }) => document.getPage(page).node)
        .flatMap((page) => (nameIn(page, "Tabs") === "S" ? [] : ["Tabs"])),
  },
  {
    clause: "7.18.4",
    says: "a field is in a form element of its own, in which nothing else is, and which has words",
    broken: (pdf) => {
      const parents = parentsIn(pdf);
      const forms = pdf.elements.filter(({ role }) => role === "Form");
      return [
        ...pdf.annotations.flatMap(({ ref, dictionary }) => {
          const own = forms.filter(({ objects }) => objects.some(({ tag }) => tag === ref.tag));
          const parent = parents.get(`${numberIn(dictionary, "StructParent")}`);
          return own.length === 1 && own[0]!.ref.tag === parent ? [] : [ref.tag];
        }),
        ...forms.flatMap(({ objects, kids, marks }) =>
          objects.length === 1 && kids.length + marks.length === 0
            ? []
            : [`a form of ${objects.length} fields, ${kids.length} kids, ${marks.length} marks`],
        ),
        ...withoutAlternative(pdf.elements, "Form"),
      ];
    },
  },
  {
    clause: "7.21.4.1",
    says: "the fonts of what is drawn are embedded",
    broken: ({ painted }) =>
      fontsOf(painted).flatMap((font) => {
        const descendants = font.lookupMaybe(PDFName.of("DescendantFonts"), PDFArray);
        const own = descendants?.lookup(0, PDFDict) ?? font;
        const descriptor = dictionaryIn(own, "FontDescriptor");
        const isThere =
          nameIn(font, "Subtype") === "Type3" ||
          ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor?.has(PDFName.of(key)));
        return isThere ? [] : [nameIn(font, "BaseFont")];
      }),
  },
  {
    clause: "7.21.3.2",
    says: "what glyph is meant by a number is told",
    broken: ({ painted }) =>
      fontsOf(painted).flatMap((font) => {
        const own = font.lookupMaybe(PDFName.of("DescendantFonts"), PDFArray)?.lookup(0, PDFDict);
        return own &&
          nameIn(own, "Subtype") === "CIDFontType2" &&
          !own.has(PDFName.of("CIDToGIDMap"))
          ? [nameIn(font, "BaseFont")]
          : [];
      }),
  },
  {
    clause: "7.21.7",
    says: "each letter that is drawn is told, and none is missing in its font (7.21.8)",
    broken: ({ painted }) => {
      const tables = new Map(fontsOf(painted).map((font) => [font, unicodeOf(font)]));
      return painted.flatMap(({ font, codes = [], marks }) =>
        codes.flatMap((code) => {
          const meaning = font ? tables.get(font)?.get(code) : undefined;
          const isTold = meaning !== undefined && !/^(?:0000|FEFF|FFFE)$/i.test(meaning);
          return (isTold || marks.some((mark) => mark.includes("/ActualText"))) && code !== "0000"
            ? []
            : [`glyph ${code} is ${meaning}`];
        }),
      );
    },
  },
];

const standardRoles: readonly string[] = (
  "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 " +
  "H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code " +
  "Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
).split(" ");

const nesting: Readonly<
  Record<string, { readonly may?: readonly string[]; readonly within?: readonly string[] }>
> = {
  Table: { may: ["TR", "THead", "TBody", "TFoot", "Caption"] },
  TR: { may: ["TH", "TD"], within: ["Table", "THead", "TBody", "TFoot"] },
  TH: { within: ["TR"] },
  TD: { within: ["TR"] },
  L: { may: ["L", "LI", "Caption"] },
  LI: { may: ["Lbl", "LBody"], within: ["L"] },
  LBody: { within: ["LI"] },
};

const dictionaryIn = (dictionary: PDFDict | undefined, key: string): PDFDict | undefined =>
  dictionary?.lookupMaybe(PDFName.of(key), PDFDict);

/** What an element says of itself under this key, in one list of attributes or several. */
function attribute(dictionary: PDFDict, key: string): PDFObject | undefined {
  const said = dictionary.lookup(PDFName.of("A"));
  const lists = said instanceof PDFArray ? said.asArray() : [said];
  return lists.flatMap((list) => (list as PDFDict | undefined)?.lookup(PDFName.of(key)) ?? [])[0];
}

const isTrue = (dictionary: PDFDict | undefined, key: string): boolean =>
  dictionary?.lookup(PDFName.of(key)) === PDFBool.True;

/** The owners of marks (`page:number`) and of annotations (their key), by the tree of parents. */
function parentsIn({ catalog, document }: OpenedPdf): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pages = new Map(
    document.getPages().map(({ node }, page) => [numberIn(node, "StructParents"), page]),
  );
  const walk = (tree: PDFDict | undefined): void => {
    for (const kid of tree?.lookupMaybe(PDFName.of("Kids"), PDFArray)?.asArray() ?? [])
      walk(document.context.lookup(kid, PDFDict));
    const entries = tree?.lookupMaybe(PDFName.of("Nums"), PDFArray)?.asArray() ?? [];
    for (let i = 0; i < entries.length; i += 2) {
      const key = Number(entries[i]!.toString());
      const owners = document.context.lookup(entries[i + 1]!);
      if (owners instanceof PDFArray)
        for (const [mark, owner] of owners.asArray().entries())
          found.set(`${pages.get(key)}:${mark}`, (owner as PDFRef).tag);
      else found.set(`${key}`, (entries[i + 1] as PDFRef).tag);
    }
  };
  walk(dictionaryIn(dictionaryIn(catalog, "StructTreeRoot"), "ParentTree"));
  return found;
}

/** The elements in one, and in those in it that only group. */
const meantKids = ({ kids }: StructureElement): readonly StructureElement[] =>
  kids.flatMap((kid) => (kid.role === "NonStruct" || kid.role === "Div" ? meantKids(kid) : [kid]));

const meantParent = ({ parent }: StructureElement): StructureElement | undefined =>
  parent && (parent.role === "NonStruct" || parent.role === "Div") ? meantParent(parent) : parent;

/** How many columns each row of a table fills, those too that a cell from above fills. */
function widthsOf(table: StructureElement): readonly number[] {
  const rows = meantKids(table).flatMap((kid) => (kid.role === "TR" ? [kid] : meantKids(kid)));
  const fromAbove: number[] = [];
  return rows
    .filter(({ role }) => role === "TR")
    .map((row, i) => {
      let width = fromAbove[i] ?? 0;
      for (const cell of meantKids(row)) {
        const columns = Number(attribute(cell.dictionary, "ColSpan") ?? 1);
        const down = Number(attribute(cell.dictionary, "RowSpan") ?? 1);
        for (let below = 1; below < down; below++)
          fromAbove[i + below] = (fromAbove[i + below] ?? 0) + columns;
        width += columns;
      }
      return width;
    });
}

const withoutAlternative = (elements: readonly StructureElement[], role: string): string[] =>
  elements
    .filter((element) => element.role === role)
    .flatMap(({ dictionary }) =>
      textIn(dictionary, "Alt") || textIn(dictionary, "ActualText")
        ? []
        : [`${role} without words`],
    );

const fontsOf = (painted: OpenedPdf["painted"]): readonly PDFDict[] => [
  ...new Set(painted.flatMap(({ font }) => font ?? [])),
];
