import { expect, test } from "vitest";
import { EngineLink, type EngineThread } from "../../../src/web/studio/engineLink.js";
import type { AskedOfEngine, Sent } from "../../../src/web/studio/protocol.js";

/** Threads and timers that do only what the test lets them do. */
function bench() {
  const threads: {
    asked: AskedOfEngine[];
    isOver: boolean;
    send: (sent: Sent) => void;
    breakDown: (message: string) => void;
  }[] = [];
  let timer: (() => void) | undefined;
  const start = (): EngineThread => {
    const made = {
      asked: [] as AskedOfEngine[],
      isOver: false,
      send: (_: Sent) => {},
      breakDown: (_: string) => {},
    };
    threads.push(made);
    const thread: EngineThread = {
      onmessage: null,
      onerror: null,
      postMessage: (message) => {
        if ("number" in message) made.asked.push(message);
      },
      terminate: () => {
        made.isOver = true;
      },
    };
    made.send = (data) => thread.onmessage?.({ data });
    made.breakDown = (message) => thread.onerror?.({ message });
    return thread;
  };
  const link = new EngineLink(start, { malrules: [] }, { answer: 10, dropped: 1 }, (act) => {
    timer = act;
    return () => {
      if (timer === act) timer = undefined;
    };
  });
  return { link, threads, wait: () => timer?.(), isWaiting: () => timer !== undefined };
}

const look = (text: string) => ({ text, seed: "1", tab: "worksheet" as const });
const answer = (number: number) => ({ number, kind: "answer" as const, answer: { mistakes: [] } });

test("only the newest question is answered, and a stale answer is not looked at", async () => {
  const { link, threads, isWaiting } = bench();
  const [first, second, third] = ["a", "b", "c"].map((text) => link.ask("look", look(text)));
  const [thread] = threads;
  expect(thread!.asked.map(({ number }) => number)).toEqual([1]);
  thread!.send(answer(99));
  thread!.send(answer(1));
  expect(thread!.asked.map(({ number }) => number)).toEqual([1, 3]);
  thread!.send(answer(3));
  expect((await Promise.all([first, second, third])).map((one) => one!.kind)).toEqual([
    "dropped",
    "dropped",
    "answer",
  ]);
  expect(isWaiting()).toBe(false);
});

test("a thread that does not answer is ended, and another answers what is asked next", async () => {
  const { link, threads, wait } = bench();
  const stuck = link.ask("look", look("a"));
  wait();
  expect((await stuck).kind).toBe("ended");
  expect(threads.map(({ isOver }) => isOver)).toEqual([true, false]);
  const next = link.ask("look", look("b"));
  threads[1]!.send(answer(2));
  expect((await next).kind).toBe("answer");
});

test("a thread that breaks down is said to, and another answers what was asked since", async () => {
  const { link, threads } = bench();
  const broken = link.ask("look", look("a"));
  threads[0]!.breakDown("out of memory");
  const outcome = await broken;
  expect(outcome.kind === "failed" && outcome.message).toContain("broke down: out of memory");
  const next = link.ask("look", look("b"));
  const newest = link.ask("look", look("c"));
  threads[1]!.breakDown("");
  expect((await next).kind).toBe("dropped");
  threads[2]!.send(answer(3));
  expect((await newest).kind).toBe("answer");
});

test("where it works on what nobody needs any more, it is ended sooner, for the newer question", async () => {
  const { link, threads, wait } = bench();
  link.ask("look", look("a"));
  const newer = link.ask("look", look("b"));
  wait();
  expect(threads[1]!.asked.map(({ number }) => number)).toEqual([2]);
  threads[1]!.send(answer(2));
  expect((await newer).kind).toBe("answer");
});

test("certification is interrupted by the newer question itself, or by its end", async () => {
  const { link, threads, wait } = bench();
  const told: number[] = [];
  const certified = link.ask("certify", { text: "a", seeds: 2 }, (done) => told.push(done));
  threads[0]!.send({ number: 1, kind: "progress", done: 1 });
  const newer = link.ask("look", look("b"));
  expect(threads[0]!.asked.map(({ number }) => number)).toEqual([1, 2]);
  threads[0]!.send({ number: 1, kind: "failed", message: "no longer asked" });
  wait();
  expect(threads[1]!.asked.map(({ number }) => number)).toEqual([2]);
  threads[1]!.send(answer(2));
  expect([told, (await certified).kind, (await newer).kind]).toEqual([[1], "dropped", "answer"]);
});
