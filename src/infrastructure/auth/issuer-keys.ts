import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { Outage } from '../../application/ports/outage.js';

/** How long to leave a key server alone that has failed, in milliseconds: what `Retry-After` says. */
const recovery = 1000;

/** What is wrong with a token rather than with the keys. */
const tokenErrors = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** The public keys of an issuer of tokens, as its key server has them. */
export class IssuerKeys {
  readonly #set: ReturnType<typeof createRemoteJWKSet>;
  /** When the key server was last asked, and when it last failed, as `performance.now` counts. */
  #asked = -Infinity;
  #failed = -Infinity;

  readonly #maxAge: number;

  /**
   * Times are in milliseconds.
   * @param onStale is told why keys could not be fetched again; those that are known go on.
   * @param options.maxAge for how long keys are used before they are fetched again.
   * @param options.cooldown how long after keys were fetched nobody looks for one that is not among them: tokens that
   *   name keys at random must not become requests to the key server.
   * @param options.patience how long the key server may take to answer.
   */
  constructor(
    url: URL,
    private readonly onStale: (error: unknown) => void,
    { maxAge = 600_000, cooldown = 5000, patience = 3000 } = {},
  ) {
    this.#maxAge = maxAge;
    this.#set = createRemoteJWKSet(url, {
      timeoutDuration: patience,
      cooldownDuration: cooldown,
      cacheMaxAge: Infinity, // or an unreachable key server would take the known keys away
      [customFetch]: this.#fetch,
    });
  }

  /** @throws Outage `issuer_unavailable` if the key is not known and the key server does not tell. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.#set.fresh && performance.now() - this.#asked > this.#maxAge)
      this.#set.reload().catch(this.onStale);
    try {
      return await this.#set(header, token);
    } catch (error) {
      if (tokenErrors.some((type) => error instanceof type)) throw error;
      if (!(error instanceof Paused)) this.#failed = performance.now();
      throw new Outage(
        'issuer_unavailable',
        'The key server of the issuer does not answer as it should, so this token cannot be checked now.',
        { cause: error },
      );
    }
  };

  readonly #fetch: FetchImplementation = async (url, options) => {
    if (performance.now() - this.#failed < recovery) throw new Paused('The key server has just failed.');
    this.#asked = performance.now();
    return fetch(url, options);
  };
}

class Paused extends Error {}
