import { ContainerModule } from 'inversify';
import { ChangeOwnPassword } from '../../application/accounts/change-own-password.js';
import { ChangeOwnProfile } from '../../application/accounts/change-own-profile.js';
import { CreateServiceKey } from '../../application/accounts/create-service-key.js';
import { GetOwnUser } from '../../application/accounts/get-own-user.js';
import { ListServiceKeys } from '../../application/accounts/list-service-keys.js';
import { NoteKeyUse } from '../../application/accounts/note-key-use.js';
import { ObtainTokens } from '../../application/accounts/obtain-tokens.js';
import { RecogniseUser } from '../../application/accounts/recognise-user.js';
import { RefreshTokens } from '../../application/accounts/refresh-tokens.js';
import { RegisterUser } from '../../application/accounts/register-user.js';
import { RevokeTokens } from '../../application/accounts/revoke-tokens.js';
import { RevokeServiceKey } from '../../application/accounts/revoke-service-key.js';
import { SearchUsers } from '../../application/accounts/search-users.js';
import { AnyFormPasswordHasher } from '../../infrastructure/auth/any-form-password-hasher.js';
import { Argon2PasswordHasher } from '../../infrastructure/auth/argon2-password-hasher.js';
import { RandomServiceKeySource } from '../../infrastructure/auth/random-service-key-source.js';
import { FairTurns } from '../../infrastructure/rate-limits/fair-turns.js';
import { PasswordHasherInTurn } from '../../infrastructure/rate-limits/password-hasher-in-turn.js';
import { tokens } from '../tokens.js';

/** How many check or make passwords at once: at least as many as are hashed at once, which is what takes the time. */
const concurrency = 4;

/** How many may wait for that: some seconds' work. */
const mostWaiting = 200;

const { unitOfWork, passwordHasher, tokenIssuer, idSource, clock, registration } = tokens;

export const accounts = new ContainerModule(({ bind }) => {
  bind(tokens.hashMethod).toResolvedValue(() => new Argon2PasswordHasher());
  bind(passwordHasher).toResolvedValue((method) => new AnyFormPasswordHasher(method), [tokens.hashMethod]);
  bind(tokens.passwordTurns).toResolvedValue(() => new FairTurns(concurrency, mostWaiting));
  bind(tokens.passwordHasherInTurn).toResolvedValue(
    (...needs) => new PasswordHasherInTurn(...needs),
    [passwordHasher, tokens.passwordTurns],
  );
  bind(RegisterUser).toResolvedValue(
    (...needs) => new RegisterUser(...needs),
    [unitOfWork, passwordHasher, clock, registration],
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
  bind(tokens.serviceKeySource).toResolvedValue(() => new RandomServiceKeySource());
  bind(CreateServiceKey).toResolvedValue(
    (...needs) => new CreateServiceKey(...needs),
    [unitOfWork, tokens.serviceKeySource, clock],
  );
  bind(ListServiceKeys).toResolvedValue((...needs) => new ListServiceKeys(...needs), [unitOfWork]);
  bind(RevokeServiceKey).toResolvedValue((...needs) => new RevokeServiceKey(...needs), [unitOfWork, clock]);
  bind(NoteKeyUse).toResolvedValue((...needs) => new NoteKeyUse(...needs), [unitOfWork]);
  bind(SearchUsers).toResolvedValue((...needs) => new SearchUsers(...needs), [unitOfWork, tokens.directory]);
  bind(ChangeOwnProfile).toResolvedValue((...needs) => new ChangeOwnProfile(...needs), [unitOfWork, clock]);
  bind(ChangeOwnPassword).toResolvedValue(
    (...needs) => new ChangeOwnPassword(...needs),
    [unitOfWork, passwordHasher, clock],
  );
  bind(GetOwnUser).toResolvedValue((...needs) => new GetOwnUser(...needs), [unitOfWork]);
});
