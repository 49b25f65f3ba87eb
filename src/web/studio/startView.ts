import { byId, made } from "../page/elements.js";
import {
  type AskedPart,
  auditText,
  calculusText,
  type NetworkForm,
  networkText,
  readUnits,
} from "./startingText.js";
import type { ExampleText, StudioData } from "./studioData.js";

/** Begins with a text; whether it is one's own, and nowhere else. */
type Begin = (text: string, isOwn: boolean) => void;

/** Lets one choose what to begin with. */
export function startView(data: StudioData, begin: Begin): void {
  const dialog = byId<HTMLDialogElement>("new");
  const form = byId<HTMLFormElement>("start");
  const examples: readonly ExampleText[] = [...(data.start ? [data.start] : []), ...data.examples];
  byId("example").append(
    ...examples.map(({ name, title }, i) =>
      made("option", [`${name} – ${title}`], { value: `${i}` }),
    ),
  );
  fillForm(form, data);
  const choose = (text: string, isOwn = false): void => {
    dialog.close();
    begin(text, isOwn);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      choose(networkText(formOf(new FormData(form))), true);
      byId("form-trouble").textContent = "";
    } catch (problem) {
      byId("form-trouble").textContent = (problem as Error).message;
    }
  });
  dialog.addEventListener("click", ({ target }) => {
    const { do: act } = (target as HTMLElement).dataset;
    if (act === "calculus") choose(calculusText);
    if (act === "text") choose(auditText);
    if (act === "example") choose(examples[Number(byId<HTMLSelectElement>("example").value)]!.text);
  });
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

function formOf(said: FormData): NetworkForm {
  const text = (name: string): string => String(said.get(name) ?? "");
  return {
    title: text("title"),
    inputs: Number(text("inputs")),
    units: readUnits(text("units")),
    hidden: text("hidden"),
    output: text("output"),
    loss: text("loss"),
    bias: text("bias") as NetworkForm["bias"],
    decimals: Number(text("decimals")),
    ask: said.getAll("ask") as AskedPart[],
  };
}
