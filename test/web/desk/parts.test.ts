import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSet } from "../../../src/class/loadSet.js";
import { deskPage } from "../../../src/deskPage.js";
import { readPaperScripts } from "../../../src/handedIn/paperScripts.js";
import { problem } from "../../../src/problem/problem.js";
import { plain } from "../../../src/render/plain.js";
import type { Heading } from "../../../src/render/table.js";
import { commandOf, deskKeys } from "../../../src/web/desk/deskKeys.js";
import { type DeskSet, deskSet } from "../../../src/web/desk/deskSet.js";
import { fieldOrder } from "../../../src/web/desk/fieldOrder.js";
import { findScripts } from "../../../src/web/desk/findScripts.js";
import { markAtDesk } from "../../../src/web/desk/markAtDesk.js";
import { savedAmendments, savedPaper, savedSubmissions } from "../../../src/web/desk/savedFiles.js";
import { DeskWork, noWork } from "../../../src/web/desk/scriptWork.js";
import { type ScannedPage, sortPages } from "../../../src/web/desk/sortPages.js";
import { unfittingIn } from "../../../src/web/desk/unfitting.js";
import { HandedOutClass } from "../../class/handedOutClass.js";
import { prepared } from "../../exercises.js";
import { memory } from "./memory.js";

const school = new HandedOutClass(["a01,Zoë Álvarez", "a010,Ben Brandt", "b02,Ada Benz"]);
const today = "2027-03-02";
let desk: DeskSet;

beforeAll(async () => {
  await school.handOut("course: c\nname: w\ntitle: W\nexercises: [{ exercise: chain-rule }]");
  desk = deskSet({ manifest: loadSet(school.at("out")).manifest, typed: {}, set: "out" });
});

afterAll(() => rmSync(school.folder, { recursive: true }));

const variantOf = (student: string): string => school.paper(student, "chain-rule").variant;

describe("a student is found", () => {
  const found = (words: string) =>
    findScripts(desk.scripts, words).map(({ student }) => student.id);

  test.each([
    { words: "a01", ids: ["a01", "a010"], by: "id, whole before begun" },
    { words: "alvarez zoe", ids: ["a01"], by: "name, without its accents and in any order" },
    { words: "BEN", ids: ["a010", "b02"], by: "the beginning of either name" },
    { words: "nobody", ids: [], by: "nothing" },
    { words: "chain-ru", ids: ["a01", "a010", "b02"], by: "exercise" },
  ])("by $by", ({ words, ids }) => {
    expect(found(words)).toEqual(ids);
  });

  test("by the variant, with and without its hyphens", () => {
    const variant = variantOf("b02");
    expect(found(variant)).toEqual(["b02"]);
    expect(found(variant.replaceAll("-", "").toLowerCase())).toEqual(["b02"]);
  });
});

test("the fields are in the order of the sheet, whatever help it has, and each is there once", () => {
  const problem = desk.set.problemOf(desk.scripts[0]!.variant);
  for (const help of ["none", "formulas", "guided"] as const) {
    const ids = fieldOrder(problem, help).flatMap(({ fields }) => fields.map(({ id }) => id));
    expect(ids).toEqual(["y", "z", "dy_dx", "dz_dy", "dz_dx"]);
  }
});

test("fields of a table are called as its rows and columns are", () => {
  const rows = fieldOrder(problem(prepared("perceptron-rule"), "1"), "formulas");
  const written = ({ text, symbol }: Heading) => text ?? plain(symbol!);
  expect(rows.map(({ title, row }) => [title, row.map(written).join(" ")])).toEqual([
    ["Fill in the table", "Example 1"],
    ...["Example 2", "Example 3", "Example 4"].map((row) => [undefined, row]),
  ]);
  expect(rows[1]!.fields.map(({ head }) => written(head))).toEqual(
    rows[0]!.fields.map(({ head }) => written(head)),
  );
});

describe("pages of scans", () => {
  let place = 0;
  const page = (code?: string): ScannedPage => ({
    place: place++,
    source: "scan.pdf",
    number: place,
    isEmpty: false,
    ...(code === undefined ? {} : { code }),
  });
  const sorted = (pages: readonly ScannedPage[], byHand = new Map<ScannedPage, string>()) =>
    sortPages(pages, byHand, desk.set);

  test("are put together by student in the order of the sheet, with what is missing", () => {
    const variant = variantOf("a01");
    const pages = [page(`${variant} 4/4`), page(`${variantOf("b02")} 1/1`), page(`${variant} 2/4`)];
    const script = sorted(pages).scripts.get(variant)!;
    expect(script.pages.map(({ at }) => at)).toEqual([2, 4]);
    expect(script.missing).toEqual([1, 3]);
  });

  test("of which there are two are kept both, and named", () => {
    const variant = variantOf("a01");
    const script = sorted([page(`${variant} 1/1`), page(`${variant} 1/1`)]).scripts.get(variant)!;
    expect([script.pages.length, script.repeated]).toEqual([2, [1]]);
  });

  test.each([
    [undefined, /no code was found/],
    ["7K3Q-XM2P-9D4T 1/2", /of no sheet of this set/],
    ["SOLUTION", /is no page of a worksheet/],
    ["https://example.org/\u202e", /of no sheet of this set/],
    [`${"9".repeat(4000)} 1/1`, /of no sheet of this set/],
  ])("with the code %j are nobody's, and it is said why", (said, why) => {
    const code = said === "SOLUTION" ? `${variantOf("a01")} SOLUTION 1/2` : said;
    const [left] = sorted([page(code)]).leftOver;
    expect(left!.why).toMatch(why);
    expect(left!.why.length).toBeLessThan(120);
  });

  test("can be placed by hand, behind those that have a number", () => {
    const variant = variantOf("a01");
    const [back, front] = [page(), page(`${variant} 1/1`)];
    const { scripts, leftOver } = sorted([back, front], new Map([[back, variant]]));
    expect(leftOver).toEqual([]);
    expect(scripts.get(variant)!.pages.map(({ page }) => page)).toEqual([front, back]);
  });
});

describe("what is typed", () => {
  test("is kept with each field, and what is found there and is nothing of ours is passed over", () => {
    const work = new DeskWork(memory({ v: { answers: { y: 7, z: "1" }, marks: { y: -1 } }, w: 3 }));
    expect(work.of("v")).toEqual({ ...noWork, answers: { z: "1" } });
    expect(work.of("w")).toEqual(noWork);
    work.change("v", "answers", "y", "2");
    work.change("v", "answers", "z", "");
    expect(work.of("v").answers).toEqual({ y: "2" });
  });

  test("before the page was made stands there until something else is typed", () => {
    const work = new DeskWork(memory(), { v: { y: "1", z: "2" } });
    work.change("v", "answers", "y", "9");
    expect(work.of("v").answers).toEqual({ y: "9", z: "2" });
  });

  test("is a table that is read as it was typed, with its signs and digits", () => {
    const work = new DeskWork(memory());
    const variant = variantOf("b02");
    work.change(variant, "answers", "y", "-0.250");
    work.change(variant, "answers", "z", "illegible");
    const text = savedPaper(desk, work);
    expect(text).not.toContain("'");
    const [script, ...others] = readPaperScripts(new TextEncoder().encode(text), "paper.csv");
    expect(others).toEqual([]);
    expect(script!.submission.answers).toEqual({ y: "−0.250", z: "illegible" });
  });

  test("with a comma, or as a dash for nothing, is marked as the table and the file are", () => {
    const work = new DeskWork(memory());
    const [script] = desk.scripts;
    const { variant } = script!;
    work.change(variant.variant, "answers", "y", "1,5");
    work.change(variant.variant, "answers", "z", "-");
    const { sheet } = markAtDesk(desk.set, script!, work.of(variant.variant), today);
    const told = sheet.sections.flatMap(({ blanks }) => blanks.map(({ kind }) => kind));
    expect(told).not.toContain("unreadable");
    const [[, text] = []] = savedSubmissions(desk, work);
    expect(JSON.parse(text!).answers).toMatchObject({ y: "1.5", z: "" });
  });

  test("is a script where it is nothing but a mark by hand, or a note", () => {
    for (const [part, value] of [["marks", 1] as const, ["notes", "empty"] as const]) {
      const work = new DeskWork(memory());
      work.change(variantOf("b02"), part, "z", value);
      const saved = readPaperScripts(new TextEncoder().encode(savedPaper(desk, work)), "paper.csv");
      expect(saved.map(({ submission }) => submission.student)).toEqual(["b02"]);
      expect(savedSubmissions(desk, work).size).toBe(1);
    }
  });

  test("otherwise than in the table that the page was made with is named", () => {
    const before = { v: { y: "-1" }, w: { y: "2" }, x: { y: "—" } };
    const kept = (answers: object) => ({ answers, notes: {}, marks: {} });
    const work = new DeskWork(
      memory({ v: kept({ y: "−1" }), w: kept({ y: "2", z: "3" }), x: kept({}) }),
      before,
    );
    expect(work.differing).toEqual(["w"]);
  });

  test("for a sheet that the set has not any more is named, and kept", () => {
    const kept = { answers: { y: "1", gone: "2" }, notes: {}, marks: {} };
    const work = new DeskWork(memory({ [variantOf("a01")]: kept, "AAAA-BBBB-CCCC": kept }));
    expect(unfittingIn(desk, work, work.kept)).toMatchObject([
      { variant: variantOf("a01"), blanks: ["gone"] },
      { variant: "AAAA-BBBB-CCCC", blanks: [], why: "it was not handed out in this set" },
    ]);
  });
});

test("marks and notes that a sheet has no room for any more are named, and bar nothing else", () => {
  const variant = variantOf("a01");
  const kept = {
    answers: {},
    notes: { gone: "n", z: "see below" },
    marks: { y: 9, gone: 1, z: 1 },
  };
  const work = new DeskWork(memory({ [variant]: kept }));
  expect(unfittingIn(desk, work, work.kept)).toMatchObject([{ variant, blanks: ["gone", "y"] }]);
  expect(savedAmendments(desk, work, undefined, today)).toMatch(/marks: { "z": 1 }\n.*see below/);
  const { script } = markAtDesk(desk.set, desk.scripts[0]!, work.of(variant), today);
  expect(script.score).toBe(1);
});

describe("decisions", () => {
  const decided = (text: string) => ({ source: "amendments.yaml", text, tables: {} });
  const marked = () => {
    const work = new DeskWork(memory());
    work.change(variantOf("a01"), "marks", "y", 0.5);
    work.change(variantOf("a01"), "notes", "y", 'the "sign" was: unclear\n# no remark');
    work.change(variantOf("a01"), "notes", "z", "see\nthe margin");
    return work;
  };

  test("come behind those there are, and are not said twice", () => {
    const before =
      "- student: b02\n  exercise: chain-rule\n  excused: true # ill\n  reason: r\n  date: 2027-03-01";
    const text = savedAmendments(desk, marked(), decided(before), today)!;
    expect(text.startsWith(`${before}\n- variant`)).toBe(true);
    expect(text).toContain(`# ${variantOf("a01")} (chain-rule), z: see the margin\n`);
    const manifest = desk.set.manifest;
    const again = deskSet({ manifest, decided: decided(text), typed: {}, set: "out" });
    expect(savedAmendments(again, marked(), decided(text), today)).toBe(text);
  });

  test("are read where there are notes alone, and these stay", () => {
    const work = new DeskWork(memory());
    work.change(variantOf("a01"), "notes", "z", "see the margin");
    const text = savedAmendments(desk, work, undefined, today)!;
    expect(text).toMatch(/^# .*: see the margin\n$/);
    expect(savedAmendments(desk, new DeskWork(memory()), decided(text), today)).toBe(text);
  });

  test("are written anew where those there are stand in one line", () => {
    const before = "[{ exercise: chain-rule, void: dz_dx, reason: r, date: 2027-03-01 }]";
    const text = savedAmendments(desk, marked(), decided(before), today)!;
    expect(text).toContain('- {"exercise":"chain-rule","void":"dz_dx"');
  });

  test("are none where nothing was decided", () => {
    expect(savedAmendments(desk, new DeskWork(memory()), undefined, today)).toBeUndefined();
  });
});

test("a key has one command, and no sign of a number has one", () => {
  const keys = deskKeys.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const press = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  for (const key of "0123456789.,+-−eExX×*^/ ")
    expect(commandOf({ ...press, key })).toBeUndefined();
  expect(commandOf({ ...press, key: "Enter", shiftKey: true })).toBe("previous");
  expect(commandOf({ ...press, key: "ArrowDown", altKey: true })).toBe("nextPart");
  expect(commandOf({ ...press, key: "]", ctrlKey: true, altKey: true })).toBe("pageAfter");
  expect(commandOf({ ...press, key: "s", ctrlKey: true })).toBeUndefined();
});

test("a table in which a script has two rows is refused", () => {
  const row = `a01,chain-rule,${variantOf("a01")}`;
  const table = `student_id,exercise,variant,y\n${row},1\n${row},2\n`;
  writeFileSync(school.at("out/instructor/paper.csv"), table);
  expect(() => deskPage(school.at("out"))).toThrow(/paper\.csv:3:1: .* line 2: leave one of them/);
  rmSync(school.at("out/instructor/paper.csv"));
});

test("no name of a student ends the element that carries the set", async () => {
  const hostile = new HandedOutClass(['x1,"</script><img src=x onerror=alert(1)>"']);
  await hostile.handOut("course: c\nname: w\ntitle: W\nexercises: [{ exercise: chain-rule }]");
  const { html } = deskPage(hostile.at("out"));
  expect(html).not.toContain("</script><img");
  rmSync(hostile.folder, { recursive: true });
});
