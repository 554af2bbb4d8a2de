import { expect } from 'chai';
import { isoOrNull, isoTime } from '../../../src/infrastructure/http/api/iso-time.js';

describe('isoTime', () => {
  it('says what toISOString says, whichever day was asked for before', () => {
    const day = 86_400_000;
    const hours = [0, 1, 999, 1000, 59_999, 60_000, 3_599_999, 3_600_000, 43_200_000, day - 1];
    const days = [
      0, 1, -1, 59, 20_454, 20_454, 20_455, -719_528, 2_932_896, 2_932_897, -1_000_000, 99_999_998,
    ];
    for (const [index, begin] of days.entries()) {
      for (const hour of hours) {
        const date = new Date(begin * day + hour + index);
        expect(isoTime(date)).to.equal(date.toISOString());
      }
    }
  });

  it('refuses a date that is none, also after it has seen a day', () => {
    isoTime(new Date(0));
    expect(() => isoTime(new Date(NaN))).to.throw(RangeError);
  });

  it('is null for no date', () => {
    expect(isoOrNull(undefined)).to.equal(null);
    expect(isoOrNull(new Date(0))).to.equal('1970-01-01T00:00:00.000Z');
  });
});
