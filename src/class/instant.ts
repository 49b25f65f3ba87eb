/**
 * A time as people and programs write it: `2027-03-05`, `2027-03-05T23:59`, with seconds, a space
 * for the T, and `Z` or an offset behind it.
 */
const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** Milliseconds of a day. */
export const day = 86_400_000;

/** Whether a text is a time of a calendar that there is. */
export function isTime(text: string): boolean {
  const [, year, month, date, hour = "0", minute = "0", second = "0"] = written.exec(text) ?? [];
  if (year === undefined) return false;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const isReal = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(date);
  return isReal && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** Whether a time says itself where in the world it is. */
export const saysZone = (text: string): boolean => written.exec(text)?.[7] !== undefined;

/** Whether this is the name of a time zone, such as `Europe/Berlin`, or an offset, `+01:00`. */
export function isZone(zone: string): boolean {
  if (offset.test(zone)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The milliseconds since 1970 of a time, in a time zone where it says none itself; a date alone is
 * the end of that day. Undefined where neither says a zone, or it is no time.
 */
export function instantOf(text: string, zone: string | undefined): number | undefined {
  const found = written.exec(text);
  if (!found || !isTime(text)) return undefined;
  const [, year, month, date, hour, minute = "0", second = "0", own] = found;
  const [y, mo, d, h, mi, s] = [year, month, date, hour ?? "0", minute, second].map(Number);
  const asUtc = Date.UTC(y!, mo! - 1, d!, h!, mi!, s!) + (hour === undefined ? day : 0);
  if (own === "Z") return asUtc;
  const there = own ?? zone;
  if (there === undefined) return undefined;
  // Twice: the first guess may lie on the other side of a change to summer time.
  const guess = asUtc - aheadOfUtc(asUtc, there);
  return asUtc - aheadOfUtc(guess, there);
}

/**
 * The last instant that is in time for a deadline: a day ends with the day, a minute with the
 * minute. Undefined as above.
 */
export function endOf(deadline: string, zone: string | undefined): number | undefined {
  const at = instantOf(deadline, zone);
  const [, , , , hour, , second] = written.exec(deadline) ?? [];
  const isMinute = hour !== undefined && second === undefined;
  return at === undefined || !isMinute ? at : at + 59_999;
}

const offset = /^([+-])(\d\d):?(\d\d)$/;

/** By how many milliseconds the clocks of a zone are ahead of UTC at an instant. */
function aheadOfUtc(instant: number, zone: string): number {
  const [, sign, hours, minutes] = offset.exec(zone) ?? [];
  if (sign !== undefined)
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const clock = clocks.get(zone) ?? clockIn(zone);
  clocks.set(zone, clock);
  const parts = clock.formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)!.value);
  const shown = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return shown - Math.floor(instant / 1000) * 1000;
}

/** Making one takes longer than reading it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

const clockIn = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
