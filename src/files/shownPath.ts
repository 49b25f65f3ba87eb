import { relative, resolve } from "node:path";

/** The path as a person would write it from where they stand. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), resolve(path));
  return short.startsWith("..") ? path : short;
}
