import { accessSync, constants } from "node:fs";
import { isFatal, messageOf } from "../files/failure.js";
import { lock } from "../files/lock.js";
import { shownPath } from "../files/shownPath.js";
import { refuseLinks } from "../files/writeWhole.js";
import type { Problem } from "../problem/problem.js";
import type { Printer } from "../render/pdf/print.js";
import type { OwnTemplates } from "../render/templates.js";
import { assemble, type HandedOut, handOut, makeCommonFolders, wrongWith } from "./assign.js";
import {
  type Assignment,
  assignmentsOf,
  type ClassPlan,
  type Places,
  placesIn,
} from "./assignment.js";
import { workThroughAll } from "./batch.js";
import { handedOutBefore } from "./handedOutBefore.js";
import { type Handout, handoutMaker } from "./handout.js";
import { type Shard, shareOf } from "./shard.js";

/** How a class is handed out. */
export interface HandOutSettings {
  /** A part of the students only; all where it is not said. */
  readonly shard?: Shard;
  /** How many variants to make at once: one, where it is not said. */
  readonly workers?: number;
  readonly own?: OwnTemplates | undefined;
  /** Called after each variant. */
  done?(count: number, of: number): void;
}

/** What came of handing out. */
export interface ClassHandedOut {
  /** How many variants there are now, and how many of them were made by this run. */
  readonly variants: number;
  readonly made: number;
  /** What came to nothing or was left as it was, a line each; the rest is done. */
  readonly wrong: readonly string[];
  /** Which browser printed, where one had to. */
  readonly build?: string;
}

/**
 * Makes a variant of every exercise of a plan for every student, in a folder: what is there already
 * is not made again, and the rest is as from one undisturbed run. Throws an InputError, a
 * WriteError or a NoBrowserError where nobody's files can be made.
 */
export async function handOutClass(
  plan: ClassPlan,
  folder: string,
  settings: HandOutSettings = {},
): Promise<ClassHandedOut> {
  const { shard = { index: 1, of: 1 }, workers = 1, done } = settings;
  const places = placesIn(folder);
  const share = shareOf(plan.students, shard);
  const press = new Press(plan, places, workers, settings.own);
  refuseLinks(places.folder, places.instructor);
  const unlock = lock(places.instructor, shard);
  try {
    const count = share.length * plan.exercises.length;
    const before = handedOutBefore(places, plan);
    const work = async (assignment: Assignment): Promise<HandedOut> => {
      try {
        return await handOut(assignment, places, before, press.make);
      } catch (error) {
        if (isFatal(error)) throw error;
        // What keeps everybody's files from being made is said once.
        makeCommonFolders(places, plan);
        return { wrong: wrongWith(assignment, messageOf(error)) };
      }
    };
    const handedOut = await workThroughAll(assignmentsOf(plan, share), work, {
      workers,
      done: (variants) => done?.(variants, count),
    });
    const changed = new Set(handedOut.flatMap(({ left = [] }) => left));
    const held = handedOut.flatMap(({ held = [] }) => held);
    if (shard.of === 1) for (const path of await assemble(plan, held, places)) changed.add(path);
    const wrong = handedOut.flatMap(({ wrong = [] }) => wrong);
    const build = await press.build();
    return {
      variants: held.length,
      made: press.made,
      wrong: [...wrong, ...[...changed].map(leftAlone)],
      ...(build === undefined ? {} : { build }),
    };
  } finally {
    await press.close();
    unlock();
  }
}

/** What prints a class: started for the first who needs it, since all may be there already. */
class Press {
  made = 0;
  #printer: Promise<Printer> | undefined;
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
    this.#maker ??= this.#printer.then((printer) => handoutMaker(this.#plan, printer, this.#own));
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
  async #opened(): Promise<Printer> {
    makeCommonFolders(this.#places, this.#plan);
    const { openPrinter } = await import("../render/pdf/print.js");
    return openPrinter({ pages: this.#pages });
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
