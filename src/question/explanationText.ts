/**
 * Misconceptions in words: what was committed together is joined by "and", what may be the cause
 * instead by "or".
 */
export const explanationText = (explanations: readonly (readonly string[])[]): string =>
  explanations.map((together) => together.join(" and ")).join(", or ");
