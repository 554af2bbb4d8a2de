import type { LoginLimit, Rate } from '../application/ports/rate-limit.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import { clientNetwork } from '../infrastructure/rate-limits/client-network.js';
import type { Counter } from '../infrastructure/rate-limits/counters.js';
import { FailedLoginLimit } from '../infrastructure/rate-limits/failed-login-limit.js';
import { FixedWindowRateLimit } from '../infrastructure/rate-limits/fixed-window-rate-limit.js';

export interface Rates {
  readonly loginByAddress: Rate;
  readonly loginByAccount: Rate;
  readonly registration: Rate;
  readonly sending: Rate;
  readonly typing: Rate;
  readonly opening: Rate;
}

/** An admin's password is worth more than others, and there are few who know one. */
const adminLogins = {
  byAddress: { quota: 30, window: 900 },
  byAccount: { quota: 10, window: 900 },
};

/** The limits for these rates, or none. */
export function rateLimitsFor(rates: Rates | undefined, counter: Counter): RateLimits {
  if (rates === undefined) return {};
  return {
    login: loginLimit('login', rates.loginByAddress, rates.loginByAccount, counter),
    registration: new FixedWindowRateLimit(
      { ...rates.registration, name: 'registration', counted: 'registrations from one address' },
      counter,
      clientNetwork,
    ),
    sending: new FixedWindowRateLimit(
      { ...rates.sending, name: 'send', counted: 'messages by one sender' },
      counter,
    ),
    typing: new FixedWindowRateLimit(
      { ...rates.typing, name: 'typing', counted: 'signs of typing by one user' },
      counter,
    ),
    opening: new FixedWindowRateLimit(
      { ...rates.opening, name: 'open', counted: 'threads newly opened by one user' },
      counter,
    ),
  };
}

/** The limit of the panel's own login, which holds whether or not the API has limits. */
export function adminLoginLimit(counter: Counter): LoginLimit {
  return loginLimit('admin-login', adminLogins.byAddress, adminLogins.byAccount, counter);
}

function loginLimit(name: string, byAddress: Rate, byAccount: Rate, counter: Counter): LoginLimit {
  return new FailedLoginLimit(
    new FixedWindowRateLimit(
      { ...byAddress, name: `${name}-address`, counted: 'failed logins from one address' },
      counter,
      clientNetwork,
    ),
    new FixedWindowRateLimit(
      { ...byAccount, name: `${name}-account`, counted: 'failed logins to one account' },
      counter,
    ),
    new FixedWindowRateLimit(
      { ...byAccount, name: `${name}-account`, counted: 'failed logins to one account' },
      counter,
    ),
    clientNetwork,
  );
}
