import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { archivedFiles, archiveLimits } from "../../src/handedIn/archive.js";
import { InputError } from "../../src/input/inputError.js";
import { type RawFile, rawZip } from "./rawZip.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (zip: Uint8Array, isWanted = (_: string): boolean => true) =>
  [...archivedFiles(zip, "a.zip", isWanted)].map((found) => {
    if (found instanceof InputError) return found.message;
    try {
      return [found.path, new TextDecoder().decode(found.bytes())];
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
  });

describe("an archive", () => {
  test("gives the files that are wanted, in the order of their names", () => {
    const zip = zipSync({
      "b.json": bytes("2"),
      "s/a.json": bytes("1"),
      "c.txt": bytes("x"),
      "a.json": bytes(""),
    });
    expect(read(zip, (path) => path.endsWith(".json"))).toEqual([
      ["a.json", ""],
      ["b.json", "2"],
      ["s/a.json", "1"],
    ]);
  });

  test("gives those of archives in it, but goes no deeper", () => {
    const inner = zipSync({ "c.json": bytes("3"), "d.zip": bytes("x") });
    const zip = zipSync({
      "a.json": bytes("1"),
      "b.zip": inner,
      "c.zip": bytes("no"),
      "d.ZIP": zipSync({}),
    });
    expect(read(zip)).toEqual([
      ["a.json", "1"],
      ["b.zip/c.json", "3"],
      "a.zip/b.zip/d.zip: is an archive in an archive in an archive",
      "a.zip/c.zip: is no zip, whatever it is called",
      "a.zip/d.ZIP: there is no submission in this archive",
    ]);
  });

  test.each([
    ["a comment", rawZip([{ path: "a.json" }], { comment: "PK\u0005\u0006".repeat(9) })],
    [
      "a program before it that unpacks it",
      rawZip([{ path: "a.json" }], { before: "MZ".repeat(99) }),
    ],
    ["something after it", rawZip([{ path: "a.json" }], { after: "\n\n" })],
    ["large numbers", rawZip([{ path: "a.json", large: true }], { large: true })],
    ["nothing packed", rawZip([{ path: "a.json", method: 0 }])],
    ["its sizes behind the files", rawZip([{ path: "a.json", flags: 8 }])],
    ["folders", rawZip([{ path: "s/", content: "" }, { path: "a.json" }])],
  ])("is read with %s", (_, zip) => {
    expect(read(zip)).toEqual([["a.json", "{}"]]);
  });

  test.each([
    ["s\\a.json", "s/a.json"],
    [Uint8Array.from([0x84, 0x81]), "äü"],
    ["größe.json", "größe.json"],
  ])("has the path %j as %j, whatever system wrote it", (path, expected) => {
    expect(read(rawZip([{ path }]))).toEqual([[expected, "{}"]]);
  });

  const beside: RawFile = { path: "good.json" };
  test.each<readonly [string, RawFile, string]>([
    ["../../etc/x.json", {} as RawFile, "has a path that leads elsewhere"],
    ["s/../../x.json", {} as RawFile, "has a path that leads elsewhere"],
    ["..\\x.json", {} as RawFile, "has a path that leads elsewhere"],
    ["/x.json", {} as RawFile, "has a path that leads elsewhere"],
    ["C:\\x.json", {} as RawFile, "has a path that leads elsewhere"],
    ["a\0.json", {} as RawFile, "has a path that leads elsewhere"],
    [
      `${"x".repeat(2000)}.json`,
      {} as RawFile,
      "has a path of 2005 characters, expected at most 1000",
    ],
    ["l.json", { system: 3, mode: 0o120777 } as RawFile, "is a link, expected a file"],
    ["d.json", { system: 3, mode: 0o020666 } as RawFile, "is no ordinary file"],
    ["p.json", { system: 19, mode: 0o010666 } as RawFile, "is no ordinary file"],
  ])("hostile 38: refuses %j, and reads the rest", (path, file, expected) => {
    const [one, other] = read(rawZip([{ ...file, path }, beside])).sort((a) =>
      typeof a === "string" ? -1 : 1,
    );
    expect(one).toContain(expected);
    expect(other).toEqual(["good.json", "{}"]);
  });

  test.each<readonly [string, Partial<RawFile>, string]>([
    ["that is encrypted", { flags: 1 }, "is encrypted: expected an archive without a password"],
    ["that is encrypted strongly", { flags: 0x40 }, "is encrypted: expected an archive without"],
    ["of an encrypted list", { flags: 0x2000 }, "is encrypted: expected an archive without"],
    [
      "packed otherwise",
      { method: 14 },
      "is packed in a way that is not read (LZMA): expected a zip as systems make it",
    ],
    ["packed in no known way", { method: 77 }, "is packed in a way that is not read (method 77)"],
    ["called otherwise where it lies", { pathThere: "b.json" }, 'is called "b.json" where it lies'],
    ["with another checksum", { checksum: 1 }, "is damaged: its checksum is another"],
    ["with fewer bytes than it says", { size: 5 }, "is damaged: says that it has 5 bytes, has 2"],
    ["with more bytes than it says", { size: 1 }, "unpacks to more than the 1 bytes it says"],
    [
      "not packed, with another size",
      { method: 0, size: 1 },
      "is damaged: says that it has 1 bytes, has 2",
    ],
    [
      "too large",
      { size: archiveLimits.fileBytes + 1 },
      "expected at most 33554432 bytes, got 33554433",
    ],
  ])("loses no more than the file %s", (_, file, expected) => {
    const [odd, good] = read(rawZip([{ ...file, path: "a.json" }, beside]));
    expect(odd).toMatch(/^a\.zip\/a\.json: /);
    expect(odd).toContain(expected);
    expect(good).toEqual(["good.json", "{}"]);
  });

  test("loses no more than the file that is broken in it", () => {
    const zip = zipSync({ "a.json": bytes("a".repeat(1000)), "b.json": bytes("good") });
    zip.fill(0xff, 37, 41);
    expect(read(zip)).toEqual(["a.zip/a.json: is damaged", ["b.json", "good"]]);
  });

  test("that has a file twice is told so", () => {
    expect(
      read(
        rawZip([
          { path: "a.json", content: "1" },
          { path: "a.json", content: "2" },
        ]),
      ),
    ).toEqual([
      "a.zip/a.json: stands more than once in the archive; only one of them is read",
      ["a.json", "2"],
    ]);
  });

  const whole = rawZip([{ path: "a.json" }, { path: "b.json" }]);
  test.each([
    ["nothing", "", "is empty, expected a zip"],
    ["a text", "no zip", "is no zip, whatever it is called"],
    ["a gzip", "\x1f\x8b\x08", "is a gzip archive, expected a zip"],
    ["a tar", `${"x".repeat(257)}ustar`, "is a tar archive, expected a zip"],
    ["a 7z", "7z\xbc\xaf\x27\x1c", "is a 7z archive, expected a zip"],
    ["a RAR", "Rar!\x1a\x07", "is a RAR archive, expected a zip"],
    ["one cut short", whole.subarray(0, whole.length - 5), "is cut short: expected a whole zip"],
    [
      "one of several",
      rawZip([{ path: "a.json" }], { disk: 1 }),
      "is one part of an archive in several parts",
    ],
    [
      "one with its beginning lost",
      whole.subarray(60),
      "is cut short, or damaged: its list of files is not whole",
    ],
    [
      "one that counts wrong",
      rawZip([{ path: "a.json" }], { count: 2 }),
      "is damaged: says that it has 2 entries, lists 1",
    ],
    ["one with no file that is wanted", zipSync({}), "there is no submission in this archive"],
  ])("that is %s is an error that says so", (_, zip, expected) => {
    expect(() => read(typeof zip === "string" ? Buffer.from(zip, "latin1") : zip)).toThrow(
      `a.zip: ${expected}`,
    );
  });

  test("hostile 39: is refused what is larger than a submission may be", () => {
    const zip = zipSync({
      "a.json": new Uint8Array(archiveLimits.fileBytes + 1),
      "b.json": bytes("good"),
    });
    expect(zip.length).toBeLessThan(100_000);
    expect(read(zip)).toEqual([
      expect.stringMatching(/a\.json: expected at most \d+ bytes, got/),
      ["b.json", "good"],
    ]);
  });

  test("hostile 39: that lists the same bytes several times is refused whole", () => {
    const bomb = rawZip([{ path: "a.json" }, { path: "b.json", pathThere: "a.json", again: true }]);
    expect(() => read(bomb)).toThrow(
      'a.zip: packs the same bytes as "a.json" and as "b.json": it is not read',
    );
    const kernel = rawZip([{ path: "a.json", content: "1" }]);
    const quoting = rawZip([
      { path: "a.json", method: 0, content: kernel },
      { path: "b.json", again: true },
    ]);
    expect(() => read(quoting)).toThrow("packs the same bytes");
  });

  test("hostile 39: of too much altogether is refused whole, with what is in archives in it", () => {
    const most = archiveLimits.bytes;
    const large = (size: number): Uint8Array => rawZip([{ path: "a.json", size }]);
    expect(() => read(large(most + 1))).toThrow(`a.zip: unpacks to ${most + 1} bytes`);
    const inner = archiveLimits.innerBytes;
    const zips = ["b.zip", "c.zip", "d.zip"].map((path) => ({
      path,
      content: large(path === "c.zip" ? 1 : inner + 1),
    }));
    expect(read(rawZip([...zips, { path: "e.json" }]))).toEqual([
      `a.zip/b.zip: unpacks to ${inner + 1} bytes, expected at most ${inner}`,
      "a.zip/c.zip/a.json: unpacks to more than the 1 bytes it says",
      `a.zip/d.zip: unpacks to ${inner + 1} bytes, expected at most ${inner}`,
      ["e.json", "{}"],
    ]);
    const eight = Array.from({ length: 8 }, (_, i) => ({
      path: `${i}.zip`,
      content: large(inner),
    }));
    expect(read(rawZip(eight)).slice(7)).toEqual([
      expect.stringMatching(
        /^a\.zip\/7\.zip: unpacks to 268435456 bytes, expected at most 26843\d+$/,
      ),
    ]);
  });

  test("hostile 39: of too many entries is refused whole", () => {
    const zip = Buffer.from(rawZip([{ path: "a", large: true }], { large: true }));
    const [listed, end] = [0x02014b50, 0x06064b50].map((mark) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(mark);
      return zip.indexOf(bytes);
    });
    const list = Buffer.alloc((end! - listed!) * 200_001, zip.subarray(listed, end));
    const close = zip.subarray(end);
    close.writeBigUInt64LE(BigInt(list.length), 40);
    const crowded = Buffer.concat([zip.subarray(0, listed), list, close]);
    expect(() => read(crowded, () => false)).toThrow("a.zip: has more than 200000 entries");
  });
});
