import { button, byId } from "../page/elements.js";
import type { DeskCommand } from "./deskKeys.js";

/** What is on the keypad of a tablet, six in a row: signs to type, and what keys do. */
const keys: readonly (string | { readonly label: string; readonly does: DeskCommand | "erase" })[] =
  [
    "7",
    "8",
    "9",
    "−",
    { label: "Note", does: "note" },
    { label: "Marks", does: "marks" },
    "4",
    "5",
    "6",
    "e",
    { label: "Unreadable", does: "unreadable" },
    { label: "Illegible", does: "illegible" },
    "1",
    "2",
    "3",
    ".",
    { label: "↑", does: "previous" },
    { label: "⌫", does: "erase" },
    "0",
    "/",
    { label: "Find", does: "find" },
    { label: "Page ]", does: "pageAfter" },
    { label: "Script", does: "nextScript" },
    { label: "Next", does: "next" },
  ];

const names: Readonly<Record<string, string>> = {
  "↑": "The blank before",
  "⌫": "Delete",
  "−": "Minus",
  "Page ]": "Next page of the scan",
  Script: "Next script",
  Next: "Next blank",
};

/** Hears what is pressed on the keypad besides signs. */
export interface KeypadListener {
  act(command: DeskCommand): void;
  /** A digit, which may choose a word where one is asked; whether it did. */
  choose(digit: string): boolean;
}

/** Shows a keypad on what has no keyboard: it types into the field that has the focus. */
export function showKeypad({ act, choose }: KeypadListener): void {
  const host = byId("keypad");
  host.hidden = false;
  // The field keeps the focus.
  host.addEventListener("pointerdown", (event) => event.preventDefault());
  host.addEventListener("mousedown", (event) => event.preventDefault());
  host.append(
    ...keys.map((key) => {
      const label = typeof key === "string" ? key : key.label;
      const made = button(label, () => {
        if (typeof key === "string") {
          if (!choose(key)) type(key === "−" ? "-" : key);
        } else if (key.does === "erase") erase();
        else act(key.does);
      });
      if (label.length > 1) made.className = "word";
      if (names[label]) made.setAttribute("aria-label", names[label]);
      return made;
    }),
  );
}

function type(text: string): void {
  edit((field) => field.setRangeText(text, field.selectionStart!, field.selectionEnd!, "end"));
}

function erase(): void {
  edit((field) => {
    const [from, to] = [field.selectionStart!, field.selectionEnd!];
    field.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
  });
}

function edit(change: (field: HTMLInputElement) => void): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) return;
  change(field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
