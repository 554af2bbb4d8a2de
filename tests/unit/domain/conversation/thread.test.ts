import { expect } from 'chai';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import { requireParticipant, Thread, visibleThread } from '../../../../src/domain/conversation/thread.js';
import { at } from '../../../support/fixtures.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('Thread', () => {
  const participants = ParticipantPair.of(1, 2);
  const thread = Thread.restore({
    id: 5,
    participants,
    created: at(1),
    updated: at(2),
    lastMessageId: 9,
    messageCount: 3,
    lowUnread: 4,
    highUnread: 6,
  });
  const admin = { id: 99, role: 'admin' } as const;
  const user = (id: number) => ({ id, role: 'user' }) as const;

  it('tells each participant how much is unread, and nobody else', () => {
    expect([1, 2, 3].map((id) => thread.unreadOf(id))).to.deep.equal([4, 6, undefined]);
  });

  it('is visible to participants and admins', () => {
    for (const caller of [user(1), user(2), admin]) expect(visibleThread(thread, 5, caller)).to.equal(thread);
    expectRefused(() => visibleThread(thread, 5, user(3)), 'thread_not_found');
    expectRefused(() => visibleThread(undefined, 5, admin), 'thread_not_found');
  });

  it('has no part for an admin who is not one of the two', () => {
    expectRefused(() => {
      requireParticipant(participants, admin);
    }, 'not_a_participant');
    expect(() => {
      requireParticipant(participants, user(2));
    }).not.to.throw();
  });
});
