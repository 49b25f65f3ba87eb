import { createHmac } from "node:crypto";

/** What a variant is drawn from, and the name it is known by. */
export interface SeedAndName {
  readonly seed: string;
  readonly variant: string;
}

/**
 * Whose variant of what: nothing else moves it, neither the order of a roster nor what else a set
 * holds.
 */
export interface Seeded {
  readonly course: string;
  readonly set: string;
  readonly exercise: string;
  readonly version: number;
  readonly student: string;
  /** How often the student was given another variant of the exercise already. */
  readonly redrawn?: number;
}

/**
 * The seed of a student's variant, and an opaque name that gives no seed away: HMAC-SHA-256 of the
 * secret over course, set, exercise, version and student. Both are part of every variant ever
 * handed out; they must not change.
 */
export function seedAndName(
  secret: string,
  { course, set, exercise, version, student, redrawn = 0 }: Seeded,
): SeedAndName {
  const whose = [course, set, exercise, version, student, ...(redrawn > 0 ? [redrawn] : [])];
  const digest = (purpose: string): Buffer =>
    createHmac("sha256", secret)
      .update(JSON.stringify([`handprop ${purpose}`, ...whose]))
      .digest();
  return { seed: digest("seed").toString("hex"), variant: readable(digest("variant")) };
}

// Crockford's digits: none is taken for another in handwriting. Sixty bits: two of a million
// variants are the same once in two million such courses.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `7K3Q-XM2P-9D4T` */
function readable(digest: Buffer): string {
  const letters = [...digest.subarray(0, 12)].map((byte) => digits[byte & 31]).join("");
  return letters.match(/.{4}/g)!.join("-");
}
