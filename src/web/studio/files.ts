import { utf8Text } from "../../input/utf8Text.js";
import { byId } from "./elements.js";

/** A file has no more bytes. */
const mostBytes = 250_000;

/**
 * Lets a text be dropped on the page, or chosen: `opened` is given it, `refused` why it is not one.
 */
export function takesFiles(opened: (text: string) => void, refused: (why: string) => void): void {
  const input = byId<HTMLInputElement>("file");
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    try {
      opened(await textOf(file));
    } catch (problem) {
      refused((problem as Error).message);
    }
  };
  input.addEventListener("change", () => {
    void take(input.files?.[0]);
    input.value = "";
  });
  const { body } = document;
  const isFile = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!isFile(event)) return;
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
      if (!isFile(event)) return;
      event.preventDefault();
      event.stopPropagation();
      void take(event.dataTransfer?.files[0]);
    },
    { capture: true },
  );
}

/** The text of a file. Throws an error that says why it is none. */
async function textOf(file: File): Promise<string> {
  if (file.size > mostBytes)
    throw new RangeError(`${file.name}: expected at most ${mostBytes} bytes, got ${file.size}`);
  return utf8Text(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** Gives a text to whoever uses the page, as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
