import { isEmptyPage, pageCode, seenCode } from "./pageCode.js";
import type { ReaderFinding, ReaderTask } from "./protocol.js";

// A thread of its own, so that typing goes on while pages are looked at.
addEventListener("message", ({ data }: MessageEvent<ReaderTask>) => {
  postMessage(findingOn(data));
});

function findingOn(task: ReaderTask): ReaderFinding {
  // A code alone would not be nothing.
  if (task.kind === "page")
    return isEmptyPage(task) ? { isEmpty: true } : { ...pageCode(task), isEmpty: false };
  const code = seenCode(task);
  return { ...(code === undefined ? {} : { code }), isEmpty: false };
}
