import { readdirSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { type Archive, GrowingArchive, WholeArchive } from "../files/archive.js";
import { isFolder, makeFolder, refuseLinks } from "../files/writeWhole.js";
import { InputError, quoted } from "../input/inputError.js";
import { NumberList } from "../input/numberList.js";
import { TextIndex } from "../input/textIndex.js";
import { type AssignmentPlaces, classFormats, type Places, placesIn } from "./assignment.js";
import { holdsSomething, readRecord } from "./record.js";
import { filesInFolders, type SetFiles } from "./setFiles.js";
import type { Shard } from "./shard.js";

/** Which archives a run writes: of which round of runs, and of which shard. */
export interface ArchiveRun {
  readonly shard: Shard;
  /** A round is all shards and what puts them together; what a later one has counts. */
  readonly round: number;
  readonly isArchiving: boolean;
}

/**
 * The files of a set that are in archives, and those in folders, which come first: somebody may
 * have unpacked an archive, and worked in it. An archive that is whole is never touched again. One
 * that a killed run has left is cut to the last assignment that has its record, and gone on with;
 * a run alone ends those of all shards. With `isArchiving`, new files go to archives. Throws an
 * InputError for one that is not whole.
 */
export function openSetFiles(places: Places, run: ArchiveRun, most = mostInArchive): SetFiles {
  const archives = new Archives(places, run, most);
  return archives.isEmpty && !run.isArchiving ? filesInFolders : archives;
}

/** The round that comes after all that have archives, or that was not ended. */
export function nextRound({ students, instructor }: Places): number {
  const found = [students, instructor].flatMap(archivesIn);
  const last = Math.max(0, ...found.map(({ round }) => round));
  return found.some(({ round, isWhole }) => round === last && !isWhole) ? last : last + 1;
}

// Programs that unpack know zips of up to 4 GB and 65,535 files; marking reads up to 1 GB.
const mostInArchive = { bytes: 512 * 1024 ** 2, files: 60_000 };

interface ArchiveName {
  readonly name: string;
  readonly round: number;
  readonly index: number;
  readonly of: number;
  readonly volume: number;
  readonly isWhole: boolean;
}

/** The archives in a folder, those that count more after the others. */
function archivesIn(folder: string): readonly ArchiveName[] {
  return (isFolder(folder) ? readdirSync(folder) : [])
    .flatMap((file) => {
      const [, name, numbers, draft] = archiveName.exec(file) ?? [];
      if (name === undefined || numbers === undefined) return [];
      const [round, index, of, volume] = numbers.match(/\d+/g)!.map(Number);
      return [{ name, round: round!, index: index!, of: of!, volume: volume!, isWhole: !draft }];
    })
    .sort((a, b) => a.round - b.round || a.of - b.of || a.index - b.index || a.volume - b.volume);
}

const archiveName =
  /^((run-[1-9]\d{0,8}-part-[1-9]\d{0,8}-of-[1-9]\d{0,8}-[1-9]\d{0,8})\.zip)(\.unfinished)?$/;

/** An archive that is being written, and its number among those that are known. */
interface Growing {
  readonly path: string;
  readonly archive: GrowingArchive;
  readonly number: number;
}

class Archives implements SetFiles {
  readonly isArchiving: boolean;
  readonly #places: Places;
  readonly #roots: readonly string[];
  readonly #run: ArchiveRun;
  readonly #most: typeof mostInArchive;
  readonly #archives: Archive[] = [];
  /** The folder that each is in. */
  readonly #rootOf: string[] = [];
  /** Where files are: the number of the archive, times 2^32, and the place there. */
  #found = new NumberList();
  /** Each path, and which of these is its file. */
  #index = this.#emptyIndex();
  /** By the folder that they are in. */
  readonly #growing = new Map<string, Growing>();

  constructor(places: Places, run: ArchiveRun, most: typeof mostInArchive) {
    this.isArchiving = run.isArchiving;
    this.#places = places;
    this.#roots = [places.students, places.instructor];
    this.#run = run;
    this.#most = most;
    for (const root of this.#roots) {
      refuseLinks(places.folder, root);
      for (const { name } of archivesIn(root).filter(({ isWhole }) => isWhole))
        this.#noteAll(this.#numbered(root, new WholeArchive(join(root, name))));
    }
    this.#resume();
  }

  get isEmpty(): boolean {
    return this.#archives.length === 0;
  }

  size(path: string): number | undefined {
    const found = this.#find(path);
    return filesInFolders.size(path) ?? found?.[0].size(found[1]);
  }

  read(path: string): Uint8Array {
    const found = filesInFolders.size(path) === undefined ? this.#find(path) : undefined;
    return found ? found[0].read(found[1]) : filesInFolders.read(path);
  }

  write(path: string, content: string | Uint8Array): void {
    const root = this.isArchiving ? this.#roots.find((one) => isBelow(one, path)) : undefined;
    // What lies there as a file is a file.
    if (root === undefined || filesInFolders.size(path) !== undefined)
      filesInFolders.write(path, content);
    else this.#add(root, path, content);
  }

  #add(root: string, path: string, content: string | Uint8Array): void {
    const { archive, number } = this.#growing.get(root) ?? this.#begun(root);
    this.#note(path, number, archive.add(relative(root, path).split(sep).join("/"), content));
  }

  *foldersIn(folder: string): Generator<string> {
    yield* filesInFolders.foldersIn(folder);
    const root = this.#roots.find((one) => one === folder || isBelow(one, folder));
    if (root === undefined) return;
    let last: string | undefined;
    for (const [number, archive] of this.#archives.entries()) {
      if (this.#rootOf[number] !== root) continue;
      for (const [name] of archive.paths()) {
        const path = join(root, name);
        const own = isBelow(folder, path) ? relative(folder, path).split(sep)[0] : undefined;
        if (own !== undefined && own !== last) yield own;
        last = own;
      }
    }
  }

  settle(): void {
    for (const [root, { archive }] of this.#growing)
      if (archive.bytes > this.#most.bytes || archive.count > this.#most.files) this.#finish(root);
  }

  finish(): void {
    for (const root of [...this.#growing.keys()]) this.#finish(root);
  }

  close(): void {
    for (const { archive } of this.#growing.values()) archive.close();
    this.#growing.clear();
  }

  #emptyIndex(): TextIndex {
    return new TextIndex((place) => {
      const [number, at] = this.#foundAt(place);
      return join(this.#rootOf[number]!, this.#archives[number]!.path(at));
    });
  }

  #foundAt(place: number): readonly [number: number, at: number] {
    const found = this.#found.at(place);
    return [Math.floor(found / 2 ** 32), found % 2 ** 32];
  }

  #find(path: string): readonly [Archive, number] | undefined {
    const place = this.#index.get(path);
    if (place === undefined) return undefined;
    const [number, at] = this.#foundAt(place);
    return [this.#archives[number]!, at];
  }

  #note(path: string, number: number, at: number): void {
    this.#index.set(path, this.#found.push(number * 2 ** 32 + at));
  }

  /** Gives an archive its number. */
  #numbered(root: string, archive: Archive): number {
    this.#rootOf.push(root);
    return this.#archives.push(archive) - 1;
  }

  #noteAll(number: number): void {
    const root = this.#rootOf[number]!;
    for (const [name, at] of this.#archives[number]!.paths()) {
      const path = join(root, name);
      if (!isBelow(root, path))
        throw new InputError(root, `an archive has a path that leads elsewhere: ${quoted(name)}`);
      this.#note(path, number, at);
    }
  }

  /** Begins an archive in a folder, after those of this run that are there. */
  #begun(root: string): Growing {
    makeFolder(root);
    const { round, shard } = this.#run;
    const volumes = archivesIn(root)
      .filter((one) => isOf(one, round, shard))
      .map(({ volume }) => volume);
    const volume = Math.max(0, ...volumes) + 1;
    const name = `run-${round}-part-${shard.index}-of-${shard.of}-${volume}.zip`;
    return this.#opened(root, name);
  }

  #opened(root: string, name: string): Growing {
    const path = join(root, name);
    const archive = new GrowingArchive(path);
    const growing = { path, archive, number: this.#numbered(root, archive) };
    this.#growing.set(root, growing);
    return growing;
  }

  #finish(root: string): void {
    const { path, archive, number } = this.#growing.get(root)!;
    // What has its record here may lie in another.
    for (const other of this.#growing.values()) other.archive.keep();
    this.#growing.delete(root);
    if (archive.count === 0) {
      archive.discard();
      return;
    }
    archive.finish();
    // The list, and where files stand in it, are as they were.
    this.#archives[number] = new WholeArchive(path);
  }

  /** Goes on with what a killed run of this shard has left; a run alone ends everybody's. */
  #resume(): void {
    const { shard, round, isArchiving } = this.#run;
    const left = this.#roots.flatMap((root) =>
      archivesIn(root)
        .filter((one) => !one.isWhole && (shard.of === 1 || isOf(one, round, shard)))
        .map((one) => ({ root, ...one })),
    );
    const runs = new Map(left.map((one) => [`${one.round} ${one.index} ${one.of}`, one]));
    for (const run of runs.values()) {
      for (const { root, name } of left.filter((one) => isOf(one, run.round, run)))
        this.#opened(root, name);
      this.#cut();
      if (!(isArchiving && isOf(run, round, shard))) this.finish();
    }
  }

  /** Leaves of unfinished archives what belongs to assignments that are whole. */
  #cut(): void {
    for (const { number } of this.#growing.values()) this.#noteAll(number);
    const whole = new Set<string>();
    for (const [root, { archive }] of this.#growing)
      for (const [name] of archive.paths())
        for (const folder of this.#wholeFolders(join(root, name))) whole.add(folder);
    for (const [root, { archive }] of this.#growing) {
      const names = Array.from(archive.paths(), ([name]) => name);
      const torn = names.findIndex((name) => !whole.has(dirname(join(root, name))));
      if (torn >= 0) archive.cutAfter(torn);
    }
    // What was cut off may take the place of what is whole elsewhere.
    this.#found = new NumberList();
    this.#index = this.#emptyIndex();
    for (const number of this.#archives.keys()) this.#noteAll(number);
  }

  /** The folders of an assignment whose record this is, where all that it made is there. */
  #wholeFolders(path: string): readonly string[] {
    const record = basename(path) === "variant.json" ? readRecord(path, this) : undefined;
    if (!record) return [];
    const { student, exercise, variant, made = {} } = record;
    const named = { student: { id: student }, exercise: { name: exercise }, variant };
    const where = placesIn(this.#places.folder, classFormats).of(named);
    const kinds = ["problem", "key", ...Object.keys(made)] as (keyof AssignmentPlaces)[];
    const isWhole = kinds.every((kind) => holdsSomething(where[kind] ?? "", this));
    return isWhole ? [dirname(where.problem), dirname(where.key)] : [];
  }
}

const isOf = (
  one: Pick<ArchiveName, "round" | "index" | "of">,
  round: number,
  { index, of }: Shard,
): boolean => one.round === round && one.index === index && one.of === of;

const isBelow = (folder: string, path: string): boolean => path.startsWith(`${folder}${sep}`);
