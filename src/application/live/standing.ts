import type { Basis } from '../../domain/accounts/user.js';
import type { Readers } from '../ports/unit-of-work.js';

/** Tells which of these logins and service keys are still there. */
export async function standing(
  { tokenFamilies, serviceKeys }: Pick<Readers, 'tokenFamilies' | 'serviceKeys'>,
  bases: readonly Basis[],
): Promise<(basis: Basis) => boolean> {
  const sought = bases.flatMap((basis) => ('login' in basis ? basis.login : []));
  const families = sought.length > 0 ? await tokenFamilies.withIds([...new Set(sought)]) : [];
  const keys = sought.length < bases.length ? await serviceKeys.all() : [];
  const logins = new Set(families.map(({ id }) => id));
  const keyIds = new Set(keys.map(({ id }) => id));
  return (basis) => ('login' in basis ? logins.has(basis.login) : keyIds.has(basis.serviceKey));
}
