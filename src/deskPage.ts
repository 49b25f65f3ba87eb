import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ClassSet } from "./class/classSet.js";
import { amendmentsFile, loadSet, manifestFile, tableBeside } from "./class/loadSet.js";
import { amendmentsIn } from "./class/readAmendments.js";
import { fileBytes } from "./files/fileBytes.js";
import { fileText } from "./files/fileText.js";
import { shownPath } from "./files/shownPath.js";
import { deskProgram } from "./generated/deskProgram.js";
import { deskReader } from "./generated/deskReader.js";
import { fontFaces } from "./generated/fonts.js";
import { pdfReader } from "./generated/pdfReader.js";
import { deskStyle } from "./generated/templates.js";
import { readPaperScripts } from "./handedIn/paperScripts.js";
import { jsonLimits } from "./handedIn/readJson.js";
import { InputError } from "./input/inputError.js";
import { answersById } from "./marking/answersById.js";
import { pageDocument } from "./pageDocument.js";
import type { DecidedBefore, DeskData } from "./web/desk/deskData.js";

/**
 * The page that scripts on paper are marked on: with the set's manifest in it, what was decided,
 * and what `paper.csv` beside the manifest has. `set` is the set's folder, or its manifest.
 * Throws an InputError.
 */
export function deskPage(set: string): { readonly html: string; readonly scripts: number } {
  const loaded = loadSet(set);
  const { manifest } = loaded;
  const decided = amendmentsFile(set, manifest);
  const data: DeskData = {
    manifest,
    ...(decided === undefined ? {} : { decided: decidedIn(decided) }),
    typed: typedIn(join(dirname(manifestFile(set)), "paper.csv"), loaded),
    set: shownPath(set),
  };
  const html = pageDocument("desk", {
    styles: { fonts: fontFaces, page: deskStyle },
    script: deskProgram,
    data,
    fields: { reader: deskReader, pdf: pdfReader },
  });
  return { html, scripts: manifest.variants.filter(({ refused }) => !refused).length };
}

function decidedIn(path: string): DecidedBefore {
  const text = fileText(path);
  const { value } = amendmentsIn(text, shownPath(path));
  const named = value.flatMap(({ marksFrom }) => marksFrom ?? []);
  const tables = named.map((name) => {
    const { bytes } = tableBeside(path, name);
    return [name, new TextDecoder().decode(bytes)] as const;
  });
  return { source: shownPath(path), text, tables: Object.fromEntries(tables) };
}

/**
 * What was typed into the table of scripts on paper, by variant and blank. Throws an InputError
 * where a script has two rows: marking would take the better one, and a desk can show one only.
 */
function typedIn(path: string, set: ClassSet): DeskData["typed"] {
  if (!existsSync(path)) return {};
  const source = shownPath(path);
  const lines = new Map<string, number>();
  const typed = readPaperScripts(fileBytes(path, jsonLimits.bytes), source).map((row) => {
    const found = set.variantOf(row.submission, `${source}:${row.line}`, true);
    const { variant } = found;
    const before = lines.get(variant);
    if (before !== undefined) {
      const what = `${variant} has a row already, in line ${before}: leave one of them`;
      throw new InputError(source, what, { line: row.line, column: 1 });
    }
    lines.set(variant, row.line);
    const { answers } = answersById(set.problemOf(found).prepared, row.submission);
    const cells = Object.entries(answers).map(([id, cell]) => [id, asTyped(String(cell))]);
    return [variant, Object.fromEntries(cells)] as const;
  });
  return Object.fromEntries(typed);
}

// Without the apostrophe with which spreadsheets keep texts, and with the minus of a keyboard.
const asTyped = (cell: string): string => cell.trim().replace(/^'?[−-]/, "-");
