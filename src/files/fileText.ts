import { utf8Text } from "../input/utf8Text.js";
import { fileBytes } from "./fileBytes.js";
import { shownPath } from "./shownPath.js";

/** The text of a file, in UTF-8. Throws an InputError where there is none, or it is too large. */
export const fileText = (path: string): string =>
  utf8Text(fileBytes(path, mostBytes), shownPath(path));

const mostBytes = 1024 ** 2;
