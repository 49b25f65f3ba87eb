import "../page/withoutEval.js";
import { byId } from "../page/elements.js";
import { BrowserStore } from "../page/store.js";
import { CodeReader } from "./codeReader.js";
import { Desk } from "./desk.js";
import type { DeskData } from "./deskData.js";
import { deskSet } from "./deskSet.js";
import { DeskWork } from "./scriptWork.js";

const data = JSON.parse(byId("data").textContent) as DeskData;
const { course, set, title } = data.manifest;

/** What starts a thread of the program that the page carries under an id. */
function threadOf(id: string): () => Worker {
  const program = new Blob([byId(id).textContent], { type: "text/javascript" });
  const address = URL.createObjectURL(program);
  return () => new Worker(address);
}

byId("about").textContent = "Reading the set…";
// The text is shown before the work is done.
setTimeout(() => {
  const about = byId("about");
  try {
    const reader = new CodeReader(threadOf("reader"));
    const store = new BrowserStore(`handprop-desk ${JSON.stringify([course, set])} `);
    const work = new DeskWork(store, data.typed);
    new Desk(deskSet(data), data, work, reader, threadOf("pdf"));
    about.textContent = title;
    document.title = `${title} – marking desk`;
    byId("find").focus();
  } catch (error) {
    about.textContent = `The set cannot be read: ${(error as Error).message}`;
  }
});
