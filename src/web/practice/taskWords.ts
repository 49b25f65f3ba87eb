import type { Language } from "../../language/language.js";
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
  language: Language,
): readonly TaskGroup[] {
  const value = codeOf(chosen);
  const option = (task: Task, text: string) => ({
    value: codeOf(task),
    text,
    chosen: codeOf(task) === value,
  });
  const worked = parts.map((_, open) =>
    option({ kind: "worked", open }, workedWords(open, language)),
  );
  const single = parts.map(({ title }, i) => option({ kind: "part", part: i + 1 }, title));
  return [
    { title: "", tasks: [option({ kind: "whole" }, language.say("taskNothing"))] },
    { title: language.say("taskWorked"), tasks: worked },
    ...(parts.length > 1 ? [{ title: language.say("taskPart"), tasks: single }] : []),
    ...(hasErrors
      ? [
          {
            title: language.say("taskError"),
            tasks: [option({ kind: "error" }, language.say("taskWithError"))],
          },
        ]
      : []),
  ];
}

// Which error it is, is another matter.
const codeOf = (task: Task): string =>
  taskText(task.kind === "error" ? { kind: "error" } : task) ?? "";

const workedWords = (open: number, language: Language): string =>
  open === 0 ? language.say("taskAll") : language.say("taskAllBut", { count: open });

/** What there is to do on the sheet, in a sentence; also once an error has been found. */
export function instruction(
  task: Task,
  parts: readonly SheetPart[],
  isFound: boolean,
  language: Language,
): string {
  const quoted = (text: string): string => language.say("quoted", { text });
  switch (task.kind) {
    case "whole":
      return "";
    case "worked":
      return task.open === 0
        ? language.say("taskFollow")
        : language.say("taskWorkedBut", {
            parts: language.row(
              parts.slice(parts.length - task.open).map(({ title }) => quoted(title)),
            ),
          });
    case "part":
      return language.say("taskOnly", { part: quoted(parts[task.part - 1]?.title ?? "") });
    case "error":
      return language.say(isFound ? "taskFound" : "taskFind");
  }
}

/** What is said once all that was left open is done, and where to go from a worked example. */
export function finishedWords(
  task: Task,
  parts: readonly SheetPart[],
  language: Language,
): {
  readonly said: string;
  readonly fading?: { readonly text: string; readonly task: Task };
} {
  const isFollowed = task.kind === "worked" && task.open === 0;
  const said = language.say(isFollowed ? "taskFollowed" : "taskDone");
  if (task.kind !== "worked") return { said };
  const open = task.open + 1;
  const fading =
    open < parts.length
      ? {
          text: language.say("taskNextWithout", { count: open }),
          task: { kind: "worked", open } as const,
        }
      : { text: language.say("taskNextEmpty"), task: whole };
  return { said, fading };
}
