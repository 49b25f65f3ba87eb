const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

// XML has no way at all to write most control characters, and half a surrogate pair is no
// character.
const writable = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd");

/** Text made safe in XML, in attributes as well: what nobody sees is written by its number. */
export const xmlText = (text: string): string =>
  writable(text)
    .replace(/[&<>"]/g, (character) => entities[character]!)
    .replace(/[\t\n\r\u2028\u2029]|\p{Cf}/gu, (unseen) => `&#${unseen.codePointAt(0)};`);

/** Attributes of an element, each with a space before it. */
export const xmlAttributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join("");

/** A text that stands in XML as it is, whatever is in it. */
export const cdata = (text: string): string =>
  `<![CDATA[${writable(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
