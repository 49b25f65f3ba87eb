import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { isFolder, writeWhole } from "../files/writeWhole.js";

/**
 * The files of the students of a set and of their keys, wherever they are: in folders, or in
 * archives that take their place. All are called by the paths that they have, or would have, in
 * folders.
 */
export interface SetFiles {
  /** How large a file is; undefined where there is none. Links are not followed. */
  size(path: string): number | undefined;
  /** What is in it. Throws an error of the system, or an InputError for one that is damaged. */
  read(path: string): Uint8Array;
  /** Writes it whole or not at all. Throws a WriteError. */
  write(path: string, content: string | Uint8Array): void;
  /** The names of the folders in a folder; some may be there twice. */
  foldersIn(folder: string): Iterable<string>;
  /** Whether new files go to an archive, whose bytes their order decides. */
  readonly isArchiving: boolean;
  /** An assignment is whole: an archive may end here. */
  settle(): void;
  /** Ends the archives that were written to. */
  finish(): void;
  /** Leaves them as they are, to be gone on with. */
  close(): void;
}

/** Files that lie in folders. */
export const filesInFolders: SetFiles = {
  isArchiving: false,
  size: (path) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found.size : undefined;
  },
  read: (path) => readFileSync(path),
  write: (path, content) => writeWhole(path, content),
  foldersIn: (folder) =>
    isFolder(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
      : [],
  settle: () => {},
  finish: () => {},
  close: () => {},
};
