const dayLength = 86_400_000; // milliseconds

const digits = (length: number) =>
  Array.from({ length: 10 ** length }, (_, number) => String(number).padStart(length, '0'));
const two = digits(2);
const three = digits(3);

/** The day that was last asked for, and how it begins: most times of an answer are of few days. */
let knownDay = NaN;
let dayText = '';

/**
 * The same as `toISOString`, in half the time: an answer has up to 300 times.
 * @throws RangeError for a date that is none.
 */
export function isoTime(date: Date): string {
  const time = date.getTime();
  const day = Math.floor(time / dayLength);
  if (day !== knownDay) {
    dayText = date.toISOString().slice(0, -'00:00:00.000Z'.length);
    knownDay = day;
  }
  const milliseconds = time - day * dayLength;
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}`;
  return `${dayText}${clock}.${three[milliseconds % 1000]}Z`;
}

export function isoOrNull(date: Date | undefined): string | null {
  return date === undefined ? null : isoTime(date);
}
