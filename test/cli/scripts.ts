import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { blankSubmission } from "../../src/export/problemJson.js";
import { continuedFrom } from "../../src/grade/ownNumbers.js";
import type { Submission } from "../../src/handedIn/submission.js";
import { type Problem, problem } from "../../src/problem/problem.js";
import { prepared } from "../exercises.js";

export const net = problem(prepared("mlp-2-2-2-sigmoid"), "42");

/** The answers of someone who makes no mistake, to the digits carried. */
export const right = (of: Problem = net): Record<string, unknown> =>
  Object.fromEntries(
    [...of.key].map(([id, answer]) => [
      id,
      answer.kind === "number" ? answer.value.toFixed(4) : answer.word,
    ]),
  );

/** The answers of someone who writes these values and goes on with them. */
export function goingOnWith(
  written: Readonly<Record<string, string>>,
  of: Problem = net,
): Record<string, unknown> {
  const answers: Record<string, unknown> = { ...written };
  // In the order of computing, so that each is worked out from those before it.
  const ids = of.prepared.program.ids.filter((id) => of.key.has(id));
  for (const id of ids) {
    if (id in written || of.key.get(id)!.kind === "choice") continue;
    const next = continuedFrom(of, { schemaVersion: 1, exercise: "", answers } as Submission).get(
      id,
    )!;
    answers[id] = next.toFixed(4);
  }
  return { ...right(of), ...answers };
}

/** A slip in the first hidden activation, carried on. */
export const slipped = goingOnWith({ a1_1: swapped(String(right().a1_1)) });

/** Someone who goes up the gradient. */
export const ascended = goingOnWith(
  Object.fromEntries(
    net.prepared.questions
      .filter(({ id }) => id.startsWith("new_w"))
      .map(({ id }) => {
        const [weight, gradient] = [id.replace("new_", ""), id.replace("new_", "d")].map(exact);
        return [id, (weight! + 0.5 * gradient!).toFixed(4)];
      }),
  ),
);

export function submission(student: string, answers: object, of: Problem = net): object {
  return { ...blankSubmission(of), student, answers };
}

/** A folder with these files; what is no text is written as JSON. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "handprop-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(
      join(folder, name),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** Runs a command of this process and catches what it writes. */
export async function caught(
  command: () => number | Promise<number>,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const written = { out: "", err: "" };
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  try {
    const code = await command();
    return { code, ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function exact(id: string): number {
  return net.values[net.prepared.program.slots.get(id)!]!;
}

/** 0.5683 → 0.5863 */
function swapped(text: string): string {
  return `${text.slice(0, 3)}${text[4]}${text[3]}${text.slice(5)}`;
}
