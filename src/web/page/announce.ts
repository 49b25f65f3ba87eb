/** Tells a screen reader something, by the line of the page that it reads out when it changes. */
export function announce(text: string): void {
  const status = document.getElementById("status")!;
  // The same words twice are said twice only where the text has changed in between.
  status.textContent = "";
  setTimeout(() => {
    status.textContent = text;
  }, 50);
}
