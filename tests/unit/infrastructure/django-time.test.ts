import { expect } from 'chai';
import { timeReader } from '../../../src/infrastructure/django/django-time.js';

describe('times of a Django database', () => {
  const read = (text: unknown, zone?: string) => {
    const micros = timeReader(zone)(text);
    return micros === undefined ? undefined : new Date(micros / 1000).toISOString();
  };

  for (const [text, time] of [
    ['2023-02-28 10:00:00', '2023-02-28T10:00:00.000Z'],
    ['2023-02-28 10:00:00.5', '2023-02-28T10:00:00.500Z'],
    ['2023-02-28T10:00:00.123456Z', '2023-02-28T10:00:00.123Z'],
    ['2023-02-28 10:00:00+02:00', '2023-02-28T08:00:00.000Z'],
    ['2023-02-28 10:00:00-0330', '2023-02-28T13:30:00.000Z'],
    ['2023-02-28 10:00', '2023-02-28T10:00:00.000Z'],
    ['2023-02-28', '2023-02-28T00:00:00.000Z'],
    ['2024-02-29 23:59:59', '2024-02-29T23:59:59.000Z'],
    ['0023-01-01 00:00:00', '0023-01-01T00:00:00.000Z'],
  ]) {
    it(`reads ${text}`, () => {
      expect(read(text)).to.equal(time);
    });
  }

  it('keeps microseconds for the order', () => {
    expect(timeReader()('2023-02-28 10:00:00.123456')).to.equal(Date.UTC(2023, 1, 28, 10) * 1000 + 123_456);
  });

  for (const text of [
    '2023-02-29 10:00:00',
    '2023-02-30',
    '2023-13-01 10:00:00',
    '2023-00-10 10:00:00',
    '2023-02-28 24:00:00',
    '2023-02-28 10:60:00',
    '2023-02-28 10:00:60',
    '2023-02-28 10:00:00+25:00',
    'yesterday',
    '',
    null,
    1_677_578_400,
  ]) {
    it(`takes ${JSON.stringify(text)} for no time`, () => {
      expect(read(text)).to.equal(undefined);
    });
  }

  for (const [zone, text, time] of [
    ['Europe/Kyiv', '2023-01-15 12:00:00', '2023-01-15T10:00:00.000Z'],
    ['Europe/Kyiv', '2023-07-15 12:00:00', '2023-07-15T09:00:00.000Z'],
    ['Europe/Kyiv', '2023-07-15 12:00:00Z', '2023-07-15T12:00:00.000Z'],
    ['America/New_York', '2023-07-15 12:00:00', '2023-07-15T16:00:00.000Z'],
    ['Asia/Kathmandu', '2023-07-15 12:00:00', '2023-07-15T06:15:00.000Z'],
    // The hour that the clocks show twice is the first of the two; the one they skip never was.
    ['Europe/Berlin', '2023-10-29 01:59:59', '2023-10-28T23:59:59.000Z'],
    ['Europe/Berlin', '2023-10-29 02:30:00', '2023-10-29T00:30:00.000Z'],
    ['Europe/Berlin', '2023-10-29 03:00:00', '2023-10-29T02:00:00.000Z'],
    ['Europe/Berlin', '2023-03-26 02:30:00', undefined],
    ['Europe/Berlin', '2023-03-26 03:00:00', '2023-03-26T01:00:00.000Z'],
    ['Australia/Lord_Howe', '2023-10-01 02:15:00', undefined],
    ['Pacific/Apia', '2011-12-30 12:00:00', undefined],
  ] as const) {
    it(`reads ${text} in ${zone}`, () => {
      expect(read(text, zone)).to.equal(time);
    });
  }

  it('refuses a zone that is none', () => {
    expect(() => timeReader('Mars/Olympus')).to.throw(/no time zone Mars\/Olympus/);
  });
});
