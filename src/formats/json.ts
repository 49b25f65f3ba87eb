import { blankSubmission, jsonText, keyJson, problemJson } from "../export/problemJson.js";
import type { VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { symbolsFor } from "../render/symbols.js";
import { tex } from "../render/tex.js";

/** `problem.json` without an answer, `key.json`, and `submission.json` to be filled in. */
export async function json(of: Problem): Promise<VariantFiles> {
  const symbols = symbolsFor(of.prepared);
  return {
    "problem.json": jsonText(problemJson(of, (id) => tex(symbols.of(id)))),
    "key.json": jsonText(keyJson(of)),
    "submission.json": jsonText(blankSubmission(of)),
  };
}
