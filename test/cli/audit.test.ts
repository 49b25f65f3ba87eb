import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { type AuditOptions, auditCommand } from "../../src/cli/audit.js";

const folder = mkdtempSync(join(tmpdir(), "handprop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const batch = `name: batch
title: Two examples
network:
  inputs: 1
  layers: [{ units: 1, activation: identity }]
  loss: { of: squared-error, examples: mean }
  examples: 2
draw: { x: 1, w: 1, t: 1, eta: 1 }
ask: [loss]
rounding: { decimals: 2 }
`;

async function audited(
  given: string,
  printed: string,
  options: AuditOptions = {},
  table?: string,
): Promise<string> {
  const path = join(folder, "batch.yaml");
  writeFileSync(path, `${batch}published:\n  given: ${given}\n  printed: ${printed}\n`);
  const written = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  try {
    await auditCommand(path, table, options);
    return written.mock.calls.map(([text]) => text).join("");
  } finally {
    written.mockRestore();
  }
}

const given = "{ x: [1, 2], w: 1, t: [2, 4], eta: 0.1 }";

describe("audit", () => {
  test("takes what is printed for an id, even where a role is called the same", async () => {
    const text = await audited(given, '{ loss: "2.50", e1.loss: "1" }');
    expect(text).toMatch(/^L +loss +2\.50 +2\.5 +right/m);
    expect(text).toContain("2 numbers: 2 right, 0 wrong by themselves, 0 that follow from those.");
  });

  test("takes a whole number for no other, one unit away", async () => {
    expect(
      await audited(
        "{ x: [1, 2], w: 1, t: [2, 5], eta: 0.1 }",
        '{ loss: "5", e1.loss: "2", e2.loss: "9" }',
      ),
    ).toContain("3 numbers: 2 right, 1 wrong by themselves, 0 that follow from those.");
  });

  test("counts what it cannot read apart from what is right", async () => {
    expect(await audited(given, '{ loss: "2.50", e1.loss: about 1 }')).toContain(
      "2 numbers: 1 right, 0 wrong by themselves, 0 that follow from those. 1 cannot be read " +
        "as a number.",
    );
  });

  test("hostile 59: shows what is printed as one harmless line, and no more of it than a number has", async () => {
    const text = await audited(given, `{ loss: "\\u200f2.50\\n", e1.loss: "${"9".repeat(100)}" }`);
    expect(text).toContain("\\u200f2.50\\u000a");
    expect(text.length).toBeLessThan(1000);
    const refused =
      /batch\.yaml:13:\d+: a text has the character U\+001B, which cannot be printed: in double quotes a backslash and a letter are another character; a text with backslashes stands in single quotes$/;
    await expect(audited(given, '{ loss: "\\e[31m2.50" }')).rejects.toThrow(refused);
    await expect(audited(given, `{ loss: "${"9".repeat(101)}" }`)).rejects.toThrow(
      /13:\d+: .* at most 100 characters, got 101$/,
    );
  });

  test.each([
    [
      "{ x: [1, 2], t: [2, 4], eta: 0.1 }",
      '{ loss: "2.50" }',
      /batch\.yaml:12:3: no values for w1_1_1$/,
    ],
    [
      "{ x: 1, w: [1, 2], t: 1 }",
      '{ loss: "2.50" }',
      /batch\.yaml:12:21: expected 1 values \(w1_1_1\), got 2$/,
    ],
    [
      given,
      '{ loss: "2.50", w1_1_1: "1" }',
      /batch\.yaml:13:36: w1_1_1 is given, so there is nothing to compute$/,
    ],
    [
      "{ x: [1.0e+308, 2], w: 1, t: [2, 4], eta: 0.1 }",
      '{ loss: "2.50" }',
      /batch\.yaml:12:\d+: published\.given\.x\[0\]: expected at most 1000000000, got 1e\+308$/,
    ],
    [
      given,
      '{ los: "2.50" }',
      /batch\.yaml:13:19: there is no quantity los \(did you mean loss\?\)$/,
    ],
  ])("says where the published numbers do not fit: %s %s", async (values, printed, message) => {
    await expect(audited(values, printed)).rejects.toThrow(message);
  });

  test("what nobody asks for may be too large to be written down", async () => {
    const path = join(folder, "saturated.yaml");
    writeFileSync(
      path,
      `name: saturated
title: A saturated softmax
network: { inputs: 1, layers: [{ units: 2, activation: softmax }], loss: cross-entropy }
published:
  given: { x: 1, w1: [-30, 30], t: [1, 0], eta: 0.1 }
  printed: { a1_2: "1.0000", delta1_1: "-1.0000", loss: "60.0000" }
`,
    );
    const written = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    await auditCommand(path, undefined, {});
    expect(written.mock.calls.join("")).toContain("3 numbers: 3 right");
    written.mockRestore();
  });

  const named = (values: string, printed: string): string =>
    [
      "name: named",
      "title: A file with names of its own",
      "network: { inputs: 1, layers: [{ units: 1, activation: sigmoid }], loss: squared-error }",
      "names: { p: w1_1_1, h: a1_1 }",
      `published: { given: ${values}, printed: ${printed} }`,
      "",
    ].join("\n");

  test.each([
    [
      "{ x: 1, p: 1, t: 1 }",
      "{ h: 0.7, new_p: 1 }",
      undefined,
      /named\.yaml:5:14: no values for eta$/,
    ],
    ["{ x: 1, p: [1, 2], t: 1, eta: 1 }", "{ h: 0.7 }", undefined, /5:32: expected 1 values/],
    [
      "{ x: 1, p: 1, t: 1, eta: 1, q: 1 }",
      "{ h: 0.7, loss: 1 }",
      undefined,
      /5:52: no given is called/,
    ],
    ["{ x: 1, p: 1, t: 1, eta: 1 }", "{ h: 0.7, p: 1 }", undefined, /5:73: w1_1_1 is given/],
    [
      "{ x: 1, p: 1, t: 1, eta: 1 }",
      "{}",
      "id,printed\nh,0.7\np,1\n",
      /p\.csv:3:1: w1_1_1 is given/,
    ],
  ])(
    "says where it stands in a file with own names and no draw: %s %s",
    async (values, printed, table, message) => {
      const path = join(folder, "named.yaml");
      writeFileSync(path, named(values, printed));
      if (table) writeFileSync(join(folder, "p.csv"), table);
      await expect(auditCommand(path, table && join(folder, "p.csv"), {})).rejects.toThrow(message);
    },
  );

  const twoParts = (second: string): string =>
    [
      "name: named",
      "title: One example, worked twice",
      "network: { inputs: 1, layers: [{ units: 1, activation: identity }], loss: squared-error }",
      "names: { p: w1_1_1, h: a1_1 }",
      "published:",
      "  given: { x: 2, p: 1, t: 1, eta: 0.1 }",
      "  printed: { h: 2.0, loss: 1.0 }",
      `  parts: [${second}]`,
      "",
    ].join("\n");
  const auditedInParts = async (second: string, options: AuditOptions = {}): Promise<string> => {
    const path = join(folder, "named.yaml");
    writeFileSync(path, twoParts(second));
    const written = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    try {
      await auditCommand(path, undefined, options);
      return written.mock.calls.join("");
    } finally {
      written.mockRestore();
    }
  };

  test("judges a second part by its own givens, and by the digits that it has", async () => {
    const second = "{ given: { p: 3 }, printed: { h: 6.00, loss: 24.0, neg_dp: -20.0 } }";
    const text = await auditedInParts(second);
    expect(text).toMatch(/^a_1 +h +2\.0 +2 +right/m);
    expect(text).toMatch(/^a_1 +part2\.h +6\.00 +6 +right/m);
    expect(text).toMatch(/^L +part2\.loss +24\.0 +25 +mistake/m);
    expect(text).toContain("5 numbers: 4 right, 1 wrong by themselves");
    const { counts, findings } = JSON.parse(await auditedInParts(second, { json: true }));
    expect(counts).toMatchObject({ right: 4, mistake: 1 });
    expect(findings.map(({ name }: { name?: string }) => name)).toEqual([
      ...["h", undefined],
      ...["part2.h", "part2.loss", "part2.neg_dp"],
    ]);
  });

  test.each([
    ["{ given: { q: 3 }, printed: { h: 6.00 } }", /named\.yaml:8:25: no given is called this/],
    ["{ printed: { g: 6.00 } }", /named\.yaml:8:27: there is no quantity g$/],
    [
      "{ printed: { p: 6.00 } }",
      /named\.yaml:8:27: w1_1_1 is given, so there is nothing to compute$/,
    ],
    ["{ given: { p: 3 } }", /named\.yaml:8:\d+: published\.parts\[0\]\.printed: is missing$/],
  ])("says where a second part is wrong: %s", async (second, message) => {
    await expect(auditedInParts(second)).rejects.toThrow(message);
  });

  test("says why it cannot read a number", async () => {
    expect(await audited(given, '{ loss: "2,50" }')).toMatch(/unreadable +Write a decimal point/);
  });

  test.each([
    ["id,printed\nloss,2.50\ne1.loss,1\n", "2 numbers: 2 right"],
    ["sep=;\nPrinted;page;ID\n2.50;12;loss\n0;12;loss\n", "2 numbers: 1 right, 1 wrong"],
  ])("reads the numbers from a table beside the exercise: %j", async (table, counts) => {
    expect(await auditedWith(table)).toContain(counts);
  });

  test.each([
    ["id,value\nloss,2.50\n", /n\.csv:1:1: expected a row of headings, id and printed among them$/],
    [
      "id,printed\nloss,2.50\nlos,1\n",
      /n\.csv:3:1: there is no quantity los \(did you mean loss\?\)$/,
    ],
    ["id,printed\nloss,2.50,1\n", /n\.csv:2:1: expected 2 cells, as the headings have, got 3$/],
    ["id,printed\nloss,\n", /n\.csv:2:1: "loss": expected what is printed$/],
    ["id,printed\n,2\n", /n\.csv:2:1: expected an id$/],
    ["id,printed,id\nloss,2,loss\n", /n\.csv:1:1: expected one column id, got several$/],
    ["id,printed\n__proto__,2\n", /n\.csv:2:1: there is no quantity __proto__$/],
    [
      "id,printed\nloss,2\nw1_1_1,2\n",
      /n\.csv:3:1: w1_1_1 is given, so there is nothing to compute$/,
    ],
    ["id,printed\n", /n\.csv:1:1: expected a number to audit, got none$/],
    [`id,printed\nloss,${"9".repeat(101)}\n`, /n\.csv:2:1: .* at most 100 characters, got 101$/],
  ])("a table of %j is refused with its line", async (table, message) => {
    await expect(auditedWith(table)).rejects.toThrow(message);
  });

  test("as JSON it counts, and names what it speaks of", async () => {
    const { counts, findings } = JSON.parse(await audited(given, "{ loss: 2.50 }", { json: true }));
    expect(counts).toEqual({ right: 1, follows: 0, unjudgeable: 0, mistake: 0, unreadable: 0 });
    expect(findings).toMatchObject([{ id: "loss", symbol: "L", printed: "2.50" }]);
  });

  test("as a page it says of each mistake what it should be, why, and what follows from it", async () => {
    const out = join(folder, "audit.html");
    await audited(given, '{ e1.loss: "3.00", e2.loss: "4.00", loss: "3.50" }', {
      report: "html",
      out,
    });
    const page = readFileSync(out, "utf8").replace(/<style>.*?<\/style>/gs, "");
    const said = page.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
    expect(said).toContain("3 numbers: 1 right, 1 wrong by themselves, 1 that follow from those.");
    expect(said).toMatch(/The text has 3\.00; it should be 1, from .*=/);
    expect(said).toMatch(/follows from it\./);
  });
});

/** The batch, audited with the numbers of a table. */
async function auditedWith(table: string): Promise<string> {
  const path = join(folder, "n.csv");
  writeFileSync(path, table);
  return audited(given, "{}", {}, path);
}
