import { xmlText } from "../export/xml.js";

/** An edition of QTI: what its elements and attributes are called. */
export interface QtiEdition {
  readonly namespace: string;
  readonly schema: string;
  /** What a package says it is. */
  readonly packageSchema: readonly [name: string, version: string];
  readonly packageNamespace: string;
  readonly itemType: string;
  readonly testType: string;
  /** An element's or attribute's name in this edition, from the one it has in 2.2. */
  readonly element: (name: string) => string;
  readonly attribute: (name: string) => string;
  /** Whether what is said as feedback stands in an element of its own. */
  readonly hasContentBody: boolean;
}

const same = (name: string): string => name;
const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every edition that is written, the usual one first. */
export const qtiEditions = {
  "2.2": {
    namespace: "http://www.imsglobal.org/xsd/imsqti_v2p2",
    schema: "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2p4.xsd",
    packageSchema: ["QTIv2.2 Package", "1.0.0"],
    packageNamespace: "http://www.imsglobal.org/xsd/imscp_v1p1",
    itemType: "imsqti_item_xmlv2p2",
    testType: "imsqti_test_xmlv2p2",
    element: same,
    attribute: same,
    hasContentBody: false,
  },
  "3.0": {
    namespace: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    packageSchema: ["QTI Package", "3.0.0"],
    packageNamespace: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    itemType: "imsqti_item_xmlv3p0",
    testType: "imsqti_test_xmlv3p0",
    element: (name) => `qti-${kebab(name)}`,
    attribute: kebab,
    hasContentBody: true,
  },
} as const satisfies Readonly<Record<string, QtiEdition>>;

/** Attributes of an element; what is undefined is left out. */
export type QtiAttributes = Readonly<Record<string, string | number | undefined>>;

/** Writes an element of QTI with what is in it. */
export type WriteElement = (
  name: string,
  attributes?: QtiAttributes,
  ...content: readonly string[]
) => string;

/** What writes the elements of an edition. */
export const elementsOf =
  ({ element, attribute }: QtiEdition): WriteElement =>
  (name, attributes = {}, ...content) => {
    const tag = element(name);
    const written = Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : ` ${attribute(key)}="${xmlText(String(value))}"`,
    );
    const head = `<${tag}${written.join("")}`;
    return content.length === 0 ? `${head}/>` : `${head}>${content.join("")}</${tag}>`;
  };

/** A text as an identifier of QTI: a letter first, then letters, digits and few signs. */
export const identifierOf = (kind: string, name: string): string =>
  `${kind}_${name.replace(/[^A-Za-z0-9_.-]/g, "-")}`;
