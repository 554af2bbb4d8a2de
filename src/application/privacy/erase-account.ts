import { erasedUsername, noPassword, unknownProfile, type User } from '../../domain/accounts/user.js';
import { updateUser } from '../accounts/keep-user.js';
import type { Repositories } from '../ports/unit-of-work.js';
import { fromTheBeginning, removeSent } from './remove-erased-messages.js';

/** What becomes of the messages of somebody who is erased: the other side may need them. */
export type ErasedMessages = 'keep' | 'remove';

/**
 * Empties an account, in the unit of work of these repositories: the username is replaced and nobody's any more, nor is
 * the external id, name and picture are gone, no password matches, logins of both kinds and blocks in both directions are gone, and so is what messages said
 * before, unless an open report holds it. If messages are to be removed, the
 * first go at once and the rest is left to RemoveErasedMessages.
 * @param user held by `holdToDemote`.
 */
export async function eraseAccount(
  repositories: Repositories,
  user: User,
  now: Date,
  messages: ErasedMessages,
): Promise<void> {
  const { attachments, events, tokenFamilies, sessions, blocks, erasures, evidence } = repositories;
  if (messages === 'remove') {
    // First, because users come after threads wherever rows are locked.
    await removeSent(repositories, user.id, fromTheBeginning);
    await erasures.add({ userId: user.id, created: now });
  }
  await updateUser(repositories, user, {
    ...user,
    ...unknownProfile,
    username: erasedUsername(user.id),
    passwordHash: noPassword,
    role: 'user',
    active: false,
  });
  await attachments.removeUnsentOf(user.id);
  await tokenFamilies.removeAllOf(user.id);
  await sessions.removeAllOf(user.id);
  await blocks.removeAllOf(user.id);
  await evidence.releaseAllOf(user.id);
  await events.record({ type: 'user.deleted', userId: user.id });
}
