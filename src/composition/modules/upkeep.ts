import { ContainerModule } from 'inversify';
import { FindKnownPasswords } from '../../application/upkeep/find-known-passwords.js';
import { ImportChat } from '../../application/upkeep/import-chat.js';
import { Prune } from '../../application/upkeep/prune.js';
import { RemoveDeletedMessages } from '../../application/upkeep/remove-deleted-messages.js';
import { RestoreDump } from '../../application/upkeep/restore-dump.js';
import { tokens } from '../tokens.js';

const { unitOfWork, passwordHasher, clock } = tokens;

export const upkeep = new ContainerModule(({ bind }) => {
  bind(Prune).toResolvedValue(
    (...needs) => new Prune(...needs),
    [unitOfWork, clock, tokens.idempotencyKeyLifetime, tokens.eventRetention, tokens.evidencePeriod],
  );
  bind(FindKnownPasswords).toResolvedValue(
    (...needs) => new FindKnownPasswords(...needs),
    [unitOfWork, passwordHasher],
  );
  bind(RemoveDeletedMessages).toResolvedValue(
    (...needs) => new RemoveDeletedMessages(...needs),
    [unitOfWork],
  );
  bind(RestoreDump).toResolvedValue((...needs) => new RestoreDump(...needs), [unitOfWork]);
  bind(ImportChat).toResolvedValue((...needs) => new ImportChat(...needs), [unitOfWork, clock]);
});
