import { readFileSync, readdirSync } from "node:fs";
const root = process.env.ROOT!;
const at = (p: string) => import(`${root}/${p}`);
const { problem } = await at("src/problem/problem.js");
const { onPaper } = await at("src/render/onPaper.js");
const { openPrinter } = await at("src/render/pdf/print.js");
const { solution, worksheet } = await at("src/render/sheet.js");
const { template } = await at("src/render/templates.js");
const { prepared } = await at("test/exercises.js");
const ex = prepared(process.argv[3] ?? "mlp-2-2-2-sigmoid");
let mism = 0;
const printer = await openPrinter({ pages: 2, mismatched: (w: string) => { mism++; console.log(w); } });
const own = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1000; };
const tree = () => { const m = new Map<string, string>(); for (const d of readdirSync("/proc")) if (/^\d+$/.test(d)) try { m.set(d, readFileSync(`/proc/${d}/stat`, "utf8")); } catch {} return m; };
const browser = () => {
  const all = tree(); const parent = new Map<string, string>(); const t = new Map<string, number>();
  for (const [d, s] of all) { const f = s.slice(s.lastIndexOf(")") + 2).split(" "); parent.set(d, f[1]!); t.set(d, (Number(f[11]) + Number(f[12])) * 10); }
  let sum = 0;
  for (const d of all.keys()) { let p: string | undefined = parent.get(d); while (p && p !== String(process.pid)) p = parent.get(p); if (p) sum += t.get(d)!; }
  return sum;
};
const warm = 30, N = Number(process.argv[2] ?? 100);
let a = 0, b = 0, w = 0, bytes = 0;
await Promise.all([0, 1].map(async (lane) => {
  for (let i = lane; i < warm + N; i += 2) {
    if (i === warm) { a = own(); b = browser(); w = performance.now(); }
    const drawn = problem(ex, String(i));
    const paper = (s: object): object => onPaper(s as never, drawn, {}, { owner: { id: "s", name: "A" }, hasCodes: true } as never);
    for (const html of [template("worksheet")(paper(worksheet(drawn, "formulas"))), template("solution")(paper(solution(drawn)))])
      bytes += (await printer.print(html, { title: /<title>([^<]*)/.exec(html)![1]!.replace(/&#x27;/g, "'") })).length;
  }
}));
console.log(root, "node", ((own() - a) / N).toFixed(1), "browser", ((browser() - b) / N).toFixed(1), "wall", ((performance.now() - w) / N).toFixed(1), "ms a pair; bytes", Math.round(bytes / (N + warm)), "mismatches", mism);
await printer.close();
