import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSet } from "../../src/class/loadSet.js";
import { type AssignOptions, assign } from "../../src/cli/assign.js";
import { type GradeOptions, grade } from "../../src/cli/grade.js";
import { regrade } from "../../src/cli/regrade.js";
import { caught } from "../cli/scripts.js";

/** A class in a folder of its own, as somebody uses it who needs no paper: JSON alone is made. */
export class HandedOutClass {
  readonly folder = mkdtempSync(join(tmpdir(), "handprop-course-"));

  constructor(students: readonly string[]) {
    mkdirSync(this.at("week"));
    writeFileSync(this.at("week/roster.csv"), ["student_id,name", ...students, ""].join("\n"));
    writeFileSync(this.at("week/secret"), `${"5ecre7".repeat(8)}\n`, { mode: 0o600 });
  }

  at(...path: readonly string[]): string {
    return join(this.folder, ...path);
  }

  read(...path: readonly string[]): string {
    return readFileSync(this.at(...path), "utf8");
  }

  /** Runs `assign` on this set. */
  handOut(set: string, options: Partial<AssignOptions> = {}) {
    writeFileSync(this.at("week/set.yaml"), set);
    const all = { roster: this.at("week/roster.csv"), out: this.at("out"), format: ["json"] };
    return caught(() => assign(this.at("week/set.yaml"), { ...all, ...options } as AssignOptions));
  }

  /** Writes what was decided beside the set. */
  decide(text: string): void {
    writeFileSync(this.at("week/amendments.yaml"), text);
  }

  /** The right answers to what somebody was handed out last, and the numbers given. */
  paper(student: string, exercise: string) {
    const { manifest, problemOf } = loadSet(this.at("out/instructor/manifest.json"), this.none());
    const variant = manifest.variants.find(
      (one) => one.student === student && one.exercise === exercise && one.refused === undefined,
    )!;
    const { key } = problemOf(variant);
    const answers: Record<string, string> = Object.fromEntries(
      [...key].map(([id, answer]) => [
        id,
        answer.kind === "number" ? answer.value.toFixed(6) : answer.word,
      ]),
    );
    return { variant: variant.variant, givens: variant.givens, answers };
  }

  /** Hands these answers in, under a name. */
  handIn(name: string, exercise: string, variant: string, answers: object): void {
    mkdirSync(this.at("in", name, ".."), { recursive: true });
    writeFileSync(
      this.at("in", name),
      JSON.stringify({ schemaVersion: 1, exercise, variant, answers }),
    );
  }

  /** Marks all that was handed in, or one file of it. */
  grade(options: Partial<GradeOptions> = {}, file = "") {
    const all = { set: this.at("out"), report: "json", ...options } as const;
    return caught(() => grade([this.at("in", file)], all));
  }

  /** The results now, by student and exercise. */
  async results(): Promise<ReadonlyMap<string, Record<string, unknown>>> {
    const { out } = await this.grade();
    const { results } = JSON.parse(out) as {
      results: { student: string; exercise: string }[];
    };
    return new Map(results.map((one) => [`${one.student} ${one.exercise}`, one]));
  }

  /** The results now, kept to compare with. */
  async keep(): Promise<void> {
    writeFileSync(this.at("results.json"), (await this.grade()).out);
  }

  /** What `regrade` says of the results that were kept. */
  async changes() {
    const { out } = await this.regrade({ json: true });
    return JSON.parse(out).changed as {
      student: string;
      exercise: string;
      points: { before: number; after: number };
      decisions: string[];
    }[];
  }

  /** Marks again, against the results that were kept. */
  regrade(options: { readonly json?: boolean } = {}) {
    const against = this.at("results.json");
    return caught(() => regrade([this.at("in")], { set: this.at("out"), against, ...options }));
  }

  private none(): string {
    writeFileSync(this.at("none.yaml"), "[]");
    return this.at("none.yaml");
  }
}
