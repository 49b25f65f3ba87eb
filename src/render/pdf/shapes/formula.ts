import { unescapeXml } from "../../mathml.js";

/** A formula of a document, as it stands in its HTML. */
export interface WrittenFormula {
  /** Where in the HTML it begins and ends. */
  readonly from: number;
  readonly to: number;
  /**
   * What is in its `math` element, every digit as 0 or 1: what has one shape is drawn alike. Round
   * digits reach a little below the line, which moves what stands below them: a number has zeros
   * where it has one of those, else ones.
   */
  readonly shape: string;
  readonly digits: string;
  /** Whether fractions are small in it. */
  readonly isCompact: boolean;
  /** What is said instead of it. */
  readonly words: string;
}

/**
 * The formulas of a document, in their order, but for those in headings, whose text is a bookmark
 * too.
 */
export function formulasIn(html: string): readonly WrittenFormula[] {
  const formulas: WrittenFormula[] = [];
  let inHeading = false;
  let opening: RegExpExecArray | undefined;
  for (const found of html.matchAll(headingOrFormula)) {
    const [whole, close, name, , alternative] = found;
    if (name !== "math") inHeading = close === "";
    else if (close === "") opening = alternative === undefined || inHeading ? undefined : found;
    else if (opening) {
      const [from, to] = [opening.index, found.index + whole.length];
      formulas.push({ ...read(html.slice(from, to)), from, to });
      opening = undefined;
    }
  }
  return formulas;
}

const headingOrFormula =
  /<(\/?)(h[1-6]|math)(?: class="(compact)")?(?: alttext="([^"<>]*)")?[^<>]*>/g;

/** A formula wherever it stands. */
type ReadFormula = Omit<WrittenFormula, "from" | "to">;

/** Formulas that were read before, by their markup: most stand in many documents. */
const known = new Map<string, ReadFormula>();
const mostKnown = 4000;

function read(markup: string): ReadFormula {
  const before = known.get(markup);
  if (before) return before;
  // A part of a text keeps the whole: what is kept is a copy.
  const own = Buffer.from(markup).toString();
  const [opening, , , compact, alternative] = [...own.matchAll(headingOrFormula)][0]!;
  const formula = {
    ...shapeOf(own.slice(opening.length, -"</math>".length)),
    isCompact: compact !== undefined,
    words: textOf(alternative!),
  };
  if (known.size >= mostKnown) known.clear();
  known.set(own, formula);
  return formula;
}

/** What is in an element, with its digits as in a shape, and those digits. */
export function shapeOf(markup: string): Pick<WrittenFormula, "shape" | "digits"> {
  let digits = "";
  const shape = markup.replace(text, (found) => {
    digits += found.replace(/\D+/g, "");
    return found.replace(/\d/g, roundDigit.test(found) ? "0" : "1");
  });
  return { shape, digits };
}

// Digits of entities are none that are drawn.
const text = />[^<>&]*</g;

const roundDigit = /[0356789]/;

/** The text of markup. */
export const textOf = (markup: string): string => unescapeXml(markup.replace(/<[^<>]*>/g, ""));
