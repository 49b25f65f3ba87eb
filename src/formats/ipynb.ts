import { blankSubmission, jsonText } from "../export/problemJson.js";
import type { FormatSettings, VariantFiles } from "../formats.js";
import type { Problem } from "../problem/problem.js";
import { withDecimalCommaInTex } from "../render/decimalComma.js";
import { standaloneSvg } from "../render/question.js";
import { type SheetSection, worksheet } from "../render/sheet.js";
import { template } from "../render/templates.js";

/**
 * `worksheet.ipynb`: a Jupyter notebook with a cell for the answers of each section, and a last one
 * that writes `submission.json`. It has no answer, and nothing that is marked in it.
 */
export function ipynb({ help, own }: FormatSettings): (of: Problem) => Promise<VariantFiles> {
  const [head, section] = [template("notebook.md", own), template("notebook-section.md", own)];
  return async (of) => {
    const { language } = of.prepared;
    const sheet = worksheet(of, help);
    const written = language.decimalComma ? withDecimalCommaInTex : (text: string) => text;
    const { diagram } = sheet;
    const [, title = ""] = /aria-label="([^"]*)"/.exec(diagram) ?? [];
    const net = Buffer.from(standaloneSvg(diagram)).toString("base64");
    const cells = [
      {
        ...markdown(written(head({ ...sheet, diagram: title }))),
        ...(diagram === "" ? {} : { attachments: { "net.svg": { "image/svg+xml": net } } }),
      },
      code(`student = ""  # ${language.say("notebookStudent")}\nanswers = {}`),
      ...sheet.sections.flatMap((one) => [
        markdown(written(section({ ...one, language }))),
        code(answersOf(one)),
      ]),
      code(lastCell(of)),
    ];
    return {
      "worksheet.ipynb": jsonText({
        cells: cells.map((cell, i) => ({ id: `cell-${i + 1}`, ...cell })),
        metadata: {
          kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
          language_info: { name: "python" },
        },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    };
  };
}

const markdown = (text: string) => ({
  cell_type: "markdown",
  metadata: {},
  source: linesOf(text.trim()),
});

const code = (text: string) => ({
  cell_type: "code",
  execution_count: null,
  metadata: {},
  outputs: [],
  source: linesOf(text),
});

/** As notebooks are written: a line each, with its end. */
const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

/** A text in Python is written as in JSON. */
const quoted = (text: string): string => JSON.stringify(text);

const answersOf = ({ tables, lines }: SheetSection): string => {
  const ids = [
    ...tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => cells.flatMap(({ id }) => id ?? [])),
    ),
    ...lines.map(({ id }) => id),
  ];
  return ["answers.update({", ...ids.map((id) => `    ${quoted(id)}: "",`), "})"].join("\n");
};

function lastCell(of: Problem): string {
  const { language } = of.prepared;
  const { answers: _, student: __, ...identity } = blankSubmission(of) as Record<string, unknown>;
  return `import json

submission = {
${Object.entries(identity)
  .map(([key, value]) => `    ${quoted(key)}: ${JSON.stringify(value)},`)
  .join("\n")}
    "student": student,
    "answers": {key: "" if value is None else str(value) for key, value in answers.items()},
}
with open("submission.json", "w", encoding="utf-8") as file:
    json.dump(submission, file, indent=2, ensure_ascii=False)
done = sum(answer.strip() != "" for answer in submission["answers"].values())
print(f"${language.say("notebookWrote", { done: "{done}", all: "{len(answers)}" })}")`;
}
