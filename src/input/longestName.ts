/**
 * The most characters of a seed, and of the name of a student, an exercise or a variant: each is
 * repeated in reports.
 */
export const longestName = 200;
