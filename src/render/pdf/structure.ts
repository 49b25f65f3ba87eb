import { type PdfObjects, reference, withReferences } from "./objects.js";

/**
 * Lifts what stands in structure elements without a meaning into the elements around them. Chromium
 * wraps every letter of a formula in several: three quarters of a file are such wrappings, which
 * readers skip.
 */
export function withoutWrappings({ objects, root, info }: PdfObjects): PdfObjects {
  const elements = new Map<number, Element>();
  for (const [number, body] of objects) {
    const element = elementIn(body);
    if (element) elements.set(number, element);
  }
  const kept = (number: number): number => {
    const element = elements.get(number);
    return element?.isWrapping && elements.has(element.parent) ? kept(element.parent) : number;
  };
  const lifted = new Map<number, string>();
  for (const [number, body] of objects) {
    if (kept(number) !== number) continue;
    const element = elements.get(number);
    lifted.set(number, element ? unwrapped(body, element) : withReferences(body, kept));
  }
  return { objects: lifted, root, info };

  function unwrapped(body: string, element: Element): string {
    const kids = kidsOf(element);
    const page = element.page ?? kids.find(isContent)?.page;
    const written = kids.map((kid) => {
      if (!isContent(kid)) return kid;
      return kid.page === page
        ? kid.id
        : `<</Type /MCR\n/Pg ${reference(kid.page)}\n/MCID ${kid.id}>>`;
    });
    const [before, after] = [
      body.slice(0, element.at),
      body.slice(element.at + element.kids.length),
    ].map((part) => withReferences(part, kept)) as [string, string];
    const own = element.page === undefined && page !== undefined ? `/Pg ${reference(page)}\n` : "";
    return `${before.replace(/\/K $/, `${own}/K `)}${written.length === 1 ? written[0] : `[${written.join(" ")}]`}${after}`;
  }

  function kidsOf({ kids, page }: Element): readonly (Content | string)[] {
    return (kids.match(kid) ?? []).flatMap((found): readonly (Content | string)[] => {
      if (/^\d+$/.test(found)) return page === undefined ? [] : [{ id: found, page }];
      const inner = /^(\d+) 0 R$/.exec(found)?.[1];
      const element = inner === undefined ? undefined : elements.get(Number(inner));
      return element && kept(Number(inner)) !== Number(inner) ? kidsOf(element) : [found];
    });
  }
}

/** A piece of a page: its number, and the page it is on. */
interface Content {
  readonly id: string;
  readonly page: number;
}

interface Element {
  readonly parent: number;
  readonly page: number | undefined;
  /** What stands after its `/K`, and where. */
  readonly kids: string;
  readonly at: number;
  readonly isWrapping: boolean;
}

const isContent = (kid: Content | string): kid is Content => typeof kid !== "string";

const kid = /<<[^>]*>>|\d+ 0 R|\d+/g;
const structure = /^<<\/Type \/StructElem\n\/S \/(\w+)\n/;
const children = /\n\/K (\[(?:<<[^>]*>>|[^\]<])*\]|\d+ 0 R|\d+)/;

function elementIn(body: string): Element | undefined {
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
