import { titleIn } from "../render/titleIn.js";
import type { ReportPart, ReportRun } from "../reports.js";
import { markedPages } from "./html.js";

/** Marked scripts as PDF, each in a file of its own; as HTML where there is no browser to print. */
export const pdf = ({
  batch,
  isAnonymous = false,
  printer,
}: ReportRun): AsyncIterable<ReportPart> =>
  markedPages({ batch, isAnonymous }, async () => {
    const opened = await printer?.();
    return opened
      ? { ending: "pdf", finish: (page) => opened.print(page, { title: titleIn(page) }) }
      : { ending: "html", finish: async (page) => page };
  });
