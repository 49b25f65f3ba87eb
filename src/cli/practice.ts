import { shownPath } from "../files/shownPath.js";
import { writeWhole } from "../files/writeWhole.js";
import { indentedJson } from "../input/indentedJson.js";
import type { LanguageCode } from "../language/language.js";
import { languageNamed } from "../language/languages.js";
import { exerciseNames } from "../load.js";
import { practicePage } from "../practicePage.js";
import { exitCode } from "./exitCode.js";
import { counted, sayNext } from "./nextSteps.js";
import { terminal } from "./terminal.js";

export interface PracticeOptions {
  readonly out: string;
  readonly decimalComma?: boolean;
  readonly language?: LanguageCode;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * `practice [EXERCISE...]`: writes a page that students practise with, without a server or a
 * network.
 */
export function practice(chosen: readonly string[], options: PracticeOptions): number {
  const screen = terminal(options);
  const { decimalComma, language } = options;
  const page = practicePage(chosen, {
    ...(decimalComma === undefined ? {} : { decimalComma }),
    ...(language === undefined ? {} : { language: languageNamed(language) }),
  });
  writeWhole(options.out, page);
  const path = shownPath(options.out);
  screen.out(options.json ? indentedJson({ schemaVersion: 1, files: [path] }) : path);
  const exercises = counted(chosen.length || exerciseNames().length, "exercise");
  const kilobytes = Math.round(Buffer.byteLength(page) / 1024);
  sayNext(screen, `Made a page to practise ${exercises} with, of ${kilobytes} KB.`, [
    "open it in a browser, hand it out as a file, or put it on a web page",
    "it needs no server and no network, and nothing leaves the machine of whoever uses it",
  ]);
  return exitCode.done;
}
