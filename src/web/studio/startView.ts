import { byId, made } from "../page/elements.js";
import { type CalculusForm, type CalculusPart, calculusText } from "./calculusText.js";
import type { TabName } from "./protocol.js";
import {
  type AskedPart,
  auditText,
  type NetworkForm,
  networkText,
  readUnits,
} from "./startingText.js";
import type { ExampleText, StudioData } from "./studioData.js";

/** A text to begin with. */
export interface StartingPoint {
  readonly text: string;
  /** Whether it is one's own, and nowhere else. */
  readonly isOwn: boolean;
  /** The tab where one goes on. */
  readonly tab?: TabName;
}

/** Lets one choose what to begin with. */
export function startView(data: StudioData, begin: (beginning: StartingPoint) => void): void {
  const dialog = byId<HTMLDialogElement>("new");
  const form = byId<HTMLFormElement>("start");
  const examples: readonly ExampleText[] = [...(data.start ? [data.start] : []), ...data.examples];
  byId("example").append(
    ...examples.map(({ name, title }, i) =>
      made("option", [`${name} – ${title}`], { value: `${i}` }),
    ),
  );
  fillForm(form, data);
  showFieldsFor(form);
  form.addEventListener("change", () => showFieldsFor(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const trouble = byId("form-trouble");
    try {
      const beginning = beginningOf(new FormData(form), examples);
      trouble.textContent = "";
      dialog.close();
      begin(beginning);
    } catch (problem) {
      trouble.textContent = (problem as Error).message;
    }
  });
}

/** Shows the fields of the chosen kind, and those of the chain rule where it is asked. */
function showFieldsFor(form: HTMLFormElement): void {
  const said = new FormData(form);
  const kind = String(said.get("kind"));
  for (const part of form.querySelectorAll<HTMLElement>("[data-for]"))
    part.hidden = !part.dataset.for!.split(" ").includes(kind);
  const parts = said.getAll("part");
  for (const part of form.querySelectorAll<HTMLElement>("[data-for-part]"))
    part.hidden = !parts.includes(part.dataset.forPart!);
}

/** What a person would choose first, where they choose nothing. */
const first = { hidden: "tanh", output: "softmax", loss: "cross-entropy" };

function fillForm(form: HTMLFormElement, { vocabulary, losses }: StudioData): void {
  const activations = vocabulary.activations.map(({ word }) => word);
  const choices = {
    hidden: activations.filter((word) => word !== "softmax"),
    output: activations,
    loss: losses,
  };
  for (const [name, words] of Object.entries(choices)) {
    const select = form.elements.namedItem(name) as HTMLSelectElement;
    select.append(...words.map((word) => made("option", [word])));
    select.value = first[name as keyof typeof first];
  }
}

/** What the form describes. Throws a RangeError that says what it lacks. */
function beginningOf(said: FormData, examples: readonly ExampleText[]): StartingPoint {
  const text = (name: string): string => String(said.get(name) ?? "");
  switch (text("kind")) {
    case "example":
      return {
        text: examples[Number(byId<HTMLSelectElement>("example").value)]!.text,
        isOwn: false,
      };
    case "calculus":
      return { text: calculusText(calculusFormOf(said, text)), isOwn: true };
    case "text":
      return { text: auditText(formOf(said, text), text("source")), isOwn: true, tab: "audit" };
    default:
      return { text: networkText(formOf(said, text)), isOwn: true };
  }
}

const calculusFormOf = (said: FormData, text: (name: string) => string): CalculusForm => ({
  title: text("title"),
  variables: text("variables"),
  formula: text("formula"),
  inner: text("inner"),
  decimals: Number(text("decimals")),
  ask: said.getAll("part") as CalculusPart[],
});

const formOf = (said: FormData, text: (name: string) => string): NetworkForm => ({
  title: text("title"),
  inputs: Number(text("inputs")),
  units: readUnits(text("units")),
  hidden: text("hidden"),
  output: text("output"),
  loss: text("loss"),
  bias: text("bias") as NetworkForm["bias"],
  decimals: Number(text("decimals")),
  ask: said.getAll("ask") as AskedPart[],
});
