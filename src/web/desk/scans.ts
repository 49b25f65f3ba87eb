import type { ClassSet } from "../../class/classSet.js";
import type { CodeReader } from "./codeReader.js";
import { pagesOf } from "./scannedFiles.js";
import { type ScannedPage, type SortedPages, sortPages } from "./sortPages.js";

/** What is said while files are read. */
export interface ScanListener {
  read(source: string, number: number, of: number): void;
  refused(source: string, why: string): void;
  done(): void;
}

/** The pages that were dropped on the desk, each as a small picture. */
export class Scans {
  readonly #pages: ScannedPage[] = [];
  readonly #pictures = new Map<ScannedPage, Blob>();
  readonly #byHand = new Map<ScannedPage, string>();
  #sorted: SortedPages = { scripts: new Map(), leftOver: [] };
  #queue: Promise<void> = Promise.resolve();

  constructor(
    readonly set: Pick<ClassSet, "variant">,
    readonly reader: CodeReader,
    readonly pdfThread: () => Worker,
    readonly listener: ScanListener,
  ) {}

  get sorted(): SortedPages {
    return this.#sorted;
  }

  picture(page: ScannedPage): Blob {
    return this.#pictures.get(page)!;
  }

  /** Reads files after those that are being read. */
  add(files: readonly File[]): void {
    this.#queue = this.#queue.then(async () => {
      for (const file of files) await this.#read(file);
      this.listener.done();
    });
  }

  /** Whether somebody put a page to its script. */
  isByHand(page: ScannedPage): boolean {
    return this.#byHand.has(page);
  }

  /** Puts a page to a script by hand; to none, takes it away from where it was put so. */
  place(page: ScannedPage, variant: string | undefined): void {
    if (variant === undefined) this.#byHand.delete(page);
    else this.#byHand.set(page, variant);
    this.#sort();
  }

  async #read(file: File): Promise<void> {
    try {
      for await (const { number, of, canvas, fault } of pagesOf(file, this.pdfThread)) {
        const {
          code,
          turn = 0,
          isEmpty,
        } = fault === undefined
          ? await this.reader.read(pixelsOf(canvas), "page")
          : { code: undefined, isEmpty: false };
        const page: ScannedPage = {
          place: this.#pages.length,
          source: file.name,
          number,
          isEmpty,
          ...(code === undefined ? {} : { code }),
          ...(fault === undefined ? {} : { fault }),
        };
        this.#pictures.set(page, await upright(canvas, turn));
        this.#pages.push(page);
        this.#sort();
        this.listener.read(file.name, number, of);
      }
    } catch (problem) {
      this.listener.refused(file.name, (problem as Error).message);
    }
  }

  #sort(): void {
    this.#sorted = sortPages(this.#pages, this.#byHand, this.set);
  }
}

export const pixelsOf = (canvas: HTMLCanvasElement): ImageData =>
  canvas
    .getContext("2d", { willReadFrequently: true })!
    .getImageData(0, 0, canvas.width, canvas.height);

/** The page as a picture that stands upright. */
function upright(page: HTMLCanvasElement, turn: number): Promise<Blob> {
  const turned = turn === 0 ? page : document.createElement("canvas");
  if (turned !== page) {
    const isAcross = turn % 180 !== 0;
    turned.width = isAcross ? page.height : page.width;
    turned.height = isAcross ? page.width : page.height;
    const context = turned.getContext("2d")!;
    context.translate(turned.width / 2, turned.height / 2);
    context.rotate((turn * Math.PI) / 180);
    context.drawImage(page, -page.width / 2, -page.height / 2);
  }
  return new Promise((done, failed) =>
    turned.toBlob(
      (blob) => (blob ? done(blob) : failed(new Error("there is no room for another page"))),
      "image/jpeg",
      0.75,
    ),
  );
}
