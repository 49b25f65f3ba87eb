/** When something was handed in, as far as it says so itself, and what says it. */
export interface HandedInAt {
  /** As `2027-03-05T23:59:00`, with `Z` or an offset where that is known. */
  readonly text: string;
  readonly from: "metadata" | "name" | "archive";
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const two = (number: number): string => String(number).padStart(2, "0");

/** How platforms write the time into the names of what they export, and what it is in ISO 8601. */
const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => string | undefined])[] = [
  // Blackboard: 2027-03-05-23-59-10; others: 2027-03-05T23:59:10Z, 2027-03-05_2359.
  [
    /(?<!\d)(\d{4}-\d\d-\d\d)[T_ -](\d\d)[-:.]?(\d\d)(?:[-:.]?(\d\d))?(?:\.\d+)?(Z)?(?!\d)/,
    ([, date, hour, minute, second = "00", zone = ""]) =>
      `${date}T${hour}:${minute}:${second}${zone}`,
  ],
  // Brightspace: Mar 5, 2027 1159 PM.
  [
    /(?<![A-Za-z])([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}) (\d{1,2}):?(\d\d) ([AP])M/i,
    ([, name, date, year, hour, minute, half]) => {
      const month = months.indexOf(name!.toLowerCase()) + 1;
      const hours = (Number(hour) % 12) + (half!.toUpperCase() === "P" ? 12 : 0);
      if (month === 0) return undefined;
      return `${year}-${two(month)}-${two(Number(date))}T${two(hours)}:${minute}:00`;
    },
  ],
];

/** The list of submissions in an export of Gradescope, beside their folders. */
export const exportedList = "submission_metadata.yml";

/** What an export's list says of one of its folders. */
export interface ListedFolder {
  readonly time?: HandedInAt;
  /** Who handed it in, by id, where it was one. */
  readonly student?: string;
}

/** What the list beside the folders of an export says of each, by its name. */
export function foldersListed(list: string): ReadonlyMap<string, ListedFolder> {
  const times = new Map<string, HandedInAt>();
  const students = new Map<string, Set<string>>();
  let folder: string | undefined;
  for (const line of list.split(/\r?\n/)) {
    folder = /^(submission_\d+):\s*$/.exec(line)?.[1] ?? folder;
    if (folder === undefined) continue;
    const time = listedText(/^ {2}:?created_at:(.*)$/, line);
    if (time) times.set(folder, { text: time, from: "metadata" });
    const student = listedText(/^ {2,4}(?:- )?:?sid:(.*)$/, line);
    if (student) students.set(folder, (students.get(folder) ?? new Set()).add(student));
  }
  return new Map(
    [...new Set([...times.keys(), ...students.keys()])].map((name) => {
      const [time, [student, other]] = [times.get(name), [...(students.get(name) ?? [])]];
      return [
        name,
        {
          ...(time ? { time } : {}),
          ...(student === undefined || other !== undefined ? {} : { student }),
        },
      ];
    }),
  );
}

/** What stands behind a key of such a list, if this line has it. */
const listedText = (key: RegExp, line: string): string | undefined =>
  key
    .exec(line)?.[1]
    ?.trim()
    .replace(/^['"]|['"]$/g, "");

/** When a file was handed in, by its name or its folder's: the innermost that says so. */
export function timeInName(path: string): HandedInAt | undefined {
  for (const part of path.split(/[/\\]/).reverse()) {
    for (const [pattern, textOf] of patterns) {
      const found = pattern.exec(part);
      const text = found ? textOf(found) : undefined;
      if (text !== undefined) return { text, from: "name" };
    }
  }
  return undefined;
}
