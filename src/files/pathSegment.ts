import { createHash } from "node:crypto";

/**
 * The name of a folder or file for a text from outside: it can neither leave its folder nor mean
 * anything to a system. Different texts have different names, even where a system does not tell
 * capitals from small letters, unless they differ in nothing else.
 */
export function pathSegment(text: string): string {
  const encoded = [...text]
    .map((character) => (/[A-Za-z0-9_-]/.test(character) ? character : escaped(character)))
    .join("");
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(encoded) ? `%${encoded}` : encoded;
  if (reserved.length <= longest) return reserved || "%";
  // A system's limit is 255 bytes, and the name of a draft is longer than the file's.
  const hash = createHash("sha256").update(text).digest("hex");
  return `${reserved.slice(0, longest - 25)}%-${hash.slice(0, 20)}`;
}

const longest = 120;

const escaped = (character: string): string =>
  [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`)
    .join("");
