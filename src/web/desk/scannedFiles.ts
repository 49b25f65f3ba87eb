import { getDocument, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";

/** One page of a file, drawn; what draws the next draws over it. */
export interface DrawnPage {
  readonly number: number;
  readonly of: number;
  readonly canvas: HTMLCanvasElement;
  /** Why there is nothing on it, where it could not be drawn. */
  readonly fault?: string;
}

/** Pixels of the longer side of a page: enough to read handwriting on A4, 170 dpi. */
const longerSide = 2000;

/** A file has no more pages than this. */
const mostPages = 5000;

/**
 * The pages of a PDF or a picture, one after the other on the same canvas, so that a long file
 * takes no more memory than itself and one page. `thread` starts what reads a PDF. Throws an Error
 * with a sentence for who dropped it.
 */
export async function* pagesOf(file: File, thread: () => Worker): AsyncGenerator<DrawnPage> {
  const canvas = document.createElement("canvas");
  try {
    if (await isPdf(file)) yield* pdfPages(file, canvas, thread());
    else yield await picture(file, canvas);
  } finally {
    // Some browsers keep what a canvas had until it is collected.
    canvas.width = 0;
  }
}

const isPdf = async (file: File): Promise<boolean> =>
  /\.pdf$/i.test(file.name) || (await file.slice(0, 1024).text()).includes("%PDF-");

async function* pdfPages(
  file: File,
  canvas: HTMLCanvasElement,
  thread: Worker,
): AsyncGenerator<DrawnPage> {
  try {
    const pdf = await opened(file, thread);
    const of = pdf.numPages;
    if (of === 0) throw new Error("it has no pages");
    if (of > mostPages) throw new Error(`it has more than ${mostPages} pages`);
    for (let number = 1; number <= of; number++) {
      // A page that cannot be drawn is left white, and the others are read.
      const fault = await draw(pdf, number, canvas);
      yield { number, of, canvas, ...(fault === undefined ? {} : { fault }) };
    }
  } finally {
    // With the thread goes all that it has unpacked.
    thread.terminate();
  }
}

async function opened(file: File, thread: Worker): Promise<PDFDocumentProxy> {
  try {
    return await getDocument({
      data: new Uint8Array(await file.arrayBuffer()),
      worker: PDFWorker.create({ port: thread }),
      // The policy of the page lets no code be made from text or bytes, and nothing be fetched.
      isEvalSupported: false,
      useWasm: false,
      useWorkerFetch: false,
      useSystemFonts: true,
      maxImageSize: 2 ** 27,
      verbosity: 0,
    }).promise;
  } catch (problem) {
    const isLocked = (problem as Error).name === "PasswordException";
    throw new Error(isLocked ? "it takes a password" : "it is no PDF, or one that is cut off");
  }
}

/** Draws a page; why it cannot be drawn, where it cannot. */
async function draw(
  pdf: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
): Promise<string | undefined> {
  try {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: longerSide / Math.max(width, height) });
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    // As for print: a page in a tab that is not looked at would wait to be drawn.
    await page.render({ canvas, viewport, intent: "print" }).promise;
    page.cleanup();
    return undefined;
  } catch {
    [canvas.width, canvas.height] = [longerSide / 2, longerSide / 2];
    return "it is damaged, and cannot be drawn";
  }
}

async function picture(file: File, canvas: HTMLCanvasElement): Promise<DrawnPage> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new Error(
      /\.hei[cf]$/i.test(file.name)
        ? "this browser cannot show pictures in HEIC: save it as JPEG"
        : "it is neither a PDF nor a picture that this browser can show",
    );
  });
  const scale = Math.min(1, longerSide / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return { number: 1, of: 1, canvas };
}
