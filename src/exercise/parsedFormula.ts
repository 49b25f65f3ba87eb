import type { Formula } from "../graph/formula.js";
import { type NamedFunction, parse } from "../graph/parse.js";
import { commonFunctions } from "./commonFunctions.js";
import { DeclarationError } from "./declarationError.js";
import { formulaHint } from "./formulaHint.js";

/**
 * A formula of an exercise, which may call its functions and the common ones. Throws a
 * DeclarationError for a text that is none.
 */
export function parsedFormula(
  text: string,
  functions: Readonly<Record<string, NamedFunction>>,
  path: readonly PropertyKey[],
): Formula {
  try {
    return parse(text, { ...commonFunctions, ...functions });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const names = Object.keys({ ...commonFunctions, ...functions });
    const hint = formulaHint(text, error.message, names);
    throw new DeclarationError(path, error.message + hint);
  }
}
