import { utf8Text } from "../../input/utf8Text.js";
import { listenToDrops } from "../page/droppedFiles.js";
import { byId } from "../page/elements.js";

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
  listenToDrops(([file]) => void take(file));
}

/** The text of a file. Throws an error that says why it is none. */
async function textOf(file: File): Promise<string> {
  if (file.size > mostBytes)
    throw new RangeError(`${file.name}: expected at most ${mostBytes} bytes, got ${file.size}`);
  return utf8Text(new Uint8Array(await file.arrayBuffer()), file.name);
}
