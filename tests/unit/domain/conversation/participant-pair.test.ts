import { expect } from 'chai';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('ParticipantPair', () => {
  it('is the same in either order', () => {
    expect(ParticipantPair.of(2, 10)).to.deep.equal(ParticipantPair.of(10, 2));
    expect(ParticipantPair.of(10, 2)).to.include({ low: 2, high: 10 });
  });

  it('is of two different users', () => {
    expectRefused(() => ParticipantPair.of(7, 7), 'self_thread');
  });

  it('knows who is in it, and who the other one is', () => {
    const pair = ParticipantPair.of(10, 2);
    expect([1, 2, 3, 10].filter((user) => pair.includes(user))).to.deep.equal([2, 10]);
    expect(pair.otherThan(2)).to.equal(10);
    expect(pair.otherThan(10)).to.equal(2);
  });

  it('is restored as it was stored', () => {
    expect(ParticipantPair.restore(2, 10)).to.deep.equal(ParticipantPair.of(2, 10));
  });

  describe('named by a caller', () => {
    it('is the caller and the one who is named', () => {
      expect(ParticipantPair.named(5, [3])).to.deep.equal(ParticipantPair.of(3, 5));
    });

    it('is the two who are named', () => {
      expect(ParticipantPair.named(5, [5, 3])).to.deep.equal(ParticipantPair.of(3, 5));
      expect(ParticipantPair.named(5, [3, 5])).to.deep.equal(ParticipantPair.of(3, 5));
      expect(ParticipantPair.named(5, [8, 3])).to.deep.equal(ParticipantPair.of(3, 8));
    });

    it('is the two who are named, for a caller who is no user', () => {
      expect(ParticipantPair.named(undefined, [8, 3])).to.deep.equal(ParticipantPair.of(3, 8));
    });

    it('needs somebody', () => {
      expectRefused(() => ParticipantPair.named(5, []), 'too_few_participants');
      expectRefused(() => ParticipantPair.named(undefined, [3]), 'too_few_participants');
    });

    it('has no third, not even one of the two', () => {
      expectRefused(() => ParticipantPair.named(5, [5, 3, 4]), 'too_many_participants');
      expectRefused(() => ParticipantPair.named(5, [3, 3, 5]), 'too_many_participants');
      expectRefused(() => ParticipantPair.named(5, [5, 5, 5]), 'too_many_participants');
    });

    it('is not one user twice', () => {
      expectRefused(() => ParticipantPair.named(5, [5]), 'self_thread');
      expectRefused(() => ParticipantPair.named(5, [5, 5]), 'self_thread');
      expectRefused(() => ParticipantPair.named(5, [3, 3]), 'self_thread');
    });
  });
});
