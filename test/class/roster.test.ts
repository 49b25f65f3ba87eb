import { expect, test } from "vitest";
import { readRoster } from "../../src/class/roster.js";

const read = (text: string) => readRoster(new TextEncoder().encode(text), "r.csv");
const message = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
};

test("ids are text: zeros in front stay", () => {
  expect(read("student_id\n007\n7\n1e3\n")).toEqual([{ id: "007" }, { id: "7" }, { id: "1e3" }]);
});

test.each([
  ["a mark at the beginning", "\uFEFFstudent_id,name\n1,A\n"],
  ["semicolons", "student_id;name\n1;A\n"],
  ["tabs", "student_id\tname\n1\tA\n"],
  ["CRLF", "student_id,name\r\n1,A\r\n"],
  ["empty lines", "student_id,name\n\n1,A\n\n,\n"],
  ["other headings and capitals", "Name,Student_ID,phone\nA,1,5\n"],
  ["no end of line", "student_id,name\n1,A"],
])("hostile 44: %s is read", (_, text) => {
  expect(read(text)).toEqual([{ id: "1", name: "A" }]);
});

test.each([
  ["a spreadsheet", "Student ID,Name,Email\n001,One,one@x.test\n"],
  ["Moodle", "First name,Last name,ID number,Email address\n,One,001,one@x.test\n"],
  [
    "Canvas",
    'Student,ID,SIS User ID,SIS Login ID,Email\n"    Points Possible",,,,\nOne,101,001,one,one@x.test\n"Student, Test",7,,a1b2,\n',
  ],
  [
    "Canvas without ids of its own",
    'Student,ID,SIS User ID,SIS Login ID,Email\n,,,,Manual Posting\n"    Points Possible",,,,\nOne,101,,001,one@x.test\n"Student, Test",7,,a1b2,\n',
  ],
  [
    "Canvas without a column for them",
    'Student,ID,SIS Login ID,Email\n"    Points Possible",,,\nOne,101,001,one@x.test\n"Student, Test",7,a1b2,\n',
  ],
  [
    "Gradescope",
    "First Name,Last Name,SID,Email,Role\n,One,001,one@x.test,Student\n,Prof,,p@x.test,Instructor\n,Help,9,h@x.test,TA\n",
  ],
  [
    "Brightspace",
    "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line " +
      "Indicator\n#001,#one,One,,one@x.test,#\n",
  ],
  [
    "Blackboard",
    "Last Name,First Name,Username,Student ID,Last Access,Email\nOne,,one,001,today,one@x.test\n",
  ],
])("a class list of %s is read by its headings", (_, text) => {
  expect(read(text)).toEqual([{ id: "001", name: "One", email: "one@x.test" }]);
});

test("first and last names are put together, and the name of an id in messages is the list's", () => {
  expect(read("First name,Surname,ID number\nA,One,1\n")).toEqual([{ id: "1", name: "A One" }]);
  expect(message("ID number,Surname\n,One\n")).toBe("r.csv:2:1: ID number: is missing");
});

test.each(["1.23457E+15", "2.00E+10", "1,5E+11", "2E+10"])(
  "an id that a spreadsheet has rounded is refused: %s",
  (id) => {
    expect(message(`student_id;name\n7;A\n${id};One\n`)).toBe(
      `r.csv:3:1: student_id: "${id}" was rounded by a spreadsheet: make the column text, and take the list again from where it is right`,
    );
  },
);

test("an id is no longer than marking reads it", () => {
  expect(read(`student_id\n${"x".repeat(200)}\n`)).toHaveLength(1);
  expect(message(`student_id\n${"x".repeat(201)}\n`)).toBe(
    "r.csv:2:1: student_id: expected at most 200 characters, got 201",
  );
});

test("names keep commas, quotes, lines and formulas as they are", () => {
  expect(
    read('student_id,name\n1,"Doe, ""J"""\n2,"two\nlines"\n3,=1+1\n').map(({ name }) => name),
  ).toEqual(['Doe, "J"', "two\nlines", "=1+1"]);
});

test.each([
  ["student_id,name\n1,A\n2,B\n1,C\n", 'r.csv:4:1: student_id: "1" is on line 2 already'],
  ['student_id,name\n1,"A\nB"\n2,B\n1,C\n', 'r.csv:5:1: student_id: "1" is on line 2 already'],
  ["student_id\nab\nAB\n", 'r.csv:3:1: student_id: "AB" is on line 2 already'],
  ["student_id,name,name\n1,A,B\n", 'r.csv:1:1: the heading "name" is there twice'],
  ["name,email\nA,B\n", 'r.csv:1:1: expected a heading student_id, got "name", "email"'],
  [
    "studentid,name\n1,A\n",
    'r.csv:1:1: expected a heading student_id, got "studentid", "name" (did you mean student_id?)',
  ],
  ["student_id,name\n1,A,B\n", "r.csv:2:1: expected 2 cells, as the headings have, got 3"],
  ["student_id,name\n,A\n", "r.csv:2:1: student_id: is missing"],
  ["", "r.csv: expected a line of headings with student_id, got nothing"],
])("hostile 41, 42: %j is refused with its line", (text, expected) => {
  expect(message(text)).toBe(expected);
});

test("another encoding is refused with what to do", () => {
  expect(() =>
    readRoster(Uint8Array.from([...Buffer.from("student_id\nJos"), 0xe9, 0x0a]), "r.csv"),
  ).toThrow("r.csv:2:4: expected UTF-8, got another encoding from here: save the file as UTF-8");
});

test.each(["utf-16le", "utf-16be"])("%s is refused with what to do, marked or not", (encoding) => {
  const marked = Buffer.from("\ufeffstudent_id\n1\n", "utf16le");
  const bytes = encoding === "utf-16le" ? marked : marked.swap16();
  for (const one of [bytes, bytes.subarray(2)]) {
    expect(() => readRoster(one, "r.csv")).toThrow("r.csv:1:1: expected UTF-8, got UTF-16 (");
  }
});

test.each([
  [
    'student_id,name\n1,"A\n2,B',
    "r.csv:2:3: expected a closing quote for this one, got the end of the file",
  ],
  [
    'student_id,name\n1,A"B"\n',
    "r.csv:2:4: a quote within a cell: expected the whole cell in quotes",
  ],
  [
    'student_id,name\n1,"A"B\n',
    'r.csv:2:6: expected a separator or the end of the line after the closing quote, got "B"',
  ],
  ['student_id,name\r1,"A\r\nB"C\r', "r.csv:3:3: expected a separator or the end of the line"],
])("%j is refused where the quotes do not fit", (text, expected) => {
  expect(message(text)).toContain(expected);
});

test.each([
  ["ends of lines of three systems", "student_id,name\r\n1,A\r2,B\n3,C", 3],
  ["what one spreadsheet tells another", "sep=;\nstudent_id;name,first\n1;A", 1],
  ["spaces around quotes", 'student_id, name\n1, "A" \n', 1],
])("%s are understood", (_, text, count) => {
  expect(read(text)).toHaveLength(count);
});

test.each([
  ["ann", "ann\u200b"],
  ["ann", "\u202eann"],
  ["ann", "\uff41nn"],
  ["fi", "\ufb01"],
  ["a b", "ab"],
])("hostile 36: %j and %j look the same, and are one id", (one, other) => {
  expect(message(`student_id\n${one}\n${other}\n`)).toMatch(
    /^r\.csv:3:1: student_id: ".*" is on line 2 already/,
  );
});

test("an id that nobody sees is missing", () => {
  expect(message("student_id\n\u200b\n")).toBe("r.csv:2:1: student_id: is missing");
});

test("of what is too long or too much, the message says where it is and stays short", () => {
  const headings = Array.from({ length: 100_000 }, (_, i) => `h${i}`).join();
  expect(read(`student_id,${headings}\n1${",".repeat(100_000)}\n`)).toEqual([{ id: "1" }]);
  const shown =
    '"h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9", "h10", "h11" and 99988 more';
  expect(message(`${headings}\n`)).toBe(`r.csv:1:1: expected a heading student_id, got ${shown}`);
  const long = "A".repeat(1001);
  expect(message(`student_id,name\n1,${long}\n`)).toBe(
    "r.csv:2:1: name: expected at most 1000 characters, got 1001",
  );
  expect(message(`student_id\n1\n${long}\n`)).toBe(
    "r.csv:3:1: student_id: expected at most 200 characters, got 1001",
  );
});

test("ten thousand students are read, a million empty rows are nothing, and too many students are refused", () => {
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, i) => `${i}\n`).join("");
  expect(read(`student_id\n${rows(10_000)}`)).toHaveLength(10_000);
  expect(message(`student_id,name\n${"\n".repeat(1_000_000)}1\n`)).toMatch(
    /^r\.csv:1000002:1: expected 2 cells/,
  );
  expect(message(`student_id\n${rows(200_001)}`)).toBe(
    "r.csv:200001:1: expected at most 200000 rows",
  );
});
