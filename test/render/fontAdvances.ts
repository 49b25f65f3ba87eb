import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";

/** How far each character of a font of our sheets moves on, in ems; undefined where it has none. */
export function fontAdvances(file: string): (character: string) => number | undefined {
  const path = createRequire(import.meta.url).resolve(`@fontsource/${file}`);
  const tables = tablesOf(readFileSync(path));
  const unitsPerEm = tables.get("head")!.readUInt16BE(18);
  const metrics = tables.get("hhea")!.readUInt16BE(34);
  const advances = tables.get("hmtx")!;
  const glyphs = glyphsOf(tables.get("cmap")!);
  return (character) => {
    const glyph = glyphs.get(character.codePointAt(0)!);
    if (glyph === undefined) return undefined;
    return advances.readUInt16BE(4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
  };
}

/** The tables of a WOFF file, unpacked. */
function tablesOf(woff: Buffer): ReadonlyMap<string, Buffer> {
  return new Map(
    Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
      const entry = 44 + 20 * i;
      const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at));
      const bytes = woff.subarray(offset!, offset! + packed!);
      const tag = woff.toString("latin1", entry, entry + 4);
      return [tag, packed === length ? bytes : inflateSync(bytes)] as const;
    }),
  );
}

/** The glyph of each character, from a table of ranges (format 4). */
function glyphsOf(cmap: Buffer): ReadonlyMap<number, number> {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) =>
    cmap.readUInt32BE(8 + 8 * i),
  );
  const at = offsets.find((offset) => cmap.readUInt16BE(offset) === 4)!;
  const count = cmap.readUInt16BE(at + 6) / 2;
  const column = (index: number, i: number): number =>
    at + 14 + 2 * (index * count + i) + (index > 0 ? 2 : 0);
  const glyphs = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const [end, start] = [cmap.readUInt16BE(column(0, i)), cmap.readUInt16BE(column(1, i))];
    const [delta, range] = [cmap.readUInt16BE(column(2, i)), cmap.readUInt16BE(column(3, i))];
    for (let code = start; code <= end && code < 0xffff; code++) {
      const place = column(3, i) + range + 2 * (code - start);
      const glyph = range === 0 ? code : cmap.readUInt16BE(place);
      if (glyph !== 0) glyphs.set(code, (glyph + delta) % 65536);
    }
  }
  return glyphs;
}
