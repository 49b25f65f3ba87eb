/** A file cannot be written; the message names it and says why in plain words. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  /** As the system calls what went wrong. */
  readonly code: string;

  constructor(path: string, { code = "" }: NodeJS.ErrnoException, options?: ErrorOptions) {
    super(
      `${path}: cannot be written: ${meanings[code] ?? "the system refuses"} (${code})`,
      options,
    );
    this.code = code;
  }
}

/** Whether an error is one of the system, such as a full disk, and not of this program. */
export const isOfTheSystem = (
  error: unknown,
): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && /^E[A-Z0-9]+$/.test((error as NodeJS.ErrnoException).code ?? "");

const meanings: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EBUSY: "something else is using it",
  EDQUOT: "your share of the disk is full",
  EEXIST: "a part of its path is a file, expected a folder",
  EFBIG: "it would be larger than a file may be here",
  EIO: "the disk fails",
  EISDIR: "it is a folder, expected a file",
  ELOOP: "a link in its path leads back to itself",
  EMFILE: "this process has too many files open",
  ENAMETOOLONG: "its name is too long",
  ENFILE: "the system has too many files open",
  ENOENT: "its folder is not there any more",
  ENOMEM: "there is not enough memory",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, expected a folder",
  EPERM: "permission is denied",
  EPIPE: "nobody reads it any more",
  EROFS: "the disk may only be read",
};
