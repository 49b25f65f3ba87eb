import type { AskedOfEngine, EngineData, QuestionName, Questions, Sent } from "./protocol.js";

/** A thread that works things out. */
export interface EngineThread {
  postMessage(message: EngineData | AskedOfEngine): void;
  onmessage: ((message: { readonly data: Sent }) => void) | null;
  /** It could not be started, or broke down. */
  onerror: ((event: { readonly message?: string }) => void) | null;
  terminate(): void;
}

/** What became of a question. */
export type AskOutcome<T> =
  | { readonly kind: "answer"; readonly answer: T }
  | { readonly kind: "failed"; readonly message: string }
  /** It was not answered in time, and the thread was ended. */
  | { readonly kind: "ended" }
  /** Something newer was asked before it was answered. */
  | { readonly kind: "dropped" };

interface Flight {
  readonly asked: AskedOfEngine;
  readonly settle: (outcome: AskOutcome<never>) => void;
  readonly progress: (done: number) => void;
}

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For an answer, or for the next of its steps. */
  readonly answer: number;
  /** For an answer that nobody needs any more, before the thread is ended for a newer question. */
  readonly dropped: number;
}

/**
 * Asks a thread one question at a time, the newest only: each has a number, an answer to another
 * one is not looked at, and a thread that does not answer in time is ended and another started.
 */
export class EngineLink {
  #thread: EngineThread;
  #number = 0;
  #flight: Flight | undefined;
  #waiting: Flight | undefined;
  #stop: () => void = () => {};

  constructor(
    readonly start: () => EngineThread,
    readonly data: EngineData,
    readonly patience: Patience,
    /** Does something later, unless what it gives back is called before. */
    readonly later: (act: () => void, milliseconds: number) => () => void,
  ) {
    this.#thread = this.#started();
  }

  /** Asks; what was asked before and is not answered is dropped. */
  ask<K extends QuestionName>(
    question: K,
    asked: Questions[K]["asked"],
    progress: (done: number) => void = () => {},
  ): Promise<AskOutcome<Questions[K]["answer"]>> {
    this.#waiting?.settle({ kind: "dropped" });
    const number = ++this.#number;
    return new Promise((settle) => {
      this.#waiting = { asked: { number, question, asked } as AskedOfEngine, settle, progress };
      if (!this.#flight) this.#send();
      else this.#drop(this.#flight);
    });
  }

  #drop(flight: Flight): void {
    flight.settle({ kind: "dropped" });
    // What rests between its steps hears of the newer question.
    if (flight.asked.question === "certify") this.#send(this.patience.dropped);
    else this.#wait(this.patience.dropped);
  }

  #send(patience = this.patience.answer): void {
    this.#flight = this.#waiting;
    this.#waiting = undefined;
    this.#stop();
    if (!this.#flight) return;
    this.#thread.postMessage(this.#flight.asked);
    this.#wait(patience);
  }

  #wait(milliseconds: number): void {
    this.#stop();
    this.#stop = this.later(() => this.#end(milliseconds === this.patience.dropped), milliseconds);
  }

  /** Ends the thread; what is still wanted is asked of another. */
  #end(again: boolean): void {
    this.#thread.terminate();
    this.#thread = this.#started();
    if (again) this.#waiting ??= this.#flight;
    else this.#flight?.settle({ kind: "ended" });
    this.#flight = undefined;
    this.#send();
  }

  #started(): EngineThread {
    const thread = this.start();
    thread.postMessage(this.data);
    thread.onmessage = ({ data }) => this.#heard(data);
    thread.onerror = ({ message = "" }) => this.#broke(message);
    return thread;
  }

  /** What a thread that broke down was asked is not asked again: it might break down again. */
  #broke(message: string): void {
    this.#thread.terminate();
    this.#stop();
    const what = message === "" ? "" : `: ${message}`;
    this.#flight?.settle({ kind: "failed", message: `What works this out broke down${what}.` });
    this.#flight = undefined;
    this.#thread = this.#started();
    this.#send();
  }

  #heard(sent: Sent): void {
    const flight = this.#flight;
    if (!flight || sent.number !== flight.asked.number) return;
    if (sent.kind === "progress") {
      flight.progress(sent.done);
      if (!this.#waiting) this.#wait(this.patience.answer);
      return;
    }
    flight.settle(sent as AskOutcome<never>);
    this.#flight = undefined;
    this.#send();
  }
}
