import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { inflateSync } from "node:zlib";
import { keepFile } from "./cache.js";

// The text face is what Chromium falls back to, the mathematical one has the signs and Greek
// letters the first lacks.
const faces = [
  "@fontsource/stix-two-text/files/stix-two-text-latin-400-normal.woff",
  "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff",
];

// Without absolute paths, so that a cache that is moved or copied still works; `xdg` is
// XDG_CACHE_HOME.
const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">faces</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The environment in which a browser on Linux knows our two fonts and no other. With no font on the
 * system Chromium draws no text at all, embedded fonts or not; with other fonts a document would
 * depend on the machine it is printed on.
 */
export async function ownFontsOnly(cache: string): Promise<NodeJS.ProcessEnv> {
  const { resolve } = createRequire(import.meta.url);
  const woffs = await Promise.all(faces.map((face) => readFile(resolve(face))));
  const digest = createHash("sha256").update(configuration);
  for (const woff of woffs) digest.update(woff);

  const folder = join(cache, `fonts-${digest.digest("hex").slice(0, 12)}`);
  for (const [i, woff] of woffs.entries()) {
    const name = basename(faces[i]!, ".woff");
    await keepFile(cache, join(folder, "faces", `${name}.ttf`), (draft) =>
      writeFile(draft, sfnt(woff)),
    );
  }
  const file = join(folder, "fonts.conf");
  await keepFile(cache, file, (draft) => writeFile(draft, configuration));
  return { FONTCONFIG_FILE: file, XDG_CACHE_HOME: cache };
}

// The font inside a WOFF 1.0 file (www.w3.org/TR/WOFF), because Chromium takes neither WOFF nor
// WOFF2 for a system font.
function sfnt(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(12 + 16 * count);
  const power = Math.floor(Math.log2(count));
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(16 << power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(16 * count - (16 << power), 10);

  const parts: Buffer[] = [directory];
  let offset = directory.length;
  for (let i = 0; i < count; i++) {
    const from = 44 + 20 * i;
    const to = 12 + 16 * i;
    const start = woff.readUInt32BE(from + 4);
    const stored = woff.subarray(start, start + woff.readUInt32BE(from + 8));
    const length = woff.readUInt32BE(from + 12);
    woff.copy(directory, to, from, from + 4); // tag
    woff.copy(directory, to + 4, from + 16, from + 20); // checksum
    directory.writeUInt32BE(offset, to + 8);
    directory.writeUInt32BE(length, to + 12);
    // A table is stored as it is where deflating would not have made it smaller.
    const table = stored.length < length ? inflateSync(stored) : stored;
    const padding = Buffer.alloc(-length & 3);
    parts.push(table, padding);
    offset += length + padding.length;
  }
  return Buffer.concat(parts);
}
