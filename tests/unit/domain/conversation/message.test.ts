import { expect } from 'chai';
import {
  checkText,
  draftMessage,
  recipientOf,
  requireRecipient,
  visibleMessage,
} from '../../../../src/domain/conversation/message.js';
import { ParticipantPair } from '../../../../src/domain/conversation/participant-pair.js';
import { Thread } from '../../../../src/domain/conversation/thread.js';
import { at } from '../../../support/fixtures.js';
import { expectRefused } from '../../../support/rejection-of.js';

const user = (id: number) => ({ id, role: 'user' }) as const;
const admin = { id: 99, role: 'admin' } as const;
const participants = ParticipantPair.of(1, 2);
const message = {
  id: 7,
  threadId: 5,
  participants,
  senderId: 1,
  text: 'Hello',
  metadata: {},
  attachments: [],
  created: at(0),
  isRead: false,
  edited: undefined,
};

describe('message text', () => {
  it('is of 1 to 5,000 code points', () => {
    for (const text of [
      'x',
      '😀',
      'x'.repeat(5000),
      '😀'.repeat(5000),
      ' x ',
      '\u200bx',
      '\u0001x',
      '\u0301', // alone, a mark is shown on a dotted circle
      '👩‍👩‍👧‍👦',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      'می\u200cخواهم',
      'क्\u200dष',
      '\ue000', // of private use: some font may show it
      `${' '.repeat(4999)}x`,
    ]) {
      expect(() => {
        checkText(text);
      }).not.to.throw();
    }
  });

  it('is refused if nothing of it can be seen', () => {
    for (const text of [
      '\u200b\u200c\u200d\u2060', // zero width
      '\u3164\u115f\u1160\uffa0', // Hangul fillers
      '\u2800', // braille without dots
      '\u{e0020}\u{e007f}', // tags
      '\u0001\u001f\u007f\u0085', // controls
      '\u200e\u200f\u202a\u202e\u2066\u2069\u061c', // marks of direction
      '\ufe0f\ufe00\u{e0100}', // variation selectors
      '\u00ad\u034f\u180e',
      '\ufff9\ufffb',
      '\u{1d159}',
      ' \u200b\n',
    ]) {
      expectRefused(() => {
        checkText(text);
      }, 'invalid_text');
    }
  });

  it('is refused if it is too long, only white space, or cannot be stored', () => {
    const refused = [
      '',
      'x'.repeat(5001),
      '😀'.repeat(5001),
      `${'😀'.repeat(5000)}x`,
      ' ',
      '\t\r\n\v\f',
      '\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u0085',
      '\ufeff',
      ' '.repeat(5000),
      'a\0',
      'a\ud83d',
      '\ude00a',
    ];
    for (const text of refused) {
      expectRefused(() => {
        checkText(text);
      }, 'invalid_text');
    }
  });
});

describe('draftMessage', () => {
  const thread = Thread.restore({
    id: 5,
    participants,
    created: at(0),
    updated: at(100),
    lastMessageId: 9,
    messageCount: 3,
    lowUnread: 0,
    highUnread: 1,
  });

  it('is what is to be stored', () => {
    expect(draftMessage(thread, user(2), { text: ' Hi ' }, at(200), 'key')).to.deep.equal({
      threadId: 5,
      participants,
      senderId: 2,
      text: ' Hi ',
      metadata: {},
      attachments: [],
      created: at(200),
      service: undefined,
      idempotencyKey: 'key',
    });
    expect(draftMessage(thread, user(2), { text: 'Hi' }, at(200)).idempotencyKey).to.equal(undefined);
  });

  it('is never older than the last activity, though the clock was set back', () => {
    expect(draftMessage(thread, user(1), { text: 'Hi' }, at(99)).created).to.deep.equal(at(100));
    expect(draftMessage(thread, user(1), { text: 'Hi' }, at(101)).created).to.deep.equal(at(101));
  });

  it('is for participants only, and with a proper text', () => {
    expectRefused(() => draftMessage(thread, admin, { text: 'Hi' }, at(200)), 'not_a_participant');
    expectRefused(() => draftMessage(thread, user(3), { text: 'Hi' }, at(200)), 'not_a_participant');
    expectRefused(() => draftMessage(thread, user(1), { text: ' ' }, at(200)), 'invalid_text');
  });
});

describe('message', () => {
  it('goes to the participant who did not send it', () => {
    expect(recipientOf({ participants, senderId: 1 })).to.equal(2);
    expect(recipientOf({ participants, senderId: 2 })).to.equal(1);
  });

  it('is visible to participants and admins', () => {
    for (const caller of [user(1), user(2), admin]) {
      expect(visibleMessage(message, 7, caller)).to.equal(message);
    }
    expectRefused(() => visibleMessage(message, 7, user(3)), 'message_not_found');
    expectRefused(() => visibleMessage(undefined, 7, admin), 'message_not_found');
  });

  it('hides from others as if it were not there', () => {
    const answers = [message, undefined].map((one) => {
      try {
        return visibleMessage(one, 7, user(3));
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(answers[0]).to.equal(answers[1]);
  });

  it('is read by its recipient', () => {
    expect(() => {
      requireRecipient(message, user(2));
    }).not.to.throw();
    for (const caller of [user(1), admin]) {
      expectRefused(() => {
        requireRecipient(message, caller);
      }, 'not_the_recipient');
    }
  });
});
