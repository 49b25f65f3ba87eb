import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathSegment } from "../files/pathSegment.js";
import type { Prepared } from "../problem/prepare.js";
import type { ManifestExercise, Student } from "./manifest.js";
import { aboutExercise, type WholePolicy } from "./policy.js";
import type { ProblemSet } from "./problemSet.js";
import { type Redrawn, timesRedrawn } from "./redrawn.js";
import { seedAndName } from "./seed.js";
import { filesInFolders, type SetFiles } from "./setFiles.js";

/** An exercise of a set, ready to be drawn from. */
export interface SetExercise extends ManifestExercise {
  readonly prepared: Prepared;
  readonly policy: WholePolicy;
  /** Where it was handed out otherwise than it is in the set now: what that is called. */
  readonly edition?: string;
}

/** All that handing out a set needs. */
export interface ClassPlan {
  readonly set: ProblemSet;
  readonly exercises: readonly SetExercise[];
  readonly malrules: string;
  readonly students: readonly Student[];
  readonly secret: string;
  /** Whether keys and solutions say of whom they are by the variant alone. */
  readonly isAnonymous?: boolean;
  /** Where the set's file lies: what is decided later stands beside it. */
  readonly folder?: string;
  /** Who was given another variant in place of one. */
  readonly redrawn?: readonly Redrawn[];
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
  const { set, exercises, secret } = plan;
  const { course, name } = set;
  const times = timesRedrawn(plan.redrawn ?? []);
  const digests = exercises.map((exercise) => digestsOf(plan, exercise));
  for (const student of students) {
    for (const [i, exercise] of exercises.entries()) {
      const { name: of, version } = exercise;
      const redrawn = times(student.id, of);
      const seeded = { course, set: name, exercise: of, version, student: student.id, redrawn };
      yield {
        student,
        exercise,
        ...seedAndName(secret, seeded),
        digest: digests[i]!(student),
      };
    }
  }
}

/** What each student's variant of an exercise of a plan is called. */
export function variantNames(
  plan: ClassPlan,
): (student: Pick<Student, "id">, exercise: Pick<SetExercise, "name" | "version">) => string {
  const { set, secret } = plan;
  const times = timesRedrawn(plan.redrawn ?? []);
  return ({ id }, { name, version }) => {
    const redrawn = times(id, name);
    const { course, name: of } = set;
    const seeded = { course, set: of, exercise: name, version, student: id, redrawn };
    return seedAndName(secret, seeded).variant;
  };
}

/** What the files of a student's variant of this exercise depend on beside its seed. */
export function digestsOf(
  { set, malrules, isAnonymous }: Pick<ClassPlan, "set" | "malrules" | "isAnonymous">,
  { version, policy, overrides, text }: SetExercise,
): (student: Student) => string {
  const { title, course, name, locale } = set;
  const common = digestOf([
    ...[title, course, name, locale, malrules],
    ...[version, aboutExercise(policy), aboutExercise({ ...set.policy, ...overrides }), text],
    ...(isAnonymous ? ["anonymous"] : []),
  ]);
  return (student) => digestOf([common, student]);
}

const digestOf = (what: unknown): string =>
  createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32);

/** What the files of a class can be made as: `json` alone is what a platform or a test needs. */
export const classFormats = ["pdf", "html", "docx", "json"] as const;
export type ClassFormat = (typeof classFormats)[number];

/** The files of one assignment. Those that are printed are there in the formats asked for. */
export interface AssignmentPlaces {
  readonly worksheet?: string;
  readonly solution?: string;
  readonly keyPage?: string;
  readonly worksheetPage?: string;
  readonly solutionPage?: string;
  readonly pageOfKey?: string;
  readonly worksheetDocument?: string;
  readonly solutionDocument?: string;
  readonly problem: string;
  readonly submission: string;
  readonly key: string;
  readonly record: string;
}

/** An assignment as its files are called after it. */
interface Named {
  readonly student: Pick<Student, "id">;
  readonly exercise: Pick<SetExercise, "name">;
  readonly variant: string;
}

/**
 * Where everything of a set stands. Of an assignment, the record comes last: where it is, the rest
 * is whole.
 */
export const placesIn = (
  folder: string,
  formats: readonly ClassFormat[] = ["pdf"],
  files: SetFiles = filesInFolders,
) => {
  const students = join(folder, "students");
  const instructor = join(folder, "instructor");
  return {
    folder,
    formats,
    /** What is of an assignment lies in folders, or in archives. */
    files,
    students,
    instructor,
    manifest: join(instructor, "manifest.json"),
    keys: join(instructor, "keys.pdf"),
    /** Everybody's keys of an exercise, or of an edition of it. */
    keyTable: (name: string) => join(instructor, `keys-${name}.html`),
    print: join(instructor, "print.pdf"),
    paper: join(instructor, "paper.csv"),
    redrawn: join(instructor, "redrawn.json"),
    shards: join(instructor, "shards.json"),
    of: ({ student, exercise: { name }, variant }: Named): AssignmentPlaces => {
      const own = join(students, pathSegment(student.id), name);
      const kept = join(instructor, name, variant);
      const printed = {
        worksheet: join(own, "worksheet.pdf"),
        solution: join(kept, "solution.pdf"),
        keyPage: join(kept, "key.pdf"),
      };
      const pages = {
        worksheetPage: join(own, "worksheet.html"),
        solutionPage: join(kept, "solution.html"),
        pageOfKey: join(kept, "key.html"),
      };
      const documents = {
        worksheetDocument: join(own, "worksheet.docx"),
        solutionDocument: join(kept, "solution.docx"),
      };
      return {
        ...(formats.includes("pdf") ? printed : {}),
        ...(formats.includes("html") ? pages : {}),
        ...(formats.includes("docx") ? documents : {}),
        problem: join(own, "problem.json"),
        submission: join(own, "submission.json"),
        key: join(kept, "key.json"),
        record: join(kept, "variant.json"),
      };
    },
  };
};

export type Places = ReturnType<typeof placesIn>;
