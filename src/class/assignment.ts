import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathSegment } from "../files/pathSegment.js";
import type { Prepared } from "../problem/prepare.js";
import type { ManifestExercise, Student } from "./manifest.js";
import type { WholePolicy } from "./policy.js";
import type { ProblemSet } from "./problemSet.js";
import { seedAndName } from "./seed.js";

/** An exercise of a set, ready to be drawn from. */
export interface SetExercise extends ManifestExercise {
  readonly prepared: Prepared;
  readonly policy: WholePolicy;
}

/** All that handing out a set needs. */
export interface ClassPlan {
  readonly set: ProblemSet;
  readonly exercises: readonly SetExercise[];
  readonly malrules: string;
  readonly students: readonly Student[];
  readonly secret: string;
}

/** One student's variant of one exercise. */
export interface Assignment {
  readonly student: Student;
  readonly exercise: SetExercise;
  readonly seed: string;
  readonly variant: string;
  /** What the files depend on beside the seed: they are made again where it has changed. */
  readonly digest: string;
}

/** Every assignment of these students, student by student, each made when it is asked for. */
export function* assignmentsOf(
  plan: ClassPlan,
  students: Iterable<Student>,
): Generator<Assignment> {
  const { set, exercises, malrules, secret } = plan;
  const { title, course, name, locale } = set;
  const common = exercises.map(({ version, points, policy, overrides, text }) =>
    digestOf([title, course, name, locale, malrules, version, points, policy, overrides, text]),
  );
  for (const student of students) {
    for (const [i, exercise] of exercises.entries()) {
      const { name: of, version } = exercise;
      const seeded = { course, set: name, exercise: of, version, student: student.id };
      yield {
        student,
        exercise,
        ...seedAndName(secret, seeded),
        digest: digestOf([common[i], student]),
      };
    }
  }
}

const digestOf = (what: unknown): string =>
  createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32);

/**
 * Where everything of a set stands. Of an assignment, the record comes last: where it is, the rest
 * is whole.
 */
export const placesIn = (folder: string) => {
  const students = join(folder, "students");
  const instructor = join(folder, "instructor");
  return {
    folder,
    students,
    instructor,
    manifest: join(instructor, "manifest.json"),
    keys: join(instructor, "keys.pdf"),
    print: join(instructor, "print.pdf"),
    paper: join(instructor, "paper.csv"),
    of: ({
      student,
      exercise: { name },
      variant,
    }: Pick<Assignment, "student" | "exercise" | "variant">) => {
      const own = join(students, pathSegment(student.id), name);
      const kept = join(instructor, name, variant);
      return {
        worksheet: join(own, "worksheet.pdf"),
        problem: join(own, "problem.json"),
        submission: join(own, "submission.json"),
        solution: join(kept, "solution.pdf"),
        key: join(kept, "key.json"),
        keyPage: join(kept, "key.pdf"),
        record: join(kept, "variant.json"),
      };
    },
  };
};

export type Places = ReturnType<typeof placesIn>;
