/** Hears of files that are dropped anywhere on the page. */
export function listenToDrops(dropped: (files: readonly File[]) => void): void {
  const { body } = document;
  const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    body.classList.add("dropping");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) body.classList.remove("dropping");
  });
  document.addEventListener(
    "drop",
    (event) => {
      body.classList.remove("dropping");
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      dropped([...(event.dataTransfer?.files ?? [])]);
    },
    { capture: true },
  );
}
