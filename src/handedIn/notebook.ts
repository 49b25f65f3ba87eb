import * as z from "zod";
import { InputError } from "../input/inputError.js";
import { jsonDocument } from "./jsonDocument.js";
import { readSubmission, type Submission } from "./submission.js";

/** What of a Jupyter notebook is looked at. */
const notebookSchema = z.looseObject({
  cells: z.array(
    z.looseObject({
      cell_type: z.string(),
      source: z.union([z.string(), z.array(z.string())]).default(""),
    }),
  ),
});

/**
 * Reads the answers out of a notebook that `generate` has made: what stands in its cells, and not
 * what running them would give. Nothing in it is run. Throws an InputError where it is none, or its
 * last cell does not say which variant it answers any more.
 */
export function readNotebook(json: Uint8Array, name: string): Submission {
  const { cells } = jsonDocument(notebookSchema, json, name);
  const answers: Record<string, unknown> = Object.create(null);
  const said: Record<string, unknown> = {};
  for (const { cell_type, source } of cells) {
    if (cell_type !== "code") continue;
    const lines = (typeof source === "string" ? source : source.join("")).split(/\r\n|\r|\n/);
    readCell(lines, answers, said);
  }
  if (said.exercise === undefined)
    throw new InputError(
      name,
      "the cell that writes submission.json is missing: it says which exercise this answers",
    );
  return readSubmission(JSON.stringify({ ...said, answers }), name);
}

/** What of a cell's dictionary a line belongs to: answers, or what the last cell says. */
type Dictionary = Record<string, unknown>;

function readCell(lines: readonly string[], answers: Dictionary, said: Dictionary): void {
  let into: Dictionary | undefined;
  for (const line of lines) {
    const text = line.trim();
    if (/^answers\.update\(\{/.test(text)) into = answers;
    else if (/^submission = \{/.test(text)) into = said;
    else if (text.startsWith("}")) into = undefined;
    const student = /^student = (.*)$/.exec(text);
    if (student) said.student = valueIn(student[1]!);
    const one = /^answers\[(["'])([\w.]+)\1\] = (.*)$/.exec(text);
    if (one) answers[one[2]!] = valueIn(one[3]!);
    const [, , key, written] = /^(["'])([\w.]+)\1: (.*)$/.exec(text) ?? [];
    if (key === undefined || written === undefined || into === undefined) continue;
    if (into === answers || plainKeys.includes(key)) into[key] = valueIn(written);
  }
}

/** What the last cell says in so many words; the rest of it is Python's. */
const plainKeys = ["schemaVersion", "exercise", "exerciseVersion", "seed", "variant", "language"];

/**
 * What a line gives as a value: a text, a whole number as it is written, nothing for None; anything
 * else as it stands there, for whoever marks it to say that it is no number.
 */
function valueIn(written: string): unknown {
  const [quote] = written;
  if (quote === '"' || quote === "'") {
    const text = quotedText(written, quote);
    if (text !== undefined) return text;
  }
  const [bare = ""] = written.split("#", 1);
  const value = bare.trim().replace(/,$/, "").trim();
  if (value === "None") return "";
  return /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** The text in quotes that a line begins with; undefined where more follows than a comment. */
function quotedText(written: string, quote: string): string | undefined {
  let text = "";
  for (let at = 1; at < written.length; at++) {
    const sign = written[at]!;
    if (sign === quote) {
      const rest = written.slice(at + 1).trim();
      return /^,?\s*(?:#|$)/.test(rest) ? text : undefined;
    }
    if (sign !== "\\") text += sign;
    else {
      const next = written[++at] ?? "";
      const code = next === "u" ? written.slice(at + 1, at + 5) : "";
      if (/^[0-9a-f]{4}$/i.test(code)) {
        text += String.fromCharCode(Number.parseInt(code, 16));
        at += 4;
      } else text += { n: "\n", t: "\t", r: "\r" }[next] ?? next;
    }
  }
  return undefined;
}
