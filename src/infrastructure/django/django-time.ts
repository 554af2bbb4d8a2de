const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)?)?)?$/i;

/** Microseconds since 1970, cut and not rounded; undefined if the text is no time, or one that never was. */
export type ReadTime = (text: unknown) => number | undefined;

/**
 * Reads times as Django writes them: `2023-04-13 18:36:09.771060`, with a T, an offset, or a date alone.
 * @param zone an IANA name: where times without an offset are at home. Django has UTC unless `USE_TZ` is off.
 * @throws Error if there is no such zone.
 */
export function timeReader(zone = 'UTC'): ReadTime {
  const offsetAt = zoneOffsets(zone);
  return (text) => {
    const match = form.exec(String(text));
    if (match === null) return undefined;
    const [
      ,
      year,
      month,
      day,
      hour = '00',
      minute = '00',
      second = '00',
      fraction = '',
      utc,
      sign,
      hours,
      minutes,
    ] = match;
    const numbers = [year, month, day, hour, minute, second].map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const local = utcOf(...numbers);
    if (local === undefined || Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return undefined;
    const named = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000);
    const offset = utc === undefined && sign === undefined ? offsetAt(local) : named;
    return offset === undefined
      ? undefined
      : (local - offset) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  };
}

/** Undefined for 30 February and 24 o'clock, which Date would turn into other times. */
function utcOf(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC takes the year 23 for 1923
  date.setUTCHours(hour, minute, second);
  const exists =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return exists ? date.getTime() : undefined;
}

const hour = 3_600_000;

/**
 * How far a zone's clocks are ahead of UTC, in milliseconds, when they show a time: the first of the two when they are
 * set back, undefined for what they skip when they are set forward.
 */
function zoneOffsets(zone: string): (local: number) => number | undefined {
  const format = formatOf(zone);
  const showing = (time: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
    return (utcOf(year, month, day, hours % 24, minute, second) ?? 0) - time;
  };
  // The offset of a quarter of an hour is one for all of it: no clock was ever set within one since 1972.
  const known = new Map<number, number | undefined>();
  return (local) => {
    if (zone === 'UTC') return 0;
    const quarter = Math.floor(local / (hour / 4)) * (hour / 4);
    if (!known.has(quarter)) {
      // Before a change and after it: no zone is changed twice within two days.
      const offsets = [showing(quarter - 24 * hour), showing(quarter + 24 * hour)];
      known.set(
        quarter,
        offsets.find((offset) => showing(quarter - offset) === offset),
      );
    }
    return known.get(quarter);
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const fields = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601', {
      ...fields,
      second: 'numeric',
      hourCycle: 'h23',
      timeZone: zone,
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Error(`there is no time zone ${zone}: write it as in Django's TIME_ZONE, like Europe/Kyiv`, {
      cause,
    });
  }
}
