import type { LoginLimit, Rate } from '../application/ports/rate-limit.js';
import type { RateLimits } from '../infrastructure/http/rate-limits.js';
import { clientNetwork } from '../infrastructure/rate-limits/client-network.js';
import type { Counter } from '../infrastructure/rate-limits/counters.js';
import { FairTurns } from '../infrastructure/rate-limits/fair-turns.js';
import { FailedLoginLimit, LoginTurns } from '../infrastructure/rate-limits/failed-login-limit.js';
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

/** How many check or make passwords at once: at least as many as are hashed at once, which is what takes the time. */
const concurrency = 4;

/** How many may wait for that: some seconds' work. */
const mostWaiting = 200;

/** Turns for all of a process that costs a hash: the panel's logins, too. */
const turns = new FairTurns(concurrency, mostWaiting);

/** The limits for these rates, or none but that passwords are checked in turn. */
export function rateLimitsFor(rates: Rates | undefined, counter: Counter): RateLimits {
  const passwords = new LoginTurns(turns, clientNetwork);
  if (rates === undefined) return { passwords, login: passwords };
  return {
    passwords,
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
