import type { TextContent } from "pdfjs-dist/types/src/display/api.js";

/** Each text of a page with the mark that it stands in; undefined for what belongs to no element. */
export function* markedText({
  items,
}: TextContent): Generator<readonly [mark: string | undefined, text: string]> {
  const open: (string | undefined)[] = [];
  for (const item of items) {
    if ("str" in item) yield [open.at(-1), item.str];
    else if (item.type === "endMarkedContent") open.pop();
    else open.push(item.id ?? open.at(-1));
  }
}
