import type { Request } from 'express';
import type { GetOwnUser } from '../../application/accounts/get-own-user.js';
import type { LoginLimit, RateLimit } from '../../application/ports/rate-limit.js';
import type { Caller, UserCaller } from '../../domain/accounts/user.js';
import type { Limit } from './endpoint.js';
import { limitField, policyField } from './rate-limit-fields.js';

/** What is limited; undefined where nothing is. */
export interface RateLimits {
  /** Turns for what makes a password's hash. */
  readonly passwords?: LoginLimit;
  /** By the client's address. */
  readonly registration?: RateLimit;
  readonly login?: LoginLimit;
  /** By the sender's id. */
  readonly sending?: RateLimit;
  /** By the uploader's id. */
  readonly uploading?: RateLimit;
  /** By the writer's id. */
  readonly typing?: RateLimit;
  /** By the id of the user who opens; only what is newly opened counts. */
  readonly opening?: RateLimit;
}

export function limitRegistration({
  registration,
  passwords,
}: RateLimits): Limit<{ request: Request; body: { username: string } }> | undefined {
  const inTurn = limitLogin(passwords);
  const counted =
    registration && counting(registration, ({ request }: { request: Request }) => addressOf(request));
  if (inTurn === undefined || counted === undefined) return counted ?? inTurn;
  return (input, proceed) => counted(input, () => inTurn(input, proceed));
}

/** Limits what one user does. A service that acts as nobody is the operator's own, and is not limited. */
export function limitCaller(
  limit: RateLimit | undefined,
): Limit<{ request: Request; caller: Caller }> | undefined {
  if (limit === undefined) return undefined;
  const counted = counting<{ request: Request; caller: Caller }>(limit, ({ caller }) => String(caller.id));
  return (input, proceed) => (input.caller.id === undefined ? proceed() : counted(input, proceed));
}

/** Tells nobody how many guesses are left, before there are none. */
export function limitLogin(
  limit: LoginLimit | undefined,
): Limit<{ request: Request; body: { username: string } }> | undefined {
  return limit && (({ request, body }, proceed) => limit.attempt(addressOf(request), body.username, proceed));
}

/** A password that is asked for once more counts as a login does. */
export function limitPassword(
  limit: LoginLimit | undefined,
  getOwnUser: GetOwnUser,
): Limit<{ request: Request; caller: UserCaller }> | undefined {
  return (
    limit &&
    (async ({ request, caller }, proceed) => {
      const { username } = await getOwnUser.execute({ caller });
      return limit.attempt(addressOf(request), username, proceed);
    })
  );
}

function counting<Handled extends { request: Request }>(
  limit: RateLimit,
  keyOf: (input: Handled) => string,
): Limit<Handled> {
  const policy = policyField(limit.policy);
  return async (input, proceed) => {
    const { remaining, reset } = await limit.consume(keyOf(input));
    // Whatever comes of the request.
    input.request.res?.setHeader('RateLimit-Policy', policy);
    input.request.res?.setHeader('RateLimit', limitField(limit.policy, remaining, reset));
    return proceed();
  };
}

/** As `TRUST_PROXY` has it. A client that has hung up has none. */
function addressOf(request: Request): string {
  return request.ip ?? '';
}
