import type { Exported, ExportedExercise } from "../class/exported.js";
import { xmlAttributes, xmlText } from "../export/xml.js";
import type { ExportedFiles, ExportOptions } from "../exports.js";
import { zipped } from "../files/zipped.js";
import { elementsOf, identifierOf, type QtiEdition, qtiEditions } from "../qti/element.js";
import { type QtiItem, qtiItem } from "../qti/item.js";

/** An exercise with its variants as items. */
interface ItemPool {
  readonly exercise: ExportedExercise;
  readonly items: readonly QtiItem[];
}

/**
 * `qti.zip`: an item a variant, and a test that gives each student one of every exercise. With
 * `plain`, items compare each answer with its key and do nothing else.
 */
export function qti(
  what: Exported,
  { edition: name = "2.2", plain = false }: ExportOptions,
): ExportedFiles {
  const edition = qtiEditions[name as keyof typeof qtiEditions];
  const pools = what.exercises.map((exercise) => ({
    exercise,
    items: exercise.variants.map((of) => qtiItem(exercise, of, { edition, isPlain: plain })),
  }));
  const items = pools.flatMap(({ items }) => items);
  const files = new Map([
    ["imsmanifest.xml", manifest(what, items, edition)],
    ["test.xml", test(what, pools, edition)],
    ...items.flatMap((item): [string, string][] => [
      [pathOf(item), item.xml],
      ...[...item.pictures].map(([path, svg]): [string, string] => [`items/${path}`, svg]),
    ]),
  ]);
  return {
    files: { "qti.zip": zipped(files) },
    said: [
      "import it as a QTI package; its test gives everyone one variant of each exercise",
      plain
        ? "nothing follows there: what comes after a slip is wrong"
        : "its items mark what follows by formulas: where a platform knows only templates, --plain",
    ],
  };
}

const pathOf = ({ identifier }: QtiItem): string => `items/${identifier}.xml`;

function test({ name, title }: Exported, pools: readonly ItemPool[], edition: QtiEdition): string {
  const el = elementsOf(edition);
  const sections = pools.map(({ exercise, items }) => {
    const { prepared, points } = exercise;
    const sum = prepared.questions.reduce((sum, { points }) => sum + points, 0);
    const weight = el("weight", { identifier: "W", value: sum > 0 ? points / sum : 1 });
    return el(
      "assessmentSection",
      {
        identifier: identifierOf("section", prepared.exercise.name),
        title: prepared.exercise.title,
        visible: "true",
      },
      el("selection", { select: 1 }),
      ...items.map((item) =>
        el("assessmentItemRef", { identifier: item.identifier, href: pathOf(item) }, weight),
      ),
    );
  });
  const total = el(
    "sum",
    {},
    el("testVariables", { variableIdentifier: "SCORE", weightIdentifier: "W" }),
  );
  const written = el(
    "assessmentTest",
    {
      xmlns: edition.namespace,
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "xsi:schemaLocation": `${edition.namespace} ${edition.schema}`,
      identifier: identifierOf("test", name),
      title,
    },
    el("outcomeDeclaration", { identifier: "SCORE", cardinality: "single", baseType: "float" }),
    el(
      "testPart",
      { identifier: "sheets", navigationMode: "nonlinear", submissionMode: "individual" },
      ...sections,
    ),
    el("outcomeProcessing", {}, el("setOutcomeValue", { identifier: "SCORE" }, total)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written}\n`;
}

function manifest(
  { name }: Exported,
  items: readonly QtiItem[],
  { packageNamespace, packageSchema, itemType, testType }: QtiEdition,
): string {
  const [schema, version] = packageSchema;
  const identifier = identifierOf("handprop", name);
  const file = (href: string): string => `<file${xmlAttributes({ href })}/>`;
  const resource = (identifier: string, type: string, href: string, content: string): string =>
    `    <resource${xmlAttributes({ identifier, type, href })}>${file(href)}${content}</resource>`;
  const dependencies = items
    .map(({ identifier }) => `<dependency${xmlAttributes({ identifierref: identifier })}/>`)
    .join("");
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<manifest${xmlAttributes({ xmlns: packageNamespace, identifier })}>`,
    "  <metadata>",
    `    <schema>${xmlText(schema)}</schema>`,
    `    <schemaversion>${version}</schemaversion>`,
    "  </metadata>",
    "  <organizations/>",
    "  <resources>",
    resource("test", testType, "test.xml", dependencies),
    ...items.map((item) => {
      const pictures = [...item.pictures.keys()].map((path) => file(`items/${path}`)).join("");
      return resource(item.identifier, itemType, pathOf(item), pictures);
    }),
    "  </resources>",
    "</manifest>",
  ].join("\n")}\n`;
}
