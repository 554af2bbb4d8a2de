import type { Rate } from '../application/ports/rate-limit.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import { clientNetwork } from '../infrastructure/rate-limits/client-network.js';
import { FailedLoginLimit } from '../infrastructure/rate-limits/failed-login-limit.js';
import { InMemoryRateLimit } from '../infrastructure/rate-limits/in-memory-rate-limit.js';

export interface Rates {
  readonly loginByAddress: Rate;
  readonly loginByAccount: Rate;
  readonly registration: Rate;
  readonly sending: Rate;
  readonly typing: Rate;
}

/** The limits for these rates, or none. */
export function rateLimitsFor(rates: Rates | undefined): RateLimits {
  if (rates === undefined) return {};
  const limit = (rate: Rate, name: string, counted: string, group?: (key: string) => string) =>
    new InMemoryRateLimit({ ...rate, name, counted }, group);
  return {
    login: new FailedLoginLimit(
      limit(rates.loginByAddress, 'login-address', 'failed logins from one address', clientNetwork),
      limit(rates.loginByAccount, 'login-account', 'failed logins to one account'),
    ),
    registration: limit(rates.registration, 'registration', 'registrations from one address', clientNetwork),
    sending: limit(rates.sending, 'send', 'messages by one sender'),
    typing: limit(rates.typing, 'typing', 'signs of typing by one user'),
  };
}
