import { button, byId, made } from "../page/elements.js";
import type { Drafts, KeptDraft } from "./drafts.js";

/** What can be done with drafts. */
export interface DraftActs {
  readonly open: (draft: KeptDraft) => void;
  readonly removed: (draft: KeptDraft) => void;
}

/** Shows the drafts that there are. */
export function showDrafts(drafts: Drafts, { open, removed }: DraftActs): void {
  const dialog = byId<HTMLDialogElement>("drafts");
  const items = drafts.list.map(({ id, title }) => {
    const choose = (): void => {
      const text = drafts.text(id);
      dialog.close();
      if (text !== undefined) open({ id, title, text });
    };
    const remove = button("Delete", () => {
      const draft = drafts.remove(id);
      if (draft) removed(draft);
      showDrafts(drafts, { open, removed });
    });
    remove.setAttribute("aria-label", `Delete ${title}`);
    return made("li", [button(title, choose), remove]);
  });
  byId("kept").replaceChildren(
    ...(items.length > 0 ? items : [made("li", ["There are none yet."])]),
  );
  byId("unkept").hidden = drafts.isKept;
  if (!dialog.open) dialog.showModal();
}
