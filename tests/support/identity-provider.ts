import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import express from 'express';
import Provider from 'oidc-provider';

/** Who can sign in: what the provider says of them in its tokens. */
export interface Customer {
  readonly sub: string;
  readonly name: string;
}

/**
 * A real OpenID provider, as many companies run one: it signs a shop's customers in, and gives the shop tokens for the
 * chat that say who they are.
 */
export class IdentityProvider {
  /** What the tokens' `aud` says, as RFC 8707 names what a token is for. */
  static readonly chat = 'urn:example:chat';
  readonly #server: Server;
  readonly #customers = new Map<string, Customer>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param client of the shop, whose `callback` is where customers come back to.
   * @param seconds for how long a token for the chat lives.
   */
  static async start(
    client: { readonly id: string; readonly secret: string; readonly callback: string },
    customers: readonly Customer[],
    seconds: number,
  ): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = new IdentityProvider(server);
    for (const customer of customers) started.#customers.set(customer.sub, customer);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const findAccount = (sub: string) => {
      const customer = started.#customers.get(sub);
      return customer && { accountId: sub, claims: () => ({ ...customer }) };
    };
    const provider = new Provider(started.issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [client.callback],
          grant_types: ['authorization_code', 'refresh_token'],
          id_token_signed_response_alg: 'ES256',
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'shop-1', alg: 'ES256', use: 'sig' }] },
      cookies: { keys: ['only for this test'] },
      findAccount: (_context, sub) => findAccount(sub),
      features: {
        devInteractions: { enabled: false }, // its pages load fonts from elsewhere
        resourceIndicators: {
          enabled: true,
          defaultResource: () => IdentityProvider.chat,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: IdentityProvider.chat,
            accessTokenFormat: 'jwt',
            accessTokenTTL: seconds,
            jwt: { sign: { alg: 'ES256' } },
          }),
        },
      },
      extraTokenClaims: (_context, token) =>
        'accountId' in token ? { name: started.#customers.get(token.accountId)?.name } : undefined,
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      // What the shop asks for is granted without another question.
      loadExistingGrant: async ({ oidc: { provider: issuing, client: asking, session } }) => {
        const grant = new issuing.Grant({
          ...(session?.accountId !== undefined && { accountId: session.accountId }),
          ...(asking !== undefined && { clientId: asking.clientId }),
        });
        grant.addOIDCScope('openid');
        await grant.save();
        return grant;
      },
      issueRefreshToken: () => true,
      pkce: { required: () => true },
    });
    const app = express();
    app.get('/interaction/:uid', (_request, response) => {
      response.send(
        '<!doctype html><title>Sign in</title><form method="post"><input name="login" aria-label="Login"><button>Sign in</button></form>',
      );
    });
    app.post('/interaction/:uid', express.urlencoded({ extended: false }), async (request, response) => {
      const { login } = request.body as { login: string };
      await provider.interactionFinished(request, response, { login: { accountId: login } });
    });
    app.use(provider.callback());
    server.on('request', app);
    return started;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For Duet. */
  get env(): Record<string, string> {
    return { JWT_ISSUER: this.issuer, JWKS_URL: `${this.issuer}/jwks`, JWT_AUDIENCE: IdentityProvider.chat };
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
