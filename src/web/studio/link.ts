/** The most characters of a link that are looked at, and of the text that it may stand for. */
export const most = { link: 60_000, text: 250_000 };

const name = "#text=";

/** Whether the part of an address after the `#` carries a text. */
export const carriesText = (hash: string): boolean => hash.startsWith(name);

/** The part of an address that carries a text, compressed, from the `#` on. */
export async function linkWith(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const packed = await allOf(throughStream(bytes, new CompressionStream("deflate-raw")), Infinity);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return name + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The text that a link carries. Throws a RangeError that says what is wrong with it. */
export async function textIn(hash: string): Promise<string> {
  if (!carriesText(hash)) throw new RangeError("it is none of this studio");
  if (hash.length > most.link) throw new RangeError(`it has more than ${most.link} characters`);
  const coded = hash.slice(name.length);
  if (!/^[\w-]+$/.test(coded)) throw new RangeError("it has other characters than links have");
  try {
    const binary = atob(coded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const stream = throughStream(bytes, new DecompressionStream("deflate-raw"));
    return new TextDecoder("utf-8", { fatal: true }).decode(await allOf(stream, most.text));
  } catch (problem) {
    if (problem instanceof RangeError) throw problem;
    throw new RangeError("it has been cut off or changed");
  }
}

const throughStream = (
  bytes: Uint8Array,
  packer: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> =>
  new Blob([bytes as BlobPart]).stream().pipeThrough(packer as never);

/** All of a stream, which is read no further than allowed: a short link may unpack to gigabytes. */
async function allOf(stream: ReadableStream<Uint8Array>, atMost: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > atMost) {
      await reader.cancel();
      throw new RangeError(`its text has more than ${atMost} bytes`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
