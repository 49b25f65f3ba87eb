import type { Manifest } from "../../class/manifest.js";

/** What the desk carries besides its programs: everything that marking the set needs. */
export interface DeskData {
  readonly manifest: Manifest;
  /** What was decided after handing out, where there is something. */
  readonly decided?: DecidedBefore;
  /** What was typed in before, by variant and blank. */
  readonly typed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the command line calls the set. */
  readonly set: string;
}

/** A file of decisions, with the tables that it names, by their names. */
export interface DecidedBefore {
  readonly source: string;
  readonly text: string;
  readonly tables: Readonly<Record<string, string>>;
}
