import type { Language } from "../../language/language.js";
import { withDecimalComma } from "../../render/decimalComma.js";
import { deskLayout } from "../../render/deskLayout.js";
import type { MarkedLine } from "../../render/markedScript.js";
import type { Typeset } from "../../render/typeset.js";
import { byId } from "../page/elements.js";
import type { DeskScript } from "./deskSet.js";
import type { Field, FieldSection } from "./fieldOrder.js";
import type { DeskMarks } from "./markAtDesk.js";
import { type ScriptWork, type WorkPart, wordsForAnswers } from "./scriptWork.js";

/** Hears what is typed at a script. */
export interface ScriptListener {
  typed(part: WorkPart, id: string, text: string): void;
  /** A field was left: what stands in it is meant. */
  committed(id: string): void;
  step(by: number): void;
}

const layout = deskLayout("desk-script");
const told = deskLayout("desk-told");
const diagnosis = deskLayout("desk-diagnosis");

/** What is said of blanks that earn all that they can. */
const settled: ReadonlySet<string | undefined> = new Set(["correct", "followsThrough"]);

const isTouched = matchMedia("(pointer: coarse)").matches;

/** The fields of one script, with what is said of each. */
export class ScriptView {
  readonly #host = byId("script");
  #rows: ReadonlyMap<string, HTMLElement> = new Map();
  #labels: ReadonlyMap<string, string> = new Map();
  #choices: ReadonlyMap<string, Field["choices"]> = new Map();
  /** The field in which somebody typed last. */
  #last: HTMLInputElement | undefined;

  constructor(readonly listener: ScriptListener) {
    this.#host.addEventListener("input", ({ target }) => this.#typed(target as HTMLInputElement));
    this.#host.addEventListener("focusout", ({ target }) => {
      const id = blankOf(target);
      if (id !== undefined) listener.committed(id);
    });
    this.#host.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      this.#last = target;
      target.select();
    });
    this.#host.addEventListener("click", ({ target }) => {
      const act = (target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (act) listener.step(act === "next" ? 1 : -1);
    });
  }

  /** The blank in which somebody types. */
  get typing(): string | undefined {
    return blankOf(document.activeElement);
  }

  /** What a blank is called. */
  label(id: string): string {
    return this.#labels.get(id) ?? "";
  }

  show(
    { student, variant, title }: DeskScript,
    sections: readonly FieldSection[],
    points: ReadonlyMap<string, number>,
  ): void {
    this.#host.innerHTML = layout({
      name: student.name ?? student.id,
      title,
      about: [student.id, student.section, variant.variant, variant.exercise]
        .filter(Boolean)
        .join(" · "),
      sections: sections.map(({ fields, ...section }) => ({
        ...section,
        fields: fields.map((field) => ({ ...field, points: points.get(field.id) ?? 0 })),
      })),
    });
    const rows = this.#host.querySelectorAll<HTMLElement>("[data-blank]");
    this.#rows = new Map([...rows].map((row) => [row.dataset.blank!, row]));
    const fields = sections.flatMap((section) => section.fields);
    this.#labels = new Map(fields.map(({ id, label }) => [id, label]));
    this.#choices = new Map(fields.map(({ id, choices }) => [id, choices]));
    if (isTouched) for (const field of this.#fields) field.inputMode = "none";
  }

  /** Shows what was typed; marks that cannot be given stay where they are typed. */
  fill({ answers, notes, marks }: ScriptWork): void {
    for (const [id, row] of this.#rows) {
      const parts: readonly (readonly [string, string])[] = [
        ["typed", answers[id] ?? ""],
        ["note", notes[id] ?? ""],
        ["marks", marks[id] === undefined ? "" : String(marks[id])],
      ];
      for (const [part, text] of parts) {
        const field = row.querySelector<HTMLInputElement>(`.${part}`)!;
        const isMeant = part === "marks" && field === document.activeElement;
        if (isMeant || field.value === text) continue;
        field.value = text;
        // Another tab has typed here: what is typed next takes its place, and is not put behind it.
        if (field === document.activeElement) field.select();
      }
      const isUsed = notes[id] !== undefined || marks[id] !== undefined;
      const byHand = row.querySelector<HTMLElement>(".by-hand")!;
      if (!byHand.contains(document.activeElement)) byHand.hidden = !isUsed;
    }
  }

  /** Shows the marks; numbers as the sheet has them. */
  tell({ worth, sheet, decisions, key }: DeskMarks, decimalComma: boolean): void {
    for (const line of sheet.sections.flatMap(({ blanks }) => blanks)) {
      const row = this.#rows.get(line.id);
      if (!row) continue;
      const said = saidOfBlank(line, key.get(line.id), sheet.language);
      row.querySelector(".told")!.innerHTML = decimalComma ? withDecimalComma(said) : said;
      markBlank(row, line);
    }
    const { points, maxPoints } = worth;
    byId("sum").textContent =
      `${sheet.score} of ${sheet.maxScore} marks · ` +
      `${Number(points.toFixed(2))} of ${maxPoints} points · ${sheet.counts}`;
    byId("diagnosis").innerHTML = diagnosis({ misconceptions: sheet.misconceptions, decisions });
  }

  /** What is said of a blank, to be read out. */
  saidOf(id: string): string {
    const row = this.#rows.get(id);
    const texts = [".told", ".worth"].map((part) => row?.querySelector(part)?.textContent ?? "");
    const right = row?.dataset.told === "correct" ? "right" : "";
    return [right, ...texts].filter(Boolean).join(", ");
  }

  /** Goes to the first blank in which nothing is typed, or else to the first. */
  begin(): void {
    const fields = this.#fields;
    (fields.find(({ value }) => value === "") ?? fields[0])?.focus({ preventScroll: false });
  }

  /** Goes back to where somebody typed last. */
  resume(): void {
    if (this.#last?.isConnected) goTo(this.#last);
    else this.begin();
  }

  /** Goes so many blanks on; from the last to the button for the next script. */
  step(by: number): void {
    const fields = this.#fields;
    const row = document.activeElement?.closest("[data-blank]");
    const isAfter = document.activeElement === this.#nextButton;
    const at = isAfter ? fields.length : fields.findIndex((field) => row?.contains(field));
    goTo(fields[at + by] ?? (by > 0 ? this.#nextButton : fields[0]));
  }

  /** Goes to the beginning of the next part of the sheet, or of the one before. */
  stepPart(by: number): void {
    const parts = this.#parts;
    const at = parts.findIndex((part) => part.contains(document.activeElement));
    const target = parts[at < 0 && by < 0 ? parts.length - 1 : at + by] ?? parts[at];
    goTo(target?.querySelector(".typed"));
  }

  /** Goes to the next blank that is empty or not right, after the last to the first. */
  stepToUnsettled(): void {
    const rows = [...this.#rows.values()];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find(
      ({ dataset }) => !settled.has(dataset.told),
    );
    goTo(next?.querySelector(".typed"));
  }

  /** Puts a text into the blank in which somebody types. */
  put(text: string): void {
    const field = this.#rows.get(this.typing ?? "")?.querySelector<HTMLInputElement>(".typed");
    if (!field) return;
    field.value = text;
    this.#typed(field);
  }

  /** Whether nothing is typed in the blank. */
  get isEmpty(): boolean {
    return (
      this.#rows.get(this.typing ?? "")?.querySelector<HTMLInputElement>(".typed")?.value === ""
    );
  }

  /** Chooses the word that a digit stands for at the blank in which somebody types; whether so. */
  choose(digit: string): boolean {
    if (!document.activeElement?.classList.contains("typed")) return false;
    const choices = this.#choices.get(this.typing ?? "") ?? [];
    const word = choices.find(({ number }) => String(number) === digit)?.word;
    if (word !== undefined) this.put(word);
    return word !== undefined;
  }

  /** Opens the field for a note on the blank, or for marks. */
  open(part: "note" | "marks"): void {
    const row = this.#rows.get(this.typing ?? "");
    if (!row) return;
    row.querySelector<HTMLElement>(".by-hand")!.hidden = false;
    row.querySelector<HTMLInputElement>(`.${part}`)!.focus();
  }

  /** Says of marks by hand whether they can be given. */
  markInvalid(id: string, isInvalid: boolean): void {
    const row = this.#rows.get(id);
    const field = row?.querySelector(".marks");
    if (isInvalid) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    row?.querySelector(".cannot")?.toggleAttribute("hidden", !isInvalid);
  }

  get #fields(): readonly HTMLInputElement[] {
    return [...this.#host.querySelectorAll<HTMLInputElement>(".typed")];
  }

  /** The parts of the sheet, each with its fields. */
  get #parts(): readonly Element[] {
    const sections = [...this.#host.querySelectorAll("section")];
    return sections.filter((section) => section.querySelector(".typed") !== null);
  }

  get #nextButton(): HTMLElement | null {
    return this.#host.querySelector<HTMLElement>('[data-do="next"]');
  }

  #typed(field: HTMLInputElement): void {
    const id = blankOf(field);
    if (id === undefined) return;
    const { classList, value } = field;
    const part = classList.contains("note")
      ? "notes"
      : classList.contains("marks")
        ? "marks"
        : "answers";
    this.listener.typed(part, id, value);
  }
}

/** What is said of a blank, and what is right there where something else stands. */
function saidOfBlank(
  { kind, said, from, isFirstError, typed }: MarkedLine,
  key: Typeset | undefined,
  language: Language,
): string {
  const isRight = kind === "correct" || kind === "blank";
  const isWord = Object.values<string>(wordsForAnswers).includes(typed);
  return told({
    language,
    said: isRight || isWord ? "" : said,
    from: isRight ? [] : from,
    isFirstError,
    key: isRight ? undefined : key,
  }).trim();
}

/** Shows the verdict on a blank. */
function markBlank(row: HTMLElement, { kind, marks }: MarkedLine): void {
  const isBlank = kind === "blank";
  if (isBlank) delete row.dataset.told;
  else row.dataset.told = kind;
  const isNothing = isBlank && marks.startsWith("0 ");
  row.querySelector(".worth")!.textContent = isNothing ? "" : marks;
}

/** Gives the focus to a field, in sight. */
function goTo(field: HTMLElement | null | undefined): void {
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
}

const blankOf = (element: unknown): string | undefined =>
  element instanceof HTMLInputElement
    ? element.closest<HTMLElement>("[data-blank]")?.dataset.blank
    : undefined;
