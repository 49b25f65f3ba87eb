/** The letters that a TrueType font has glyphs for, by its table `cmap`. */
export function lettersOfFont(font: Buffer): ReadonlySet<string> {
  const letters = new Set<string>();
  const tables = font.readUInt16BE(4);
  const entries = Array.from({ length: tables }, (_, i) => 12 + 16 * i);
  const entry = entries.find((at) => font.toString("latin1", at, at + 4) === "cmap");
  if (entry === undefined) return letters;
  const cmap = font.readUInt32BE(entry + 8);
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = font.subarray(cmap + font.readUInt32BE(cmap + 8 + 8 * i));
    const format = table.readUInt16BE(0);
    if (format === 4) addSegments(letters, table);
    else if (format === 12) addGroups(letters, table);
  }
  return letters;
}

/** Format 4: letters below U+10000 in segments, each with a way to their glyphs. */
function addSegments(letters: Set<string>, table: Buffer): void {
  const bytes = table.readUInt16BE(6);
  for (let at = 14; at < 14 + bytes; at += 2) {
    const end = table.readUInt16BE(at);
    const start = table.readUInt16BE(at + bytes + 2);
    const offset = table.readUInt16BE(at + 3 * bytes + 2);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const place = at + 3 * bytes + 2 + offset + 2 * (code - start);
      if (offset === 0 || table.readUInt16BE(place) !== 0) letters.add(String.fromCodePoint(code));
    }
  }
}

/** Format 12: groups of letters whose glyphs follow each other. */
function addGroups(letters: Set<string>, table: Buffer): void {
  const end = 16 + 12 * table.readUInt32BE(12);
  for (let at = 16; at < end; at += 12) {
    const last = table.readUInt32BE(at + 4);
    for (let code = table.readUInt32BE(at); code <= last; code++)
      letters.add(String.fromCodePoint(code));
  }
}
