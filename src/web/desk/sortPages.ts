import type { ClassSet } from "../../class/classSet.js";
import { shownText } from "../../render/typedText.js";

/** A page that was scanned, as it was read. */
export interface ScannedPage {
  /** Its place among all pages, in the order in which they came. */
  readonly place: number;
  /** The file it is from, and its number there. */
  readonly source: string;
  readonly number: number;
  /** What its QR code says, where one was found. */
  readonly code?: string;
  /** Whether there is nothing on it, as on the back of a sheet. */
  readonly isEmpty: boolean;
  /** Why nothing can be seen of it, where nothing can. */
  readonly fault?: string;
}

/** A page of somebody's script. */
export interface SortedPage {
  readonly page: ScannedPage;
  /** Which page of the sheet it is; undefined where it was placed by hand. */
  readonly at?: number;
}

/** The pages of one script. */
export interface ScannedScript {
  readonly pages: readonly SortedPage[];
  /** The pages of the sheet of which there is no scan. */
  readonly missing: readonly number[];
  /** Those of which there are several. */
  readonly repeated: readonly number[];
}

/** Pages put to their scripts. */
export interface SortedPages {
  /** By variant. */
  readonly scripts: ReadonlyMap<string, ScannedScript>;
  /** What is nobody's so far, and why; what is empty comes last. */
  readonly leftOver: readonly { readonly page: ScannedPage; readonly why: string }[];
}

/** What the code of a worksheet's page says. */
const worksheetCode = /^([0-9A-Z-]{1,40})(?: (\d{1,3})\/(\d{1,3}))?$/;

/**
 * Puts pages to the variants that their codes name, or to those that they were placed with by hand.
 */
export function sortPages(
  pages: readonly ScannedPage[],
  byHand: ReadonlyMap<ScannedPage, string>,
  set: Pick<ClassSet, "variant">,
): SortedPages {
  const found = new Map<string, (SortedPage & { readonly of?: number })[]>();
  const leftOver: { readonly page: ScannedPage; readonly why: string }[] = [];
  for (const page of pages) {
    const whose = byHand.has(page) ? { variant: byHand.get(page)! } : ownerOf(page, set);
    if ("why" in whose) leftOver.push({ page, why: whose.why });
    else {
      const { variant, ...numbered } = whose;
      found.set(variant, [...(found.get(variant) ?? []), { page, ...numbered }]);
    }
  }
  const scripts = new Map([...found].map(([variant, own]) => [variant, scriptOf(own)]));
  const isEmpty = ({ page }: (typeof leftOver)[number]): number => Number(page.isEmpty);
  return { scripts, leftOver: leftOver.sort((a, b) => isEmpty(a) - isEmpty(b)) };
}

type Whose =
  | { readonly variant: string; readonly at?: number; readonly of?: number }
  | { readonly why: string };

function ownerOf({ code, isEmpty, fault }: ScannedPage, set: Pick<ClassSet, "variant">): Whose {
  if (fault !== undefined) return { why: fault };
  if (code === undefined) return { why: isEmpty ? "it is empty" : "no code was found on it" };
  const [, named, at, of] = worksheetCode.exec(code) ?? [];
  const [first = ""] = code.split(" ");
  const variant = set.variant(named ?? first);
  if (!variant) return { why: `its code is of no sheet of this set: ${shownText(code)}` };
  if (named === undefined) return { why: `it is no page of a worksheet: ${shownText(code)}` };
  if (variant.refused !== undefined)
    return { why: `${variant.variant} does not count any more: ${variant.refused}` };
  return {
    variant: variant.variant,
    ...(at === undefined ? {} : { at: Number(at), of: Number(of) }),
  };
}

function scriptOf(own: readonly (SortedPage & { readonly of?: number })[]): ScannedScript {
  const of = Math.max(0, ...own.map((one) => one.of ?? 0));
  const numbers = own.flatMap(({ at }) => at ?? []);
  const all = Array.from({ length: of }, (_, i) => i + 1);
  return {
    // What was placed by hand comes after what has a number, as it was scanned.
    pages: own
      .map(({ page, at }) => (at === undefined ? { page } : { page, at }))
      .sort((a, b) => (a.at ?? 1e6) - (b.at ?? 1e6) || a.page.place - b.page.place),
    missing: all.filter((number) => !numbers.includes(number)),
    repeated: [...new Set(numbers.filter((number, i) => numbers.indexOf(number) < i))],
  };
}
