/** What is filled in on a sheet as it is opened, and what is left to the student. */
export type Task =
  | { readonly kind: "whole" }
  /** A worked example: all is filled in but so many parts, the last ones. */
  | { readonly kind: "worked"; readonly open: number }
  /** All is filled in but one part; the first is 1. */
  | { readonly kind: "part"; readonly part: number }
  /** All is filled in, with an error; which of those that can be planted, where it is said. */
  | { readonly kind: "error"; readonly plant?: number };

export const whole: Task = { kind: "whole" };

/** A task as it stands in links; undefined for the whole sheet. */
export function taskText(task: Task): string | undefined {
  switch (task.kind) {
    case "whole":
      return undefined;
    case "worked":
      return `worked-${task.open}`;
    case "part":
      return `part-${task.part}`;
    case "error":
      return task.plant === undefined ? "error" : `error-${task.plant}`;
  }
}

/** The task of a link; the whole sheet where the text is none. */
export function readTask(text: string | null | undefined): Task {
  const [, kind, digits] = /^(worked|part|error)(?:-(\d{1,4}))?$/.exec(text ?? "") ?? [];
  const number = digits === undefined ? undefined : Number(digits);
  if (kind === "error") return number === undefined ? { kind } : { kind, plant: number };
  if (number === undefined) return whole;
  return kind === "worked"
    ? { kind, open: number }
    : kind === "part"
      ? { kind, part: number }
      : whole;
}
