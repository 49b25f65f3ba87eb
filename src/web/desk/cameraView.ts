import { byId } from "../page/elements.js";
import type { CodeReader } from "./codeReader.js";
import { pixelsOf } from "./scans.js";

/** A frame is looked at so many milliseconds after the one before. */
const pause = 150;

/** After so many frames without a code, it is said what helps. */
const patience = 20;

/** What is done with the codes that the camera sees. */
export interface CameraListener {
  /** Why a code cannot be followed, as a sentence; undefined where it can. */
  fault(code: string): string | undefined;
  /** A code that can be followed was seen, and the camera is put away. */
  found(code: string): void;
}

/** Looks for the code of a sheet in front of the camera. */
export class CameraView {
  readonly #dialog = byId<HTMLDialogElement>("watching");
  readonly #video = byId<HTMLVideoElement>("video");
  readonly #seen = byId("seen");

  constructor(
    readonly reader: CodeReader,
    readonly listener: CameraListener,
  ) {
    this.#dialog.addEventListener("close", () => this.#stop());
  }

  async open(): Promise<void> {
    this.#dialog.showModal();
    this.#seen.textContent = "Starting the camera…";
    try {
      const stream = await cameraStream();
      // Somebody may have closed the window meanwhile, or opened it once more.
      if (!this.#dialog.open || this.#video.srcObject) return stopStream(stream);
      this.#video.srcObject = stream;
      this.#video.hidden = false;
      for (const track of stream.getTracks())
        track.addEventListener("ended", () => this.#lost(stream));
      await this.#video.play();
    } catch (problem) {
      this.#video.hidden = true;
      this.#seen.textContent = whyNoCamera(problem);
      return;
    }
    this.#seen.textContent = "";
    await this.#watch();
  }

  async #watch(): Promise<void> {
    const canvas = document.createElement("canvas");
    let without = 0;
    while (this.#dialog.open && this.#video.srcObject) {
      const { videoWidth, videoHeight } = this.#video;
      canvas.width = videoWidth;
      canvas.height = videoHeight;
      if (videoWidth > 0) {
        canvas.getContext("2d", { willReadFrequently: true })!.drawImage(this.#video, 0, 0);
        const { code } = await this.reader.read(pixelsOf(canvas), "frame");
        if (!this.#dialog.open || !this.#video.srcObject) return;
        without = code === undefined ? without + 1 : 0;
        if (code !== undefined) this.#take(code);
        else if (without === patience)
          this.#seen.textContent =
            "No code is seen yet: hold the sheet nearer, in good light, with its corner in sight.";
      }
      await new Promise((later) => setTimeout(later, pause));
    }
  }

  #take(code: string): void {
    const fault = this.listener.fault(code);
    if (fault !== undefined) {
      this.#seen.textContent = fault;
      return;
    }
    // First: what a window that is open stands before cannot have the focus.
    this.#dialog.close();
    this.listener.found(code);
  }

  #lost(stream: MediaStream): void {
    if (this.#video.srcObject !== stream) return;
    this.#stop();
    this.#video.hidden = true;
    this.#seen.textContent =
      "The camera was taken away. Close this window, and open the camera again.";
  }

  #stop(): void {
    const stream = this.#video.srcObject;
    if (stream instanceof MediaStream) stopStream(stream);
    this.#video.srcObject = null;
  }
}

function cameraStream(): Promise<MediaStream> {
  // Where a page may have no camera at all, a browser hides all that asks for one.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new DOMException("", "SecurityError");
  return devices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const inUse =
  "The camera does not answer: another program may be using it. Close that, and try again.";

/** What to do about each kind of failure that a browser names. */
const faults: Readonly<Record<string, string>> = {
  NotAllowedError:
    "The browser keeps the camera from this page. Allow it, beside the address or in the " +
    "settings of the browser or the system, and open the camera again.",
  NotFoundError: "There is no camera. Type a name, an id or a variant in its place.",
  NotReadableError: inUse,
  AbortError: inUse,
  SecurityError:
    "This browser gives this page no camera. Open the file itself, from this machine, in Chrome, " +
    "Edge or Firefox.",
};

function whyNoCamera(problem: unknown): string {
  const { name, message } = problem as Partial<Error>;
  return faults[name ?? ""] ?? `There is no camera to be used: ${message ?? String(problem)}.`;
}
