import { describe, expect, test } from "vitest";
import { classSet } from "../../src/class/classSet.js";
import { filledIn } from "../../src/class/fillIn.js";
import { gradebookRows } from "../../src/class/gradebook.js";
import type { Manifest } from "../../src/class/manifest.js";
import { platformTables } from "../../src/class/platformTable.js";
import { simulatedSet } from "./simulated.js";

const names = ["chain-rule", "descent-step"];
const simulated = simulatedSet(names, 4);
const people = [
  { id: "s001", name: "Ada Lovelace", email: "ada@example.org" },
  { id: "s002", name: "Émile Borel", email: "emile@example.org" },
  { id: "s003", name: "Grace Hopper", email: "grace@example.org" },
  { id: "s004", name: "Alan Turing", email: "alan@example.org" },
];
const manifest: Manifest = {
  ...simulated,
  students: people,
  variants: simulated.variants.map((variant) => ({ ...variant, student: `s${variant.student}` })),
};
const set = classSet(manifest);
/** Ada has both, Émile one with a half, Grace nothing, Alan the other. */
const rows = gradebookRows(set, [
  { student: "s001", exercise: "chain-rule", points: 10 },
  { student: "s001", exercise: "descent-step", points: 7.5 },
  { student: "s002", exercise: "chain-rule", points: 8.25 },
  { student: "s004", exercise: "descent-step", points: 3 },
]);

const fill = (table: string | Uint8Array, column?: string) =>
  filledIn(typeof table === "string" ? Buffer.from(table) : table, "table.csv", set, rows, column);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** Made up after what each platform exports; … is where points go. */
const tables: Readonly<Record<string, string>> = {
  "Moodle grading worksheet": [
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)","Feedback comments"',
    '"Participant 11","Ada Lovelace",ada@example.org,"Submitted for grading",…,20.00,Yes,-,"said ""well done"", twice"',
    '"Participant 12","Émile Borel",emile@example.org,"Submitted for grading",…,20.00,Yes,-,',
    '"Participant 13","Grace Hopper",grace@example.org,"No submission",,20.00,Yes,-,',
    '"Participant 14","Alan Turing",alan@example.org,"Submitted for grading",…,20.00,Yes,"Friday, 5 March 2027","a comment',
    'over two lines"',
    "",
  ].join("\r\n"),
  "Moodle gradebook": [
    '"First name",Surname,"ID number",Institution,"Email address","Quiz: Other (Real)","Assignment: Week 3 (Real)","Course total (Real)","Last downloaded from this course"',
    "Ada,Lovelace,s001,,ada@example.org,9.00,…,-,1798761600",
    "Émile,Borel,s002,,emile@example.org,-,…,-,1798761600",
    "Grace,Hopper,s003,,grace@example.org,-,-,-,1798761600",
    "Alan,Turing,s004,,alan@example.org,-,…,-,1798761600",
  ].join("\n"),
  "Canvas gradebook": [
    "Student,ID,SIS User ID,SIS Login ID,Section,Other (101),Week 3 (102),Final Score",
    "    Points Possible,,,,,10,20,(read only)",
    '"Lovelace, Ada",901,s001,ada,A,9,…,90',
    '"Borel, Émile",902,s002,emile,A,,…,',
    '"Hopper, Grace",903,s003,grace,A,,,',
    '"Turing, Alan",904,s004,alan,A,,…,',
    '"Student, Test",999,,5b1f,A,,,',
    "",
  ].join("\r\n"),
  "Brightspace gradebook": [
    "OrgDefinedId,Username,Last Name,First Name,Other Points Grade <Numeric MaxPoints:10>,Week 3 Points Grade <Numeric MaxPoints:20 Weight:50>,End-of-Line Indicator",
    "#s001,#ada,Lovelace,Ada,9,…,#",
    "#s002,#emile,Borel,Émile,,…,#",
    "#s003,#grace,Hopper,Grace,,,#",
    "#s004,#alan,Turing,Alan,,…,#",
  ].join("\r\n"),
  "Blackboard gradebook": [
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Availability"\t"Other [Total Pts: 10 Score] |71"\t"Week 3 [Total Pts: 20 Score] |72"',
    '"Lovelace"\t"Ada"\t"ada"\t"s001"\t"Yes"\t"9.00"\t"…"',
    '"Borel"\t"Émile"\t"emile"\t"s002"\t"Yes"\t""\t"…"',
    '"Hopper"\t"Grace"\t"grace"\t"s003"\t"Yes"\t""\t""',
    '"Turing"\t"Alan"\t"alan"\t"s004"\t"Yes"\t""\t"…"',
    "",
  ].join("\r\n"),
};

/** The table before marking, and as it is to be after it. */
function tableOf(name: string): { readonly before: string; readonly after: string } {
  const marks = ["17.5", "8.25", "3"];
  let next = 0;
  const text = tables[name]!;
  return { before: text.replaceAll("…", ""), after: text.replace(/…/g, () => marks[next++]!) };
}

test.each(platformTables.map(({ name }) => name))(
  "a %s is recognised and filled in, all else byte for byte as it was",
  (name) => {
    const { before, after } = tableOf(name);
    const { bytes, column, filled, unplaced, outOf } = fill(before);
    expect(textOf(bytes)).toBe(after);
    expect([column.table, filled, unplaced, outOf]).toEqual([name, 3, [], 20]);
    expect(column.outOf).toBe(name === "Moodle gradebook" ? undefined : 20);
  },
);

test("what was there before is written over, in quotes where it was in quotes", () => {
  const { after } = tableOf("Blackboard gradebook");
  expect(textOf(fill(after.replace("17.5", "1.00")).bytes)).toBe(after);
});

test("a table keeps its encoding: UTF-16 with a mark, as Blackboard has it, and UTF-8 with one", () => {
  const { before, after } = tableOf("Blackboard gradebook");
  const wide = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  expect(Buffer.from(fill(wide(before)).bytes).equals(wide(after))).toBe(true);
  expect(textOf(fill(`\ufeff${before}`).bytes)).toBe(`\ufeff${after}`);
});

describe("which column", () => {
  const canvas = (heading: string, more = ""): string =>
    `Student,ID,SIS User ID,SIS Login ID,Section,${heading}\n"Lovelace, Ada",1,s001,a,A,${more}\n`;

  test("is of an exercise where its heading names one, and then has the points of that", () => {
    const { bytes, outOf } = fill(canvas("Chain rule (7),Other (8)", ","));
    expect(textOf(bytes)).toContain("a,A,10,\n");
    expect(outOf).toBe(10);
  });

  test("is the only one for marks, or the one that is named, which may be of any table", () => {
    expect(textOf(fill(canvas("Sheet (7)")).bytes)).toContain("a,A,17.5\n");
    expect(textOf(fill(canvas("Sheet (7),Other (8)", ","), "other").bytes)).toContain(
      "a,A,,17.5\n",
    );
    expect(textOf(fill("student_id;mark\ns004;\n", "mark").bytes)).toBe(
      "student_id;mark\ns004;3\n",
    );
  });

  test("is asked for where it is not clear", () => {
    expect(() => fill(canvas("Sheet (7),Other (8)", ","))).toThrow(
      'several columns for marks, "Sheet (7)", "Other (8)": --column says which',
    );
    expect(() => fill(canvas("Sheet (7)"), "Sheat (7)")).toThrow("did you mean Sheet (7)?");
    expect(() => fill("a,b\n1,2\n")).toThrow("expected a table as a platform exports it");
  });
});

describe("whose row it is", () => {
  test("is said by id or address, else by a name that one person has", () => {
    const head = "Identifier,Full name,Status,Grade\n";
    const { bytes, unplaced } = fill(
      `${head}P 1,"Lovelace, Ada",,\nP 2,Alan Turing,,\nP 3,Alan Turing,,\n`,
    );
    expect(textOf(bytes)).toContain('"Lovelace, Ada",,17.5\n');
    expect(unplaced.map(({ id }) => id)).toEqual(["s002", "s004"]);
  });
});
