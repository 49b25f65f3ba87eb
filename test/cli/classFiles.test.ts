import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HandedOutClass } from "../class/handedOutClass.js";

const course = new HandedOutClass(["s1,Zoë Ames", "s2,Bo Bell"]);
const set = `title: Week 1
course: c-2027
name: week-1
timeZone: Europe/Berlin
locale: { decimalComma: true }
exercises: [{ exercise: chain-rule, points: 4.5 }]
`;
afterAll(() => rmSync(course.folder, { recursive: true }));

beforeAll(async () => {
  expect((await course.handOut(set)).code).toBe(0);
  for (const student of ["s1", "s2"]) {
    const { variant, answers } = course.paper(student, "chain-rule");
    if (student === "s2") answers.y = "77";
    course.handIn(`${student}.json`, "chain-rule", variant, answers);
  }
});

test("a table as Excel reads it begins with its mark, and has the set's comma", async () => {
  const { out } = await course.grade({ report: "gradebook", excel: true });
  const [head, first] = out.split("\r\n");
  expect(head).toBe("\ufeffstudent_id;name;email;section;chain-rule;total;out_of;percent;notes");
  expect(first).toBe("s1;Zoë Ames;;;4,5;4,5;4,5;100;");
  const plain = (await course.grade({ report: "gradebook" })).out;
  expect(plain.split("\r\n")[1]).toBe("s1,Zoë Ames,,,4.5,4.5,4.5,100,");
});

test("a marked script has name, points in the set and symbols; an anonymous one neither name nor id", async () => {
  course.decide("- exercise: chain-rule\n  void: dy_dx\n  reason: ambiguous\n  date: 2027-03-01\n");
  const out = course.at("marked");
  await course.grade({ report: "html", out });
  const [first] = readdirSync(out);
  const page = course.read("marked", first!);
  expect(page).toContain('<span class="student"><bdi>Zoë Ames</bdi> (<bdi>s1</bdi>)</span>');
  expect(page).toContain("<strong>4 of 4</strong> marks, <strong>4.5 of 4.5</strong> points");
  expect(page).toContain("dy/dx does not count: ambiguous (2027-03-01)");
  const hidden = course.at("hidden");
  await course.grade({ report: "html", out: hidden, anonymous: true });
  for (const name of readdirSync(hidden)) {
    expect(name).toMatch(/^chain-rule--[0-9A-Z-]+\.html$/);
    expect(course.read("hidden", name)).not.toMatch(/Ames|Bell|>s[12]</);
  }
  const report = (await course.grade({ report: "class", anonymous: true })).out;
  expect(report).not.toMatch(/Ames|Bell/);
  course.decide("[]");
});

test("a class is made as pages without a browser, and by itself where there is none", async () => {
  vi.stubEnv("HANDPROP_BROWSER", course.at("nowhere"));
  try {
    const pages = await course.handOut(set, { out: course.at("pages"), format: ["json", "html"] });
    expect(pages.code).toBe(0);
    const alone = await course.handOut(set, { out: course.at("usual"), format: ["pdf"] });
    expect(alone.code).toBe(4);
    expect(alone.err).toContain("Wrote HTML instead of PDF.");
  } finally {
    vi.unstubAllEnvs();
  }
  for (const folder of ["pages", "usual"]) {
    const own = course.at(folder, "students/s1/chain-rule");
    expect(readdirSync(own)).toEqual(["problem.json", "submission.json", "worksheet.html"]);
    expect(existsSync(course.at(folder, "instructor/manifest.json"))).toBe(true);
  }
});

test("keys and solutions of an anonymous class say of whom they are by the variant alone", async () => {
  const options = { out: course.at("nameless"), format: ["html"], anonymous: true } as const;
  expect((await course.handOut(set, options)).code).toBe(0);
  const { variant } = course.paper("s1", "chain-rule");
  for (const name of ["key.html", "solution.html"]) {
    const page = course.read("nameless/instructor/chain-rule", variant, name);
    expect(page).toContain(variant);
    expect(page).not.toMatch(/Ames|· s1\b/);
  }
  expect(course.read("nameless/students/s1/chain-rule/worksheet.html")).toContain("Zoë Ames");
});

test("when a script was handed in is read from its archive, else said to be unknown; never from the clock", async () => {
  const due = set.replace(
    "exercises:",
    "policy: { deadline: 2027-03-05, late: refuse }\nexercises:",
  );
  expect((await course.handOut(due)).code).toBe(0);
  const unknown = await course.grade();
  expect(unknown.code).toBe(0);
  expect(unknown.err).toContain("2 scripts say nowhere when they were handed in");
  const scripts = ["s1", "s2"].map((id) => Buffer.from(course.read("in", `${id}.json`)));
  for (const id of ["s1", "s2"]) rmSync(course.at("in", `${id}.json`));
  writeFileSync(
    course.at("in/all.zip"),
    zipSync({
      "s1.json": [scripts[0]!, { mtime: new Date(2027, 2, 5, 23, 59) }],
      "s2.json": [scripts[1]!, { mtime: new Date(2027, 2, 6, 0, 1) }],
    }),
  );
  const { code, err } = await course.grade();
  expect(code).toBe(5);
  expect(err).toContain(
    "s2.json: was handed in at 2027-03-06T00:01:00, after the deadline 2027-03-05: nothing is taken after it",
  );
  expect([...(await course.results()).keys()]).toEqual(["s1 chain-rule"]);
});

test.each([
  ["deadline: 2027-02-30", /set\.yaml:\d+:\d+: deadline: expected a time such as/],
  ["late: sometimes", /set\.yaml:\d+:\d+: policy\.late: expected/],
  ["attempt: last-in-tim", /set\.yaml:\d+:\d+: policy\.attempt: .*did you mean last-in-time\?/],
])("a set with %s is refused with the place", async (policy, message) => {
  const wrong = set.replace("exercises:", `policy: { ${policy} }\nexercises:`);
  await expect(course.handOut(wrong)).rejects.toThrow(message);
});

test("a deadline needs a time zone that there is", async () => {
  const due = set.replace("exercises:", "policy: { deadline: 2027-03-05T23:59 }\nexercises:");
  await expect(course.handOut(due.replace(/^timeZone.*\n/m, ""))).rejects.toThrow(
    /deadline: says no time zone, and the set has none/,
  );
  await expect(course.handOut(due.replace("Europe/Berlin", "Europe/Berlon"))).rejects.toThrow(
    /timeZone: there is no time zone "Europe\/Berlon" \(did you mean Europe\/Berlin\?\)/,
  );
});
