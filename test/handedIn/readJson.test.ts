import { parse, type ValueNode } from "@humanwhocodes/momoa";
import { describe, expect, test } from "vitest";
import { JsonError, jsonLimits, placeOf, readJson } from "../../src/handedIn/readJson.js";
import fc from "../fastCheck.js";

function refusal(json: Uint8Array | string, limits?: Parameters<typeof readJson>[1]): string {
  try {
    readJson(json, limits);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    expect(error.message).toBe(`${error.line}:${error.column}: ${error.what}`);
    return error.message;
  }
  throw new Error("accepted");
}

const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, order: "le" | "be") => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++)
    view.setUint16(at * 2, text.charCodeAt(at), order === "le");
  return new Uint8Array(view.buffer);
};

describe("hostile JSON", () => {
  test("hostile 19: a duplicate key is an error with its line, at any depth and however it is escaped", () => {
    expect(refusal('{\n  "z1_1": 1, "a": 2,\n             "z1_1": 3 }')).toBe(
      '3:14: duplicate key "z1_1", first at 2:3',
    );
    expect(refusal('{"a": [{"b": {"c": 1, "c": 1}}]}')).toBe(
      '1:23: duplicate key "c", first at 1:15',
    );
    expect(refusal('{"a": 1,\r\n"\\u0061": 2}')).toBe('2:1: duplicate key "a", first at 1:2');
    expect(refusal('{"":1,"":2}')).toBe('1:7: duplicate key "", first at 1:2');
    expect(readJson('{"a": {"a": ":"}, "b": {"a": "\\":"}}')).toEqual({
      a: { a: ":" },
      b: { a: '":' },
    });
  });

  test("hostile 20: __proto__ as a key is refused, however it is escaped, and prototypes stay clean", () => {
    expect(refusal('{"a": 1,\n "__proto__": {"polluted": true}}')).toBe(
      '2:2: the key "__proto__" is not allowed here',
    );
    expect(refusal('[[{"\\u005f_proto__": 1}]]')).toBe(
      '1:4: the key "__proto__" is not allowed here',
    );
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    expect(readJson('["__proto__"]')).toEqual(["__proto__"]);
  });

  test("hostile 21: constructor with a prototype inside is refused, and prototypes stay clean", () => {
    const reach = '{"answers": {"constructor": {"prototype": {"polluted": true}}}}';
    expect(refusal(reach)).toBe('1:30: the key "prototype" is not allowed here');
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
    expect(refusal('{"a": {"prototype": 2},}')).toMatch(/^1:24: expected a key/);
    expect(readJson('{"constructor": {"name": 1}, "prototype": 2}')).toEqual(
      JSON.parse('{"constructor": {"name": 1}, "prototype": 2}'),
    );
  });

  test("hostile 22: a byte order mark is accepted, and moves no column", () => {
    expect(readJson(bytes('\ufeff{"a": 1}'))).toEqual({ a: 1 });
    expect(readJson('\ufeff{"a": 1}')).toEqual({ a: 1 });
    expect(refusal(bytes("\ufeff[01]"))).toBe('1:2: expected a value, got "01"');
  });

  test("hostile 23: UTF-16 is detected and said, with its mark and without", () => {
    for (const mark of ["\ufeff", ""]) {
      const little = "1:1: expected UTF-8, got UTF-16 (little-endian): save the file as UTF-8";
      expect(refusal(utf16(`${mark}{"a": 1}`, "le"))).toBe(little);
      const big = "1:1: expected UTF-8, got UTF-16 (big-endian): save the file as UTF-8";
      expect(refusal(utf16(`${mark}{"a": 1}`, "be"))).toBe(big);
    }
  });

  test("hostile 23: UTF-32 is, too, and zeros alone are no encoding", () => {
    for (const mark of ["\ufeff", ""]) {
      for (const order of ["le", "be"] as const) {
        const wide = new DataView(new ArrayBuffer(4 * `${mark}[1]`.length));
        for (const [at, letter] of [...`${mark}[1]`].entries()) {
          wide.setUint32(at * 4, letter.codePointAt(0)!, order === "le");
        }
        const name = order === "le" ? "little" : "big";
        expect(refusal(new Uint8Array(wide.buffer))).toBe(
          `1:1: expected UTF-8, got UTF-32 (${name}-endian): save the file as UTF-8`,
        );
      }
    }
    expect(refusal(new Uint8Array(4))).toBe(
      '1:1: expected a value, got "\\u0000\\u0000\\u0000\\u0000"',
    );
    expect(refusal(new Uint8Array(1))).toBe('1:1: expected a value, got "\\u0000"');
  });

  test("hostile 28: lines end at CR alone, too, and columns are counted in UTF-16 units, a tab being one", () => {
    expect(refusal("[1,\r\r2,\r  x]")).toBe('4:3: expected a value, got "x"');
    expect(refusal("[1,\r\n\r\n2,\n  x]")).toBe('4:3: expected a value, got "x"');
    expect(refusal('[\t"😀é",\tx]')).toBe('1:10: expected a value, got "x"');
  });

  test("hostile 24: invalid UTF-8 is an error where it stands", () => {
    const broken = bytes('{\n  "é€": "?"}');
    broken[broken.indexOf(0x3f)] = 0xe9;
    expect(refusal(broken)).toBe(
      "2:10: expected UTF-8, got another encoding from here: save the file as UTF-8",
    );
    expect(refusal(bytes('["é').subarray(0, 3))).toBe(
      "1:3: the file ends in the middle of a character",
    );
    expect(refusal(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toMatch(
      /^1:2: expected UTF-8, got another encoding/,
    );
    expect(readJson(bytes('"\ufffd é € 😀"'))).toBe("\ufffd é € 😀");
  });

  test("hostile 25: a million nested brackets meet the depth cap, not the end of the stack", () => {
    for (const nest of ["[", '{"a":']) {
      expect(refusal(nest.repeat(1e6))).toBe(
        `1:${64 * nest.length + 1}: nested deeper than 64 levels`,
      );
    }
    expect(refusal("[".repeat(1e6) + "]".repeat(1e6))).toBe("1:65: nested deeper than 64 levels");
    expect(refusal("[[1]]", { depth: 1 })).toBe("1:2: nested deeper than 1 levels");
    expect(readJson("[".repeat(64) + "]".repeat(64))).toBeInstanceOf(Array);
    expect(
      readJson(`["${"[".repeat(100)}\\"${"[".repeat(100)}", ${"[],".repeat(100)} 1]`),
    ).toHaveLength(102);
  });

  test("hostile 26: what is over the size cap is refused before it is read", () => {
    const large = new Uint8Array(jsonLimits.bytes + 1).fill(0xff);
    expect(refusal(large)).toBe("1:1: expected at most 8388608 bytes, got 8388609");
    expect(refusal("[1,2]", { bytes: 4 })).toBe("1:1: expected at most 4 bytes, got 5");
    expect(readJson(bytes("[1,2]"), { bytes: 5 })).toEqual([1, 2]);
  });

  test("hostile 28: truncated JSON and trailing garbage are told by line and column", () => {
    expect(refusal('{\n "a": 1')).toBe('2:8: expected "," or "}", got the end of the file');
    expect(refusal('{\n "a":')).toBe("2:6: expected a value, got the end of the file");
    expect(refusal('{ "a"')).toBe('1:6: expected ":", got the end of the file');
    expect(refusal('{ "a')).toBe('1:5: expected a closing ", got the end of the file');
    expect(refusal("{")).toBe("1:2: expected a key in double quotes, got the end of the file");
    expect(refusal("[1,")).toBe("1:4: expected a value, got the end of the file");
    expect(refusal('{"a": tru')).toBe('1:7: expected a value, got "tru"');
    expect(refusal('{"a": 1}\n\n  garbage')).toBe(
      '3:3: expected the end of the file, got "garbage"',
    );
    expect(refusal('{"a": 1}}')).toBe('1:9: expected the end of the file, got "}"');
    expect(refusal("")).toBe("1:1: the file is empty");
    expect(refusal(" \n ")).toBe("1:1: the file is empty");
  });
});

describe("readJson", () => {
  test.each([
    ['{"a": 1,}', '1:9: expected a key in double quotes, got "}"'],
    ["{'a': 1}", "1:2: expected a key in double quotes, got \"'a'\""],
    ["{“a”: 1}", '1:2: expected a key in double quotes, got "“a”"'],
    ["[1,]", '1:4: expected a value, got "]"'],
    ["[1 2]", '1:4: expected "," or "]", got "2"'],
    ['{"a" 1}', '1:6: expected ":", got "1"'],
    ["[1}", '1:3: expected "," or "]", got "}"'],
    ["[.5]", '1:2: expected a value, got ".5"'],
    ["[1.]", '1:2: expected a value, got "1."'],
    ["[1e]", '1:2: expected a value, got "1e"'],
    ["[-]", '1:2: expected a value, got "-"'],
    ["[NaN]", '1:2: expected a value, got "NaN"'],
    ["// a\n1", '1:1: expected a value, got "//"'],
    ['["a\nb"]', '1:4: expected a closing ", got the end of the line'],
    ['["a\tb"]', "1:4: a control character: write \\u0009"],
    ['["\\x41"]', '1:4: expected an escape such as \\n or \\u00e9 after \\, got "x41"'],
    ["[1,\u00a02]", '1:4: expected a value, got "\\u00a0"'],
    ["[1\r2]", '2:1: expected "," or "]", got "2"'],
  ])("says where %j is wrong", (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  test("nothing from the file reaches a terminal as control: ANSI, bidi, line breaks", () => {
    const key = "\\u001b[31m\\u202e\\u009b\\n::error::";
    expect(refusal(`{"${key}": 1, "${key}": 2}`)).toBe(
      '1:42: duplicate key "\\u001b[31m\\u202e\\u009b\\n::error::", first at 1:2',
    );
    expect(refusal("[\u202eabc]")).toBe('1:2: expected a value, got "\\u202eabc"');
    expect(refusal(`[${"x".repeat(1e6)}]`)).toBe(`1:2: expected a value, got "${"x".repeat(40)}…"`);
  });

  // Texts near JSON: a value's own text with a few characters put in, taken out or doubled.
  const broken = fc
    .tuple(
      fc.jsonValue({ maxDepth: 4 }),
      fc.boolean(),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(3),
          fc.constantFrom(...'{}[],:"\\u0-+.eE1tn \n\r\t\u0001\u2028\ufeffx'),
        ),
        {
          maxLength: 3,
        },
      ),
    )
    .map(([value, indented, edits]) => {
      let text = JSON.stringify(value, null, indented ? 1 : 0);
      for (const [where, taken, put] of edits) {
        const at = where % (text.length + 1);
        text = text.slice(0, at) + put + text.slice(at + taken);
      }
      return text;
    });

  test("it accepts what JSON.parse accepts, with the same result, and has its own words for everything else", () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.string()), (text) => {
        let value: unknown;
        try {
          value = readJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
          const { what } = error as JsonError;
          expect(what).not.toBe("this is not JSON");
          if (/^duplicate|not allowed/.test(what) || text.startsWith("\ufeff")) return;
          expect(() => JSON.parse(text)).toThrow(SyntaxError);
          return;
        }
        expect(value).toEqual(JSON.parse(text.replace(/^\ufeff/, "")));
      }),
      { numRuns: 20_000 },
    );
  });

  test("any bytes give a value or a JsonError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          readJson(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe("placeOf", () => {
  const text = '{\n  "a": [1, {"b": 2}],\n  "c": 3\n}';

  test("a value's place is where it starts", () => {
    expect(placeOf(text, [])).toEqual({ line: 1, column: 1 });
    expect(placeOf(text, ["a", 1, "b"])).toEqual({ line: 2, column: 18 });
    expect(placeOf(bytes(text), ["c"])).toEqual({ line: 3, column: 8 });
  });

  test("what is not there is placed at what should hold it", () => {
    expect(placeOf(text, ["a", 1, "x"])).toEqual({ line: 2, column: 12 });
    expect(placeOf(text, ["x", "a"])).toEqual({ line: 1, column: 1 });
  });

  test("it agrees with momoa on every value of any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, indented) => {
        const text = JSON.stringify(value, null, indented ? 2 : 0).replaceAll("__proto__", "proto");
        try {
          readJson(text);
        } catch {
          return;
        }
        const check = (node: ValueNode, path: readonly PropertyKey[]): void => {
          const { line, column } = node.loc.start;
          expect(placeOf(text, path)).toEqual({ line, column });
          if (node.type === "Array")
            for (const [at, element] of node.elements.entries())
              check(element.value, [...path, at]);
          if (node.type !== "Object") return;
          for (const { name, value } of node.members) {
            check(value, [...path, name.type === "String" ? name.value : name.name]);
          }
        };
        check(parse(text).body, []);
      }),
    );
  });
});
