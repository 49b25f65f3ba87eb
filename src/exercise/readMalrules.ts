import type { Malrule } from "../graph/rewrite.js";
import { malrule, malrulesSchema } from "./malruleRow.js";
import { yamlFile } from "./yamlFile.js";

/**
 * Reads the misconceptions from the text of their YAML file; `said` is what the text says, where
 * that is known already. Throws an InputError with the place of a mistake.
 */
export function readMalrules(text: string, source: string, said?: unknown): readonly Malrule[] {
  const { value, error } = yamlFile(malrulesSchema, text, source, said);
  return value.map((row, index) => {
    try {
      return malrule(row);
    } catch (problem) {
      if (problem instanceof SyntaxError) throw error([index], `${row.id}: ${problem.message}`);
      throw problem;
    }
  });
}
