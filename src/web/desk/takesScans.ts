import { listenToDrops } from "../page/droppedFiles.js";

/** Lets scans be dropped on the page, or chosen. */
export function takesScans(input: HTMLInputElement, taken: (files: readonly File[]) => void): void {
  listenToDrops(taken);
  input.addEventListener("change", () => {
    taken([...(input.files ?? [])]);
    input.value = "";
  });
}
