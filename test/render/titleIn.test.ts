import { expect, test } from "vitest";
import { titleIn } from "../../src/render/titleIn.js";

test("a title is read as it was before a template wrote its signs for HTML", () => {
  const written = "a &amp; b &lt; c &quot;d&quot; &#x27;e&#x27; f &#x3D; g &#96;h &amp;lt; &copy;";
  expect(titleIn(`<title>${written}</title>`)).toBe("a & b < c \"d\" 'e' f = g `h &lt; &copy;");
  expect(titleIn("<p>none</p>")).toBe("");
});
