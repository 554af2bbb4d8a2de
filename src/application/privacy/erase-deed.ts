import type { AuditedDeed } from '../admin/add-to-trail.js';
import type { ErasedMessages } from './erase-account.js';

/** What is written down of an erasure: not the name, which is erased. */
export function eraseDeed(user: number, messages: ErasedMessages, created: Date): AuditedDeed {
  const details = messages === 'keep' ? 'messages kept' : 'messages removed';
  return { action: 'erase', resource: 'User', recordId: user, details, created };
}
