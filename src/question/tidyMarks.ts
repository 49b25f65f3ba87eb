/** Marks without the noise of binary sums: three thirds of a mark are one. */
export const tidyMarks = (marks: number): number => Number(marks.toFixed(6)) + 0;
