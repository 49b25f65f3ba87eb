import { createHash } from "node:crypto";

/**
 * A UUID of names (version 5, RFC 9562, of no namespace but ours): the same for the same names, so
 * that a platform knows again what it was given before.
 */
export function stableUuid(...names: readonly string[]): string {
  const bytes = createHash("sha1")
    .update(JSON.stringify(["handprop", ...names]))
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex").slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
