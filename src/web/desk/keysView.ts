import { byId, made } from "../page/elements.js";

/** Lists keys and what they do. */
export function listKeys(keys: readonly { readonly shown: string; readonly does: string }[]): void {
  byId("listed").replaceChildren(
    ...keys.flatMap(({ shown, does }) => [made("dt", [made("kbd", [shown])]), made("dd", [does])]),
  );
}
