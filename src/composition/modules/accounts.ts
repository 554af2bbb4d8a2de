import { ContainerModule } from 'inversify';
import { CreateUser } from '../../application/accounts/create-user.js';
import { GetOwnUser } from '../../application/accounts/get-own-user.js';
import { ObtainTokens } from '../../application/accounts/obtain-tokens.js';
import { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { RefreshTokens } from '../../application/accounts/refresh-tokens.js';
import { RegisterUser } from '../../application/accounts/register-user.js';
import { RevokeTokens } from '../../application/accounts/revoke-tokens.js';
import { SearchUsers } from '../../application/accounts/search-users.js';
import { AnyFormPasswordHasher } from '../../infrastructure/auth/any-form-password-hasher.js';
import { Argon2PasswordHasher } from '../../infrastructure/auth/argon2-password-hasher.js';
import { tokens } from '../tokens.js';

const { unitOfWork, passwordHasher, tokenIssuer, idSource, clock, registration } = tokens;

export const accounts = new ContainerModule(({ bind }) => {
  bind(tokens.hashMethod).toResolvedValue(() => new Argon2PasswordHasher());
  bind(passwordHasher).toResolvedValue((method) => new AnyFormPasswordHasher(method), [tokens.hashMethod]);
  bind(RegisterUser).toResolvedValue(
    (...needs) => new RegisterUser(...needs),
    [unitOfWork, passwordHasher, clock, registration],
  );
  bind(CreateUser).toResolvedValue(
    (...needs) => new CreateUser(...needs),
    [unitOfWork, passwordHasher, clock],
  );
  bind(RecogniseUser).toResolvedValue((...needs) => new RecogniseUser(...needs), [unitOfWork, clock]);
  bind(ObtainTokens).toResolvedValue(
    (...needs) => new ObtainTokens(...needs),
    [unitOfWork, passwordHasher, tokenIssuer, idSource, clock],
  );
  bind(RefreshTokens).toResolvedValue(
    (...needs) => new RefreshTokens(...needs),
    [unitOfWork, tokenIssuer, idSource, clock],
  );
  bind(RevokeTokens).toResolvedValue((...needs) => new RevokeTokens(...needs), [unitOfWork, tokenIssuer]);
  bind(SearchUsers).toResolvedValue((...needs) => new SearchUsers(...needs), [unitOfWork]);
  bind(GetOwnUser).toResolvedValue((...needs) => new GetOwnUser(...needs), [unitOfWork]);
});
