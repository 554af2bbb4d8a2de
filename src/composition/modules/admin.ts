import { ContainerModule } from 'inversify';
import { ChangeUser } from '../../application/admin/change-user.js';
import { LogInAdmin } from '../../application/admin/log-in-admin.js';
import { tokens } from '../tokens.js';

const { unitOfWork, passwordHasher } = tokens;

export const admin = new ContainerModule(({ bind }) => {
  bind(ChangeUser).toResolvedValue((...needs) => new ChangeUser(...needs), [unitOfWork, passwordHasher]);
  bind(LogInAdmin).toResolvedValue((...needs) => new LogInAdmin(...needs), [unitOfWork, passwordHasher]);
});
