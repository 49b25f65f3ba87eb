import { problem } from "../../src/problem/problem.js";
import { onPaper } from "../../src/render/onPaper.js";
import { openPrinter } from "../../src/render/pdf/print.js";
import { solution, worksheet } from "../../src/render/sheet.js";
import { template } from "../../src/render/templates.js";
import { titleIn } from "../../src/render/titleIn.js";
import { exerciseNames, prepared } from "../exercises.js";
import { pagesUsed } from "./pagesUsed.js";
import { table } from "./table.js";

// tsx test/measure/pages.ts [SEEDS] [EXERCISE]...
// How much of each page of worksheets and solutions of a class is used; of all but last pages, at least 60%.
const [seeds = "1", ...only] = process.argv.slice(2);

const least = 0.6;

const printer = await openPrinter();
const percent = (share: number): string => `${Math.round(100 * share)}%`;
const rows: string[][] = [];
let [pages, below] = [0, 0];
try {
  for (const name of only.length > 0 ? only : exerciseNames) {
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const of = problem(prepared(name), String(seed));
      const sheets = { worksheet: worksheet(of, "formulas"), solution: solution(of) };
      for (const [kind, sheet] of Object.entries(sheets)) {
        const owner = { id: "s0001", name: "Ada Lovelace" };
        const handout = { course: "Course", title: "Week 3: backpropagation", student: owner };
        const html = template(kind)({
          ...onPaper(sheet, of, {}, { owner, hasCodes: true }),
          handout,
        });
        const used = await pagesUsed(await printer.print(html, { title: titleIn(html) }));
        const few = used.slice(0, -1).filter((share) => share < least).length;
        pages += used.length;
        below += few;
        rows.push([`${name} ${seed}`, kind, used.map(percent).join(" "), few > 0 ? "few" : ""]);
      }
    }
  }
} finally {
  await printer.close();
}
console.log(table("share of each page that is used", ["exercise", "sheet", "pages", ""], rows));
console.log(`${pages} pages; ${below} that are not the last of a sheet are used by less than 60%`);
