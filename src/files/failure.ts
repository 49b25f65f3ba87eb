import { unreadable } from "./fileBytes.js";
import { isOfTheSystem } from "./writeError.js";

/** What an error says, also one of the system of what cannot be read. */
export function messageOf(error: unknown): string {
  const said = unreadable(error) ?? error;
  return said instanceof Error ? said.message : String(said);
}

/** Whether what went wrong with one of a batch goes wrong with all that follow. */
export const isFatal = (error: unknown): boolean =>
  isNoBrowser(error) || (isOfTheSystem(error) && fatalCodes.includes(error.code));

const fatalCodes = ["ENOSPC", "EDQUOT", "EROFS"];

/** Whether there is no browser: by the name, since what prints is loaded by those who print. */
export const isNoBrowser = (error: unknown): boolean =>
  error instanceof Error && error.name === "NoBrowserError";
