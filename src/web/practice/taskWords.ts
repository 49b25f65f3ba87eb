import type { SheetPart } from "./sheetParts.js";
import { type Task, taskText, whole } from "./task.js";

/** What a student can choose to have filled in: groups of tasks, each with its words. */
export interface TaskGroup {
  readonly title: string;
  readonly tasks: readonly {
    readonly value: string;
    readonly text: string;
    readonly chosen: boolean;
  }[];
}

/** The tasks that a sheet of these parts has, of which this one is chosen. */
export function tasksOf(
  parts: readonly SheetPart[],
  chosen: Task,
  hasErrors: boolean,
): readonly TaskGroup[] {
  const value = codeOf(chosen);
  const option = (task: Task, text: string) => ({
    value: codeOf(task),
    text,
    chosen: codeOf(task) === value,
  });
  const worked = parts.map((_, open) => option({ kind: "worked", open }, workedWords(open)));
  const single = parts.map(({ title }, i) => option({ kind: "part", part: i + 1 }, title));
  return [
    { title: "", tasks: [option({ kind: "whole" }, "nothing")] },
    { title: "Worked example", tasks: worked },
    ...(parts.length > 1 ? [{ title: "All but one part", tasks: single }] : []),
    ...(hasErrors
      ? [{ title: "Find the error", tasks: [option({ kind: "error" }, "all, with one error")] }]
      : []),
  ];
}

// Which error it is, is another matter.
const codeOf = (task: Task): string =>
  taskText(task.kind === "error" ? { kind: "error" } : task) ?? "";

const workedWords = (open: number): string =>
  open === 0 ? "all" : `all but the last ${open === 1 ? "part" : `${open} parts`}`;

/** What there is to do on the sheet, in a sentence; also once an error has been found. */
export function instruction(task: Task, parts: readonly SheetPart[], isFound: boolean): string {
  switch (task.kind) {
    case "whole":
      return "";
    case "worked":
      return task.open === 0
        ? "This one is worked out for you: follow it, and say at each step why it is so. " +
            "The next leaves its last part to you."
        : `Worked out for you but for ${parts
            .slice(parts.length - task.open)
            .map(({ title }) => `“${title}”`)
            .join(", ")}.`;
    case "part":
      return `Only “${parts[task.part - 1]?.title ?? ""}” is left to you.`;
    case "error":
      if (isFound)
        return "That was the one. Mend it: what comes after follows from what you write.";
      return (
        "Somebody has worked this out and gone wrong in one blank; what comes after follows " +
        "from it. Press the number that is wrong, then mend it."
      );
  }
}

/** What is said once all that was left open is done, and where to go from a worked example. */
export function finishedWords(
  task: Task,
  parts: readonly SheetPart[],
): {
  readonly said: string;
  readonly fading?: { readonly text: string; readonly task: Task };
} {
  const said = task.kind === "worked" && task.open === 0 ? "Followed it all?" : "All done.";
  if (task.kind !== "worked") return { said };
  const open = task.open + 1;
  const fading =
    open < parts.length
      ? {
          text: `Take the next without its last ${open === 1 ? "part" : `${open} parts`}`,
          task: { kind: "worked", open } as const,
        }
      : { text: "Take the next with nothing filled in", task: whole };
  return { said, fading };
}
