import { type PrintedPdf, reference, withReferences } from "./printedPdf.js";

/**
 * Lifts what stands in structure elements without a meaning into the elements around them. Chromium
 * wraps every letter of a formula in several: three quarters of a file are such wrappings, which
 * readers skip.
 */
export function withoutWrappings({ objects, root, info }: PrintedPdf): PrintedPdf {
  const elements: Elements = new Map(
    [...objects].flatMap(([number, body]) => {
      const element = elementIn(body);
      return element ? [[number, element]] : [];
    }),
  );
  const lifted = new Map<number, string>();
  for (const [number, body] of objects) {
    if (keptAround(elements, number) !== number) continue;
    const element = elements.get(number);
    lifted.set(number, element ? unwrapped(elements, body, element) : renumbered(elements, body));
  }
  return { objects: lifted, root, info };
}

type Elements = ReadonlyMap<number, StructureElement>;

/** The element that a wrapping stands in, beyond all wrappings; of another object, itself. */
function keptAround(elements: Elements, number: number): number {
  const element = elements.get(number);
  return element?.isWrapping && elements.has(element.parent)
    ? keptAround(elements, element.parent)
    : number;
}

const renumbered = (elements: Elements, body: string): string =>
  withReferences(body, (number) => keptAround(elements, number));

/** An element with what stands in the wrappings in it. */
function unwrapped(elements: Elements, body: string, element: StructureElement): string {
  const kids = kidsOf(elements, element);
  const page = element.page ?? kids.find(isContent)?.page;
  const written = kids.map((kid) => {
    if (!isContent(kid)) return kid;
    return kid.page === page
      ? kid.id
      : `<</Type /MCR\n/Pg ${reference(kid.page)}\n/MCID ${kid.id}>>`;
  });
  const before = renumbered(elements, body.slice(0, element.at));
  const after = renumbered(elements, body.slice(element.at + element.kids.length));
  const own = element.page === undefined && page !== undefined ? `/Pg ${reference(page)}\n` : "";
  const listed = written.length === 1 ? written[0] : `[${written.join(" ")}]`;
  return `${before.replace(/\/K $/, `${own}/K `)}${listed}${after}`;
}

function kidsOf(
  elements: Elements,
  { kids, page }: StructureElement,
): readonly (PageContent | string)[] {
  return (kids.match(kid) ?? []).flatMap((found): readonly (PageContent | string)[] => {
    if (/^\d+$/.test(found)) return page === undefined ? [] : [{ id: found, page }];
    const [, inner] = /^(\d+) 0 R$/.exec(found) ?? [];
    const number = Number(inner ?? Number.NaN);
    const element = elements.get(number);
    return element && keptAround(elements, number) !== number ? kidsOf(elements, element) : [found];
  });
}

/** A piece of a page: its number, and the page it is on. */
interface PageContent {
  readonly id: string;
  readonly page: number;
}

interface StructureElement {
  readonly parent: number;
  readonly page: number | undefined;
  /** What stands after its `/K`, and where. */
  readonly kids: string;
  readonly at: number;
  readonly isWrapping: boolean;
}

const isContent = (kid: PageContent | string): kid is PageContent => typeof kid !== "string";

const kid = /<<[^>]*>>|\d+ 0 R|\d+/g;
const structure = /^<<\/Type \/StructElem\n\/S \/(\w+)\n/;
const children = /\n\/K (\[(?:<<[^>]*>>|[^\]<])*\]|\d+ 0 R|\d+)/;

function elementIn(body: string): StructureElement | undefined {
  const role = structure.exec(body)?.[1];
  const found = role === undefined ? null : children.exec(body);
  const parent = /\n\/P (\d+) 0 R/.exec(body)?.[1];
  if (!found || parent === undefined) return undefined;
  const page = /\n\/Pg (\d+) 0 R/.exec(body.slice(0, found.index))?.[1];
  return {
    parent: Number(parent),
    page: page === undefined ? undefined : Number(page),
    kids: found[1]!,
    at: found.index + "\n/K ".length,
    isWrapping: role === "NonStruct" && saysNothing(body),
  };
}

/** Whether it says nothing but where it stands and what stands in it. */
const saysNothing = (body: string): boolean =>
  !/\n\/(?!S |P |Pg |K )/.test(body.replace(children, "\n/K 0"));
