import { ContainerModule } from 'inversify';
import { EraseOwnAccount } from '../../application/privacy/erase-own-account.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import { ExportUser } from '../../application/privacy/export-user.js';
import { RemoveErasedMessages } from '../../application/privacy/remove-erased-messages.js';
import { tokens } from '../tokens.js';

const { unitOfWork, passwordHasher, clock, erasedMessages } = tokens;

export const privacy = new ContainerModule(({ bind }) => {
  bind(ExportUser).toResolvedValue((...needs) => new ExportUser(...needs), [unitOfWork, clock]);
  bind(EraseOwnAccount).toResolvedValue(
    (...needs) => new EraseOwnAccount(...needs),
    [unitOfWork, passwordHasher, clock, erasedMessages],
  );
  bind(EraseUser).toResolvedValue((...needs) => new EraseUser(...needs), [unitOfWork, clock, erasedMessages]);
  bind(RemoveErasedMessages).toResolvedValue(
    (...needs) => new RemoveErasedMessages(...needs),
    [unitOfWork, clock],
  );
});
