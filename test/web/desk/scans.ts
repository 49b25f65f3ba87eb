import { writeFileSync } from "node:fs";
import { PDFDocument } from "pdf-lib";
import { getDocument } from "../../pdfjs.js";

/** How a page lay on the scanner. */
export interface Lying {
  /** In degrees, clockwise. */
  readonly turned: number;
  /** By how much its rows are moved to the right, as a share of their height on the page. */
  readonly skewed: number;
  /** Whether something white lay on its code. */
  readonly covered?: boolean;
}

/** A canvas as pdf.js makes it where there is no browser. */
interface NodeCanvas {
  width: number;
  height: number;
  getContext(kind: "2d"): CanvasRenderingContext2D;
  toBuffer(type: "image/jpeg", quality?: number): Uint8Array;
}

interface Drawn {
  readonly canvas: NodeCanvas;
  readonly context: CanvasRenderingContext2D;
}

interface Factory {
  create(width: number, height: number): Drawn;
}

/** Pages of a printed PDF as pictures of a scanner at 150 dpi, lying as is said, in this order. */
export async function scansOf(
  pdf: Uint8Array,
  pages: readonly (readonly [page: number, lying: Lying])[],
): Promise<readonly Uint8Array[]> {
  const opened = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const factory = opened.canvasFactory as Factory;
  const scans: Uint8Array[] = [];
  for (const [number, lying] of pages) {
    const page = await opened.getPage(number);
    const viewport = page.getViewport({ scale: 150 / 72 });
    const { canvas, context } = factory.create(viewport.width, viewport.height);
    const drawn = { canvas: canvas as never, canvasContext: context, viewport };
    await page.render(drawn).promise;
    if (lying.covered) context.fillRect(canvas.width - 250, 0, 250, 140);
    scans.push(scanned(factory, canvas, lying));
  }
  await opened.loadingTask.destroy();
  return scans;
}

function scanned(factory: Factory, page: NodeCanvas, { turned, skewed }: Lying): Uint8Array {
  const angle = (turned * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const { canvas, context } = factory.create(
    Math.ceil(page.width * cos + page.height * sin),
    Math.ceil(page.height * cos + page.width * sin),
  );
  context.fillStyle = "#f4f2ec";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(angle);
  context.transform(1, 0, skewed, 1, 0, 0);
  context.drawImage(page as never, -page.width / 2, -page.height / 2);
  return canvas.toBuffer("image/jpeg", 0.7);
}

/** Pictures as a scanner puts them into one PDF. */
export async function writeScannedPdf(
  path: string,
  pictures: readonly Uint8Array[],
): Promise<void> {
  const pdf = await PDFDocument.create();
  for (const picture of pictures) {
    const image = await pdf.embedJpg(picture);
    const size: [number, number] = [(image.width * 72) / 150, (image.height * 72) / 150];
    pdf.addPage(size).drawImage(image, { x: 0, y: 0, width: size[0], height: size[1] });
  }
  writeFileSync(path, await pdf.save());
}
