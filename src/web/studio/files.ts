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
  const take = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (!file) return;
    try {
      if (files.length > 1) throw new RangeError(`expected one file, got ${files.length}`);
      opened(await textOf(file));
    } catch (problem) {
      refused((problem as Error).message);
    }
  };
  input.addEventListener("change", () => {
    void take([...(input.files ?? [])]);
    input.value = "";
  });
  listenToDrops((files) => void take(files));
}

/** The text of a file. Throws an error that says why it is none. */
async function textOf(file: File): Promise<string> {
  const [ending] = /\.[a-z0-9]{1,5}$/i.exec(file.name) ?? [];
  if (ending !== undefined && !/^\.(?:ya?ml|txt)$/i.test(ending))
    throw new RangeError(`${file.name}: expected an exercise as YAML, a file called .yaml`);
  if (file.size === 0) throw new RangeError(`${file.name}: is empty`);
  if (file.size > mostBytes)
    throw new RangeError(`${file.name}: expected at most ${mostBytes} bytes, got ${file.size}`);
  return utf8Text(new Uint8Array(await file.arrayBuffer()), file.name);
}
