import { english } from "../language/english.js";

/**
 * Misconceptions in words of a language: what was committed together is joined by "and", what may
 * be the cause instead by "or".
 */
export const explanationText = (
  explanations: readonly (readonly string[])[],
  language = english,
): string =>
  explanations
    .map((together) => together.join(language.say("mistakeAnd")))
    .join(language.say("mistakeOr"));
