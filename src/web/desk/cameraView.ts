import { byId } from "../page/elements.js";
import type { CodeReader } from "./codeReader.js";
import { pixelsOf } from "./scans.js";

/** A frame is looked at so many milliseconds after the one before. */
const pause = 150;

/** Looks for the code of a sheet in front of the camera; `found` says whether it is one. */
export class CameraView {
  readonly #dialog = byId<HTMLDialogElement>("watching");
  readonly #video = byId<HTMLVideoElement>("video");
  readonly #seen = byId("seen");

  constructor(
    readonly reader: CodeReader,
    readonly found: (code: string) => boolean,
  ) {
    this.#dialog.addEventListener("close", () => this.#stop());
  }

  async open(): Promise<void> {
    this.#dialog.showModal();
    this.#seen.textContent = "Starting the camera…";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 } },
      });
      this.#video.srcObject = stream;
      await this.#video.play();
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      this.#seen.textContent = `There is no camera to be used: ${why}.`;
      return;
    }
    if (!this.#dialog.open) this.#stop();
    this.#seen.textContent = "";
    await this.#watch();
  }

  async #watch(): Promise<void> {
    const canvas = document.createElement("canvas");
    while (this.#dialog.open && this.#video.srcObject) {
      const { videoWidth, videoHeight } = this.#video;
      canvas.width = videoWidth;
      canvas.height = videoHeight;
      if (videoWidth > 0) {
        canvas.getContext("2d", { willReadFrequently: true })!.drawImage(this.#video, 0, 0);
        const { code } = await this.reader.read(pixelsOf(canvas), "frame");
        if (code !== undefined && this.#dialog.open) this.#take(code);
      }
      await new Promise((later) => setTimeout(later, pause));
    }
  }

  #take(code: string): void {
    if (this.found(code)) this.#dialog.close();
    else this.#seen.textContent = "This code is of no sheet of this set.";
  }

  #stop(): void {
    const stream = this.#video.srcObject;
    if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
    this.#video.srcObject = null;
  }
}
