/** The element of the page with this id. Throws a RangeError where there is none. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new RangeError(`the page has no element ${id}`);
  return found as T;
}

/** An element with these texts, elements and attributes. */
export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  content: readonly (Node | string)[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.append(...content);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A button that does something. */
export function button(label: string, act: () => void): HTMLButtonElement {
  const element = made("button", [label], { type: "button" });
  element.addEventListener("click", act);
  return element;
}

/** The same once the calls have paused for so long, in milliseconds. */
export function afterPause(act: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}
