import { button, byId, made } from "../page/elements.js";
import type { Editor } from "./editor.js";
import { fixLabel, type TextMistake } from "./protocol.js";

/** Shows all that is wrong with the text below it, with the way there and what to put instead. */
export function showMistakes(mistakes: readonly TextMistake[], editor: Editor): void {
  const host = byId("mistakes");
  if (mistakes.length === 0) {
    host.replaceChildren(made("p", ["✓ No mistakes."], { class: "fine" }));
    return;
  }
  const items = mistakes.map(({ from, line, message, fix }) =>
    made("li", [
      button(`Line ${line}`, () => editor.goTo(from)),
      made("span", [message]),
      ...(fix ? [button(fixLabel(fix), () => editor.apply(fix))] : []),
    ]),
  );
  host.replaceChildren(made("ul", items));
}
