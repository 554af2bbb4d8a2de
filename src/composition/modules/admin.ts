import { ContainerModule } from 'inversify';
import { BlockForUser } from '../../application/admin/block-for-user.js';
import { ChangeUser } from '../../application/admin/change-user.js';
import { CreateUser } from '../../application/admin/create-user.js';
import { DeleteUser } from '../../application/admin/delete-user.js';
import { GetAccount } from '../../application/admin/get-account.js';
import { HandOutTokens } from '../../application/admin/hand-out-tokens.js';
import { LogInAdmin } from '../../application/admin/log-in-admin.js';
import { MarkMessageReadForRecipient } from '../../application/admin/mark-message-read-for-recipient.js';
import { ProvisionUser } from '../../application/admin/provision-user.js';
import { RemoveDeletedUsers } from '../../application/admin/remove-deleted-users.js';
import { tokens } from '../tokens.js';

const { unitOfWork, passwordHasher, passwordHasherInTurn, clock } = tokens;

export const admin = new ContainerModule(({ bind }) => {
  bind(LogInAdmin).toResolvedValue((...needs) => new LogInAdmin(...needs), [unitOfWork, passwordHasher]);
  bind(CreateUser).toResolvedValue(
    (...needs) => new CreateUser(...needs),
    [unitOfWork, passwordHasherInTurn, clock],
  );
  bind(ChangeUser).toResolvedValue(
    (...needs) => new ChangeUser(...needs),
    [unitOfWork, passwordHasherInTurn, clock],
  );
  bind(BlockForUser).toResolvedValue((...needs) => new BlockForUser(...needs), [unitOfWork, clock]);
  bind(GetAccount).toResolvedValue((...needs) => new GetAccount(...needs), [unitOfWork]);
  bind(ProvisionUser).toResolvedValue((...needs) => new ProvisionUser(...needs), [unitOfWork, clock]);
  bind(HandOutTokens).toResolvedValue(
    (...needs) => new HandOutTokens(...needs),
    [unitOfWork, tokens.tokenIssuer, tokens.idSource, clock],
  );
  bind(DeleteUser).toResolvedValue((...needs) => new DeleteUser(...needs), [unitOfWork, clock]);
  bind(RemoveDeletedUsers).toResolvedValue((...needs) => new RemoveDeletedUsers(...needs), [unitOfWork]);
  bind(MarkMessageReadForRecipient).toResolvedValue(
    (...needs) => new MarkMessageReadForRecipient(...needs),
    [unitOfWork, clock],
  );
});
