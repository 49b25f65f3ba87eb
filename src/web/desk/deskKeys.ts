/** What can be done by a key. */
export type DeskCommand =
  | "next"
  | "previous"
  | "nextScript"
  | "previousScript"
  | "nextPart"
  | "previousPart"
  | "unsettled"
  | "unreadable"
  | "illegible"
  | "note"
  | "marks"
  | "find"
  | "pageAfter"
  | "pageBefore"
  | "pageDown"
  | "pageUp"
  | "zoom"
  | "left"
  | "place"
  | "scans"
  | "camera"
  | "save"
  | "keys";

interface DeskKey {
  readonly command: DeskCommand;
  /** As the list of keys shows it. */
  readonly shown: string;
  readonly does: string;
  /** What the keyboard says; with shift or alt where that is no sign of its own. */
  readonly keys: readonly string[];
}

/**
 * The keys of the desk. A letter is one that no number has, and does something where no text is
 * typed: in the fields of answers and outside of fields.
 */
export const deskKeys: readonly DeskKey[] = [
  { command: "next", shown: "Enter, ↓", does: "to the next blank", keys: ["Enter", "ArrowDown"] },
  {
    command: "previous",
    shown: "Shift Enter, ↑",
    does: "to the blank before",
    keys: ["Shift+Enter", "ArrowUp"],
  },
  { command: "nextScript", shown: "Page Down", does: "to the next script", keys: ["PageDown"] },
  {
    command: "previousScript",
    shown: "Page Up",
    does: "to the script before",
    keys: ["PageUp"],
  },
  {
    command: "nextPart",
    shown: "Alt ↓",
    does: "to the next part of the sheet",
    keys: ["Alt+ArrowDown"],
  },
  {
    command: "previousPart",
    shown: "Alt ↑",
    does: "to the part before",
    keys: ["Alt+ArrowUp"],
  },
  {
    command: "unsettled",
    shown: "j",
    does: "to the next blank that is empty, or not right",
    keys: ["j"],
  },
  { command: "unreadable", shown: "u", does: "what stands there is no number", keys: ["u"] },
  { command: "illegible", shown: "i", does: "the hand cannot be read", keys: ["i"] },
  {
    command: "note",
    shown: "n",
    does: "a note on the blank; “see note” where nothing is typed",
    keys: ["n"],
  },
  { command: "marks", shown: "m", does: "marks by hand for the blank", keys: ["m"] },
  { command: "find", shown: "f", does: "find a student", keys: ["f"] },
  { command: "pageAfter", shown: "]", does: "the next page of the scan", keys: ["]"] },
  { command: "pageBefore", shown: "[", does: "the page before", keys: ["["] },
  {
    command: "pageDown",
    shown: "Shift ↓",
    does: "further down on the page of the scan",
    keys: ["Shift+ArrowDown"],
  },
  {
    command: "pageUp",
    shown: "Shift ↑",
    does: "further up on it",
    keys: ["Shift+ArrowUp"],
  },
  { command: "zoom", shown: "z", does: "the whole page, or its whole width", keys: ["z"] },
  { command: "left", shown: "l", does: "the pages that are nobody’s yet", keys: ["l"] },
  {
    command: "place",
    shown: "p",
    does: "put the page shown to the script shown, or take it away again",
    keys: ["p"],
  },
  { command: "scans", shown: "a", does: "add scans", keys: ["a"] },
  { command: "camera", shown: "c", does: "read a sheet’s code with the camera", keys: ["c"] },
  { command: "save", shown: "s", does: "save", keys: ["s"] },
  { command: "keys", shown: "?", does: "this list", keys: ["?"] },
];

/** What of an event of the keyboard tells a key. */
export interface KeyPressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The command of a key; undefined where it has none, or is another program's. */
export function commandOf(pressed: KeyPressed): DeskCommand | undefined {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = pressed;
  // Where brackets take AltGr, some systems call that Ctrl and Alt.
  const isAltGr = ctrlKey && altKey && key.length === 1;
  if (metaKey || (ctrlKey && !isAltGr)) return undefined;
  const held = `${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}`;
  const named = key.length > 1 ? `${held}${key}` : key;
  return deskKeys.find(({ keys }) => keys.includes(named))?.command;
}
