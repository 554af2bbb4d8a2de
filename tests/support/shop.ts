import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import * as oidc from 'openid-client';
import { Duet, ok } from '../../client/index.js';

interface Visit {
  verifier?: string;
  state?: string;
  tokens?: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
  /** In milliseconds since 1970. */
  ends?: number;
}

/** A small shop with customers of its own, who sign in at an OpenID provider and write to each other in Duet. */
export class Shop {
  readonly client = { id: 'shop', secret: 'a secret of the shop alone', callback: '' };
  readonly #visits = new Map<string, Visit>();
  readonly #server: Server;
  #config: oidc.Configuration | undefined;
  #chat = '';
  #duet: Duet | undefined;

  private constructor(server: Server) {
    this.#server = server;
    this.client.callback = `${this.url}/callback`;
  }

  static async start(): Promise<Shop> {
    const app = express();
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const shop = new Shop(server);
    app.get('/sign-in', (request, response) => shop.#signIn(request, response));
    app.get('/callback', (request, response) => shop.#comeBack(request, response));
    app.get('/chat-token', (request, response) => shop.#giveToken(request, response));
    app.get('/orders/:order', (request, response) => {
      response.send(shop.#page(new URL(request.originalUrl, shop.url).searchParams.get('thread') ?? ''));
    });
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @param key of this shop as a service of Duet. */
  async connect(issuer: string, chat: string, key: string): Promise<void> {
    this.#config = await oidc.discovery(new URL(issuer), this.client.id, this.client.secret, undefined, {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- all of it is on this machine
      execute: [oidc.allowInsecureRequests],
    });
    this.#chat = chat;
    this.#duet = new Duet(chat, { token: async () => key });
  }

  get duet(): Duet {
    return this.#duet as Duet;
  }

  /** What the backend does when an order was paid: the five lines that a host needs. */
  async paid(order: number, buyer: Person, seller: Person): Promise<number> {
    for (const { id, name } of [buyer, seller]) await this.rename(id, name);
    const thread = await ok(
      this.duet.api.POST('/api/v1/threads', {
        body: {
          participants: [`ext:${buyer.id}`, `ext:${seller.id}`],
          key: `order:${order}`,
          metadata: { title: `Order ${order}` },
        },
      }),
    );
    await this.notify(thread.id, `Order ${order} was paid.`);
    return thread.id;
  }

  async rename(id: string, name: string): Promise<void> {
    const params = { path: { user: `ext:${id}` as const } };
    await ok(this.duet.api.PUT('/api/v1/users/{user}', { params, body: { name } }));
  }

  async notify(thread: number, text: string): Promise<void> {
    const init = { params: { path: { thread } }, body: { text, kind: 'system' as const } };
    await ok(this.duet.api.POST('/api/v1/threads/{thread}/messages', init));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #visitOf(request: Request, response: Response): Visit {
    const known = /(?:^|; )visit=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const id = known !== undefined && this.#visits.has(known) ? known : randomUUID();
    if (id !== known) response.cookie('visit', id, { httpOnly: true, sameSite: 'lax' });
    const visit = this.#visits.get(id) ?? {};
    this.#visits.set(id, visit);
    return visit;
  }

  async #signIn(request: Request, response: Response): Promise<void> {
    const visit = this.#visitOf(request, response);
    visit.verifier = oidc.randomPKCECodeVerifier();
    visit.state = `${oidc.randomState()} ${new URL(request.originalUrl, this.url).searchParams.get('back') ?? '/'}`;
    const url = oidc.buildAuthorizationUrl(this.#config as oidc.Configuration, {
      redirect_uri: this.client.callback,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
      state: visit.state,
    });
    response.redirect(url.href);
  }

  async #comeBack(request: Request, response: Response): Promise<void> {
    const visit = this.#visitOf(request, response);
    const { verifier: pkceCodeVerifier, state: expectedState = '' } = visit;
    const tokens = await oidc.authorizationCodeGrant(
      this.#config as oidc.Configuration,
      new URL(request.originalUrl, this.url),
      { expectedState, ...(pkceCodeVerifier !== undefined && { pkceCodeVerifier }) },
    );
    take(visit, tokens);
    response.redirect(expectedState.split(' ')[1] ?? '/');
  }

  async #giveToken(request: Request, response: Response): Promise<void> {
    const visit = this.#visitOf(request, response);
    const { tokens, ends = 0 } = visit;
    if (tokens?.refresh_token !== undefined && Date.now() > ends - 1000) {
      take(visit, await oidc.refreshTokenGrant(this.#config as oidc.Configuration, tokens.refresh_token));
    }
    response.json({ token: visit.tokens?.access_token ?? null });
  }

  #page(thread: string): string {
    return `<!doctype html><title>Shop</title><h1>Your order</h1>
      <iframe id="chat" title="Messages" width="900" height="560"></iframe>
      <script type="module">
        const frame = document.getElementById('chat');
        addEventListener('message', async ({ source, origin, data }) => {
          if (source !== frame.contentWindow || origin !== '${this.#chat}') return;
          if (data.type !== 'duet.token.wanted') return;
          const { token } = await (await fetch('/chat-token')).json();
          frame.contentWindow.postMessage({ type: 'duet.token', token }, origin);
        });
        frame.src = '${this.#chat}/#/${thread}';
      </script>`;
  }
}

/** As the shop knows them. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

function take(visit: Visit, tokens: NonNullable<Visit['tokens']>): void {
  visit.tokens = { ...visit.tokens, ...tokens };
  visit.ends = Date.now() + (tokens.expires_in ?? 0) * 1000;
}
