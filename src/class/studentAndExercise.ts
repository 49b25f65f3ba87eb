/** One key for a student and an exercise, of which no two pairs have the same. */
export const studentAndExercise = (student: string, exercise: string): string =>
  JSON.stringify([student, exercise]);
