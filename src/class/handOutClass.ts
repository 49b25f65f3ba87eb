import { accessSync, constants } from "node:fs";
import { isFatal, isNoBrowser, messageOf } from "../files/failure.js";
import { lock } from "../files/lock.js";
import { shownPath } from "../files/shownPath.js";
import { makePrivateFolder, refuseLinks } from "../files/writeWhole.js";
import type { Problem } from "../problem/problem.js";
import type { Printer } from "../render/pdf/print.js";
import { PrintRemarks } from "../render/pdf/printRemarks.js";
import type { OwnTemplates } from "../render/templates.js";
import { openSetFiles } from "./archivedFiles.js";
import { assemble, type HandedOut, handOut, makeCommonFolders, wrongWith } from "./assign.js";
import {
  type Assignment,
  assignmentsOf,
  type ClassFormat,
  type ClassPlan,
  type Places,
  placesIn,
} from "./assignment.js";
import { workThroughAll } from "./batch.js";
import { type Earlier, earlierIn } from "./earlier.js";
import { handedOutBefore } from "./handedOutBefore.js";
import { type Handout, handoutMaker } from "./handout.js";
import { type Held, HeldList } from "./heldList.js";
import { type Redraw, readRedrawn, redrawnWith, writeRedrawn } from "./redrawn.js";
import { filesInFolders } from "./setFiles.js";
import { type Shard, shareOf } from "./shard.js";
import { joinShards, leaveShards } from "./shardsFile.js";
import { whatChanged } from "./whatChanged.js";

/** How a class is handed out. */
export interface HandOutSettings {
  /** A part of the students only; all where it is not said. */
  readonly shard?: Shard;
  /** How many variants to make at once: one, where it is not said. */
  readonly workers?: number;
  readonly own?: OwnTemplates | undefined;
  /** What is made beside JSON: PDFs, where it is not said. */
  readonly formats?: readonly ClassFormat[];
  /** Who gets another variant in place of the one they have. */
  readonly redraw?: Redraw;
  /** Whether what is new goes to archives instead of folders. */
  readonly isArchiving?: boolean;
  /** Called after each variant. */
  done?(count: number, of: number): void;
}

/** What came of handing out. */
export interface ClassHandedOut {
  /** How many variants there are now, and how many of them were made by this run. */
  readonly variants: number;
  readonly made: number;
  /** Whether some of their files are in archives. */
  readonly isArchived: boolean;
  /** What came to nothing or was left as it was, a line each; the rest is done. */
  readonly wrong: readonly string[];
  /** What of variants that were handed out stays although the set would give another now. */
  readonly kept: readonly string[];
  /** What is otherwise than in the run before, a line each. */
  readonly changes: readonly string[];
  /** What happened to printed documents that has to be known, a line each. */
  readonly printed: readonly string[];
  /** Which browser printed, where one had to. */
  readonly build?: string;
  /** Why pages were made instead of PDFs. */
  readonly noBrowser?: string;
}

/**
 * Makes a variant of every exercise of a plan for every student, in a folder: what is there already
 * is not made again, and the rest is as from one undisturbed run. Where there is no browser, pages
 * take the place of PDFs. Throws an InputError or a WriteError where nobody's files can be made.
 */
export async function handOutClass(
  plan: ClassPlan,
  folder: string,
  settings: HandOutSettings = {},
): Promise<ClassHandedOut> {
  try {
    return await handOutAll(plan, folder, settings);
  } catch (error) {
    if (!isNoBrowser(error)) throw error;
    const handedOut = await handOutAll(plan, folder, { ...settings, formats: ["html", "json"] });
    return { ...handedOut, noBrowser: messageOf(error) };
  }
}

async function handOutAll(
  read: ClassPlan,
  folder: string,
  settings: HandOutSettings,
): Promise<ClassHandedOut> {
  const { shard = { index: 1, of: 1 }, workers = 1, formats, isArchiving = false } = settings;
  const inFolders = placesIn(folder, formats);
  refuseLinks(inFolders.folder, inFolders.instructor);
  makePrivateFolder(inFolders.instructor);
  const unlock = lock(inFolders.instructor, shard);
  let places = inFolders;
  let press: Press | undefined;
  try {
    const round = joinShards(inFolders, shard);
    const files = openSetFiles(inFolders, { shard, round, isArchiving });
    places = placesIn(folder, formats, files);
    const plan = withRedrawn(read, places, settings.redraw);
    press = new Press(plan, places, workers, settings.own);
    const earlier = earlierIn(places, plan);
    const { held, keeps, left, wrong } = await handOutEach(plan, places, press, earlier, settings);
    files.finish();
    const changed = new Set(left);
    // Once the manifest is written anew, nobody knows what the one before said.
    const changes = earlier.manifest ? whatChanged(plan, earlier.manifest) : [];
    if (shard.of === 1) {
      for (const path of await assemble(plan, held, places, earlier)) changed.add(path);
      leaveShards(places);
    }
    const build = await press.build();
    return {
      variants: held.length,
      made: press.made,
      isArchived: files !== filesInFolders,
      wrong: [...wrong, ...[...changed].map(leftAlone)],
      kept: keptText(plan, keeps),
      changes,
      printed: press.remarks.lines(),
      ...(build === undefined ? {} : { build }),
    };
  } finally {
    await press?.close();
    places.files.close();
    unlock();
  }
}

/** What came of the assignments of a share, in their order. */
interface ShareHandedOut {
  readonly held: HeldList;
  readonly keeps: readonly Keeping[];
  readonly left: readonly string[];
  readonly wrong: readonly string[];
}

/** Hands out every assignment of a share. */
async function handOutEach(
  plan: ClassPlan,
  places: Places,
  press: Press,
  earlier: Earlier,
  { shard = { index: 1, of: 1 }, workers = 1, done }: HandOutSettings,
): Promise<ShareHandedOut> {
  const share = shareOf(plan.students, shard);
  const count = share.length * plan.exercises.length;
  const before = handedOutBefore(places, plan);
  let last: Promise<unknown> = Promise.resolve();
  const work = (assignment: Assignment): Promise<HandedOut> => {
    const previous = last;
    // Made several at once, in an archive one stands after the other.
    const own = workOn(assignment, async (...what) => {
      const made = await press.make(...what);
      if (places.files.isArchiving) await previous;
      return made;
    });
    last = own.catch(() => {});
    return own;
  };
  const workOn = async (assignment: Assignment, make: Press["make"]): Promise<HandedOut> => {
    try {
      return await handOut(assignment, places, before, make, earlier);
    } catch (error) {
      if (isFatal(error)) throw error;
      // What keeps everybody's files from being made is said once.
      makeCommonFolders(places, plan);
      return { wrong: wrongWith(assignment, messageOf(error)) };
    }
  };
  const held = new HeldList();
  const [keeps, left, wrong]: [Keeping[], string[], string[]] = [[], [], []];
  await workThroughAll(assignmentsOf(plan, share), work, {
    workers,
    take: (one) => {
      if (one.held) held.add(one.held);
      if (one.held && one.keeps) keeps.push([one.keeps, one.held]);
      left.push(...(one.left ?? []));
      wrong.push(...(one.wrong === undefined ? [] : [one.wrong]));
    },
    done: (variants) => done?.(variants, count),
  });
  return { held, keeps, left, wrong };
}

/** The plan with who was given another variant; one who is now is noted before anything is made. */
function withRedrawn(plan: ClassPlan, places: Places, redraw: Redraw | undefined): ClassPlan {
  const before = readRedrawn(places.redrawn);
  if (!redraw) return { ...plan, redrawn: before };
  const { manifest } = earlierIn(places, plan);
  const redrawn = redrawnWith(before, redraw, plan, manifest?.variants);
  if (redrawn !== before) writeRedrawn(places.redrawn, redrawn);
  return { ...plan, redrawn };
}

/** Who keeps what of a variant. */
type Keeping = readonly [what: NonNullable<HandedOut["keeps"]>, whose: Held];

/** A line for each exercise and what is kept of it, with those who keep it. */
function keptText({ exercises }: ClassPlan, keeps: readonly Keeping[]) {
  const kinds = [
    ["numbers", "the set would draw other numbers now; these keep those that they were handed out"],
    [
      "blanks",
      "it asks for something else now, or is of another version; " +
        "these keep what they were handed out",
    ],
  ] as const;
  return exercises.flatMap(({ name }) =>
    kinds.flatMap(([kind, what]) => {
      // As on the roster, whatever order they were handed out in.
      const ids = keeps
        .filter(([kept, { exercise }]) => kept === kind && exercise.name === name)
        .map(([, { student }]) => student.id);
      if (ids.length === 0) return [];
      const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : "";
      return [`${name}: ${what}: ${ids.slice(0, mostNamed).join(", ")}${more}`];
    }),
  );
}

const mostNamed = 100;

/** What prints a class: started for the first who needs it, since all may be there already. */
class Press {
  made = 0;
  readonly remarks = new PrintRemarks();
  #printer: Promise<Printer | undefined> | undefined;
  #maker: Promise<ReturnType<typeof handoutMaker>> | undefined;
  readonly #plan: ClassPlan;
  readonly #places: Places;
  readonly #pages: number;
  readonly #own: OwnTemplates | undefined;

  constructor(plan: ClassPlan, places: Places, pages: number, own: OwnTemplates | undefined) {
    this.#plan = plan;
    this.#places = places;
    this.#pages = pages;
    this.#own = own;
  }

  readonly make = async (assignment: Assignment, problem: Problem): Promise<Handout> => {
    this.#printer ??= this.#opened();
    this.#maker ??= this.#printer.then((printer) =>
      handoutMaker(this.#plan, printer, this.#own, this.#places.formats),
    );
    const handout = await (await this.#maker)(assignment, problem);
    this.made++;
    return handout;
  };

  async build(): Promise<string | undefined> {
    return (await this.#printer?.catch(() => undefined))?.build;
  }

  async close(): Promise<void> {
    await (await this.#printer?.catch(() => undefined))?.close();
  }

  // Not printed in vain: the folders are tried first.
  async #opened(): Promise<Printer | undefined> {
    makeCommonFolders(this.#places, this.#plan);
    if (!this.#places.formats.includes("pdf")) return undefined;
    const { openPrinter } = await import("../render/pdf/print.js");
    return openPrinter({ pages: this.#pages, ...this.remarks.told });
  }
}

// Somebody may have worked in it, so it is not made again unasked.
function leftAlone(path: string): string {
  const why = mayBeRead(path) ? "is not as it was made" : "may not be read";
  const again = "so it was left: move it away or delete it, and run assign again to make it";
  return `${shownPath(path)} ${why}, ${again}`;
}

function mayBeRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EACCES";
  }
}
