import type { Identity } from '../../domain/accounts/identity.js';
import type { User } from '../../domain/accounts/user.js';

/** Which subject of an outside issuer of tokens each user is. Names are compared exactly. */
export interface IdentityReader {
  userOf(identity: Identity): Promise<User | undefined>;

  /** Who a user is at outside issuers, by issuer and subject. */
  allOf(userId: number): Promise<readonly Identity[]>;
}

export interface IdentityRepository extends IdentityReader {
  /** Makes the identity that of a user, who must exist; false, and nothing changed, if it is somebody's. One atomic step. */
  add(identity: Identity, userId: number): Promise<boolean>;

  /** Takes all identities off a user: what comes with them then is somebody new. */
  removeAllOf(userId: number): Promise<void>;
}
