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

const engine = new EngineLink(
  () => new Worker(address) as unknown as EngineThread,
  { malrules: data.malrules },
  { answer: 20_000, dropped: 1000 },
  later,
);
const drafts = new Drafts(new BrowserStore("handprop-studio "));
const studio = new Studio(data, engine, drafts, byId("fonts").textContent);

void studio.followLink().then((isLinked) => {
  if (!isLinked) studio.openLatest();
});
