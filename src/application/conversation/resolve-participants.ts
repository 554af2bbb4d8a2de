import type { Caller } from '../../domain/accounts/user.js';
import { unknownParticipant } from '../../domain/conversation/conversation.js';
import { ParticipantPair } from '../../domain/conversation/participant-pair.js';
import type { UserReference } from '../../domain/accounts/user-reference.js';
import { idOf, knownId } from '../accounts/resolve-user.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/**
 * The ids of the one or two users that a caller names for a thread. Where all are ids, nothing is read.
 * @throws DomainError `too_few_participants`, `too_many_participants`, or `unknown_participant` if nobody has an
 * external id.
 */
export async function resolveParticipants(
  unitOfWork: UnitOfWork,
  references: readonly UserReference[],
  caller: Caller,
): Promise<readonly number[]> {
  ParticipantPair.requireOneOrTwo(references); // so that a long list is not looked up
  const known = references.map((reference) => knownId(reference, caller));
  if (known.every((id) => id !== undefined)) return known;
  return unitOfWork.read(async (readers) => {
    const ids: number[] = [];
    for (const reference of references) {
      const id = await idOf(readers, reference, caller);
      if (id === undefined) throw unknownParticipant(reference);
      ids.push(id);
    }
    return ids;
  });
}
