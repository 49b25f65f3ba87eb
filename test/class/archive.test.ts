import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { archivedFiles, archiveLimits } from "../../src/class/archive.js";
import { InputError } from "../../src/input/inputError.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (zip: Uint8Array, isWanted = (_: string): boolean => true) =>
  [...archivedFiles(zip, "a.zip", isWanted)].map((found) => {
    if (found instanceof InputError) return found.message;
    try {
      return [found.path, new TextDecoder().decode(found.bytes())];
    } catch (error) {
      return (error as Error).message;
    }
  });

describe("an archive", () => {
  test("gives the files that are wanted, in the order of their names", () => {
    const zip = zipSync({ "b.json": bytes("2"), "s/a.json": bytes("1"), "c.txt": bytes("x"), "a.json": bytes("") });
    expect(read(zip, (path) => path.endsWith(".json"))).toEqual([
      ["a.json", ""],
      ["b.json", "2"],
      ["s/a.json", "1"],
    ]);
  });

  test("hostile 38: may name a file as it likes: names are only names", () => {
    const zip = zipSync({ "../../etc/x.json": bytes("1"), "/x.json": bytes("2"), "__proto__.json": bytes("3") });
    expect(read(zip)).toHaveLength(3);
  });

  test("that has a file twice is told so", () => {
    const zip = renamed(zipSync({ "a.json": bytes("1"), "b.json": bytes("2") }), "b.json", "a.json");
    expect(read(zip)[0]).toBe("a.zip/a.json: stands more than once in the archive; only one of them is read");
  });

  test("that is no zip, or is cut short, is an error that says so", () => {
    expect(() => read(bytes("no zip"))).toThrow(/^a\.zip: could not be unpacked/);
    const zip = zipSync({ "a.json": bytes("1") });
    expect(() => read(zip.subarray(0, zip.length - 5))).toThrow(InputError);
  });

  test("loses no more than the file that is broken in it", () => {
    const zip = zipSync({ "a.json": bytes("a".repeat(1000)), "b.json": bytes("good") });
    zip.fill(0xff, 40, 48);
    expect(read(zip)).toEqual([expect.stringMatching(/^a\.zip\/a\.json: could not be unpacked/), ["b.json", "good"]]);
  });

  test("hostile 39: is refused what is larger than a submission may be", () => {
    const zip = zipSync({ "a.json": new Uint8Array(archiveLimits.fileBytes + 1), "b.json": bytes("good") });
    expect(zip.length).toBeLessThan(100_000);
    expect(read(zip)).toEqual([expect.stringMatching(/a\.json: expected at most \d+ bytes, got/), ["b.json", "good"]]);
  });

  test("hostile 39: that lies about a size is unpacked no further than it says", () => {
    const zip = zipSync({ "a.json": new Uint8Array(1_000_000) });
    const said = lying(zip, 1_000_000, 10);
    for (const found of read(said)) expect(String(found).length).toBeLessThan(100);
  });

  test("hostile 39: of too much altogether, or of too many entries, is refused whole", () => {
    const many = lying(zipSync({ "a.json": new Uint8Array(1000), "b.json": bytes("") }), 1000, 2 ** 31 + 1);
    expect(() => read(many)).toThrow(/unpacks to 2147483649 bytes/);
    expect(() => read(crowded(archiveLimits.entries + 1), () => false)).toThrow(/has more than 200000 entries/);
  });
});

/** The zip with another name, of the same length, for one of its files. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(zip).toString("latin1").replaceAll(from, to), "latin1"));
}

/** The zip with another size for what it unpacks to, wherever it says so. */
function lying(zip: Uint8Array, from: number, to: number): Uint8Array {
  const [said, instead] = [from, to].map((size) => {
    const field = Buffer.alloc(4);
    field.writeUInt32LE(size);
    return field.toString("latin1");
  });
  return new Uint8Array(Buffer.from(Buffer.from(zip).toString("latin1").replaceAll(said!, instead!), "latin1"));
}

/** A zip of the large kind (zip64) that lists one file over and over. */
function crowded(count: number): Uint8Array {
  const zip = Buffer.from(zipSync({ a: bytes("1") }));
  const listed = zip.indexOf("PK\u0001\u0002", 0, "latin1");
  const end = zip.indexOf("PK\u0005\u0006", 0, "latin1");
  const list = Buffer.alloc((end - listed) * count, zip.subarray(listed, end));
  const large = Buffer.alloc(56);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeUInt32LE(count, 32);
  large.writeUInt32LE(listed, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeUInt32LE(listed + list.length, 8);
  return Buffer.concat([zip.subarray(0, listed), list, large, locator, zip.subarray(end)]);
}
