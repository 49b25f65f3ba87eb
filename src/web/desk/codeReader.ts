import type { Pixels } from "./reader/pageCode.js";
import type { ReaderFinding, ReaderTask } from "./reader/protocol.js";

/** Reads codes in a thread of its own, which is started when it is first needed. */
export class CodeReader {
  #thread: Worker | undefined;
  readonly #waiting: ((finding: ReaderFinding) => void)[] = [];

  constructor(readonly start: () => Worker) {}

  read({ width, height, data }: Pixels, kind: ReaderTask["kind"]): Promise<ReaderFinding> {
    this.#thread ??= this.#started();
    const task: ReaderTask = { kind, width, height, data };
    // The pixels are given away, not copied.
    this.#thread.postMessage(task, [data.buffer as ArrayBuffer]);
    return new Promise((found) => this.#waiting.push(found));
  }

  #started(): Worker {
    const thread = this.start();
    thread.onmessage = ({ data }: MessageEvent<ReaderFinding>) => this.#waiting.shift()?.(data);
    // What cannot be looked at has no code: it is placed by hand.
    thread.onerror = (event) => {
      event.preventDefault();
      this.#waiting.shift()?.({ isEmpty: false });
    };
    return thread;
  }
}
