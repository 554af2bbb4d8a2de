import { DomainError } from '../../../domain/errors.js';
import type { Limit } from '../endpoint.js';

/** For what is about Duet's own passwords and tokens: a limit, or a refusal where they are switched off. */
export function onlyIf<Handled>(ownTokens: boolean, limit?: Limit<Handled>): Limit<Handled> | undefined {
  return ownTokens ? limit : refuse;
}

const refuse: Limit<unknown> = () => {
  throw new DomainError('own_tokens_off', 'Accounts and tokens come from elsewhere here: send such a token.');
};
