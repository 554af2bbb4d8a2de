import type { LoginLimit, Rate } from '../application/ports/rate-limit.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import { clientNetwork } from '../infrastructure/rate-limits/client-network.js';
import type { Counter } from '../infrastructure/rate-limits/counter.js';
import type { FairTurns } from '../infrastructure/rate-limits/fair-turns.js';
import { FailedLoginLimit, LoginTurns } from '../infrastructure/rate-limits/failed-login-limit.js';
import { FixedWindowRateLimit } from '../infrastructure/rate-limits/fixed-window-rate-limit.js';

export interface Rates {
  readonly loginByAddress: Rate;
  readonly loginByAccount: Rate;
  readonly registration: Rate;
  readonly sending: Rate;
  readonly uploading: Rate;
  readonly typing: Rate;
  readonly opening: Rate;
}

/** An admin's password is worth more than others, and there are few who know one. */
const adminLogins = {
  byAddress: { quota: 30, window: 900 },
  byAccount: { quota: 10, window: 900 },
};

/** The limits for these rates, or none but that passwords are checked in turn. */
export function rateLimitsFor(rates: Rates | undefined, counter: Counter, turns: FairTurns): RateLimits {
  const passwords = new LoginTurns(turns, clientNetwork);
  if (rates === undefined) return { passwords, login: passwords };
  return {
    passwords,
    login: loginLimit('login', rates.loginByAddress, rates.loginByAccount, counter, turns),
    registration: new FixedWindowRateLimit(
      { ...rates.registration, name: 'registration', counted: 'registrations from one address' },
      counter,
      clientNetwork,
    ),
    sending: new FixedWindowRateLimit(
      { ...rates.sending, name: 'send', counted: 'messages by one sender' },
      counter,
    ),
    uploading: new FixedWindowRateLimit(
      { ...rates.uploading, name: 'upload', counted: 'uploads by one user' },
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
export function adminLoginLimit(counter: Counter, turns: FairTurns): LoginLimit {
  return loginLimit('admin-login', adminLogins.byAddress, adminLogins.byAccount, counter, turns);
}

function loginLimit(
  name: string,
  byAddress: Rate,
  byAccount: Rate,
  counter: Counter,
  turns: FairTurns,
): LoginLimit {
  const limit = (key: string, rate: Rate, counted: string, group?: (key: string) => string) =>
    new FixedWindowRateLimit(
      { ...rate, name: `${name}-${key}`, counted: `failed logins ${counted}` },
      counter,
      group,
    );
  // A quarter as often as within the limit: so one address alone cannot use up what is left to all.
  const pause = Math.min(byAccount.window, Math.ceil((4 * byAccount.window) / byAccount.quota));
  return new FailedLoginLimit(
    {
      byAddress: limit('address', byAddress, 'from one address', clientNetwork),
      byAccount: limit('account', byAccount, 'to one account'),
      byPlace: limit('place', byAccount, 'to one account from one address'),
      pace: limit('pace', { quota: 1, window: pause }, 'to an account that many have failed to log in to'),
      slowly: limit('slowly', byAccount, 'to one account'),
    },
    clientNetwork,
    turns,
  );
}
