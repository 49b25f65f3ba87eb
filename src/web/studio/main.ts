import { byId } from "../page/elements.js";
import { BrowserStore } from "../page/store.js";
import { Drafts } from "./drafts.js";
import { EngineLink, type EngineThread } from "./engineLink.js";
import { Studio } from "./studio.js";
import type { StudioData } from "./studioData.js";

const data = JSON.parse(byId("data").textContent) as StudioData;
const address = URL.createObjectURL(
  new Blob([byId("engine").textContent], { type: "text/javascript" }),
);

const later = (act: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
};

function startThread(): EngineThread {
  try {
    return new Worker(address) as unknown as EngineThread;
  } catch {
    const message = "This browser lets no page of a file work things out: try another one.";
    const none: EngineThread = {
      onmessage: null,
      onerror: null,
      postMessage: (asked) => {
        if ("number" in asked)
          setTimeout(() =>
            none.onmessage?.({ data: { number: asked.number, kind: "failed", message } }),
          );
      },
      terminate: () => {},
    };
    return none;
  }
}

const engine = new EngineLink(
  startThread,
  { malrules: data.malrules },
  { answer: 20_000, dropped: 1000 },
  later,
);
const drafts = new Drafts(new BrowserStore("handprop-studio "));
const studio = new Studio(data, engine, drafts, byId("fonts").textContent);

void studio.followLink().then(({ isOpen, said }) => {
  if (!isOpen) studio.openLatest(said);
});
