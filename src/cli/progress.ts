/** Where lines of progress go. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** How far a batch is. */
export interface Progress {
  /** `of` where it is known; `what` was done last. */
  report(done: number, of: number | undefined, what: string): void;
  /** Takes away a line that is not ended, since something else is to be printed. */
  clear(): void;
}

/** In milliseconds. Who reads along sees no more; a log has a line a minute. */
const perPicture = 100;
const perLine = 60_000;

/**
 * Says how far a batch is: one line that is overwritten where a person watches, a line a minute
 * elsewhere. `now` is in milliseconds.
 */
export function progressOn(stream: ProgressStream, now: () => number): Progress {
  let start: number | undefined;
  let said = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  const clear = (): void => {
    if (isOpen) stream.write("\r\u001b[K");
    isOpen = false;
  };
  return {
    clear,
    report: (done, of, what) => {
      const at = now();
      start ??= at;
      const text = progressText(done, of, (at - start) / 1000);
      if (!stream.isTTY) {
        said = Math.max(said, start);
        if (at - said < perLine) return;
        stream.write(`${text}\n`);
      } else {
        if ((of ?? done) < 2 || (done !== of && at - said < perPicture)) return;
        isOpen = done !== of;
        stream.write(`\r\u001b[K${text}${what && ` ${what}`}${isOpen ? "" : "\n"}`);
      }
      said = at;
    },
  };
}

/** `120 of 240, 3.4 a second, 0:36 left`. */
export function progressText(done: number, of: number | undefined, seconds: number): string {
  const count = of === undefined ? `${done}` : `${done} of ${of}`;
  if (!(seconds > 0) || done === 0) return count;
  const perSecond = done / seconds;
  const rate =
    perSecond < 1 ? `${numeral(60 * perSecond)} a minute` : `${numeral(perSecond)} a second`;
  if (of === undefined) return `${count}, ${rate}`;
  const end = done < of ? `${clock((of - done) / perSecond)} left` : `in ${clock(seconds)}`;
  return `${count}, ${rate}, ${end}`;
}

const numeral = (rate: number): string => rate.toFixed(rate < 10 ? 1 : 0);

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const twoDigits = (part: number): string => String(part).padStart(2, "0");
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)}`
    : `${minutes}:${twoDigits(whole % 60)}`;
}
