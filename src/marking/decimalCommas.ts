import { needsDecimalComma } from "../handedIn/readNumber.js";
import { InputError } from "../input/inputError.js";
import type { MarkResult } from "./marker.js";

/**
 * The same results; when all have gone by, `warn` is told of those answers that only a set with
 * decimal commas reads, in one line that names the setting.
 */
export async function* countingDecimalCommas(
  results: AsyncIterable<MarkResult>,
  warn: (text: string) => void,
): AsyncGenerator<MarkResult> {
  let [answers, scripts] = [0, 0];
  for await (const one of results) {
    if (!(one instanceof InputError)) {
      const here = Object.values(one.submission.answers).filter(needsDecimalComma).length;
      answers += here;
      scripts += here > 0 ? 1 : 0;
    }
    yield one;
  }
  if (answers === 0) return;
  warn(
    `${answers} answers in ${scripts} ${scripts === 1 ? "script" : "scripts"} ` +
      `have a decimal comma, and were not read: say ` +
      "locale: { decimalComma: true } in the set, and run assign again, to have them read",
  );
}
