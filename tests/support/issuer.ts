import { createServer, type RequestListener, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { listenOnPortToKeep } from './port-to-keep.js';

export interface SigningKey {
  readonly alg: string;
  readonly private: CryptoKey;
  readonly public: CryptoKey;
  readonly jwk: JWK & { readonly kid: string };
}

export async function makeKey(alg: string, kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { alg, private: privateKey, public: publicKey, jwk };
}

/** A host application that makes tokens, with a real key server on a port of its own. */
export class HostApplication {
  readonly issuer = 'https://host.example/';
  readonly audience = 'chat';
  /** What the key server has. */
  published: SigningKey[] = [];
  /** How the key server answers; it has counted the request by then. */
  answer: RequestListener = (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: this.published.map(({ jwk }) => jwk) }));
  };
  requests = 0;
  readonly #normal = this.answer;
  #server: Server | undefined;
  #port: number | undefined;

  get keysUrl(): string {
    return `http://127.0.0.1:${this.#port}/keys?of=host`;
  }

  get env(): Record<string, string> {
    return { JWT_ISSUER: this.issuer, JWKS_URL: this.keysUrl, JWT_AUDIENCE: this.audience };
  }

  /** The same port each time. */
  async start(): Promise<void> {
    this.answer = this.#normal;
    this.#server = createServer((request, response) => {
      this.requests += 1;
      this.answer(request, response);
    });
    this.#port = await listenOnPortToKeep(this.#server, this.#port);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
    this.#server?.closeAllConnections();
    await closed;
    this.#server = undefined;
  }

  /** A token as the host application makes them; what is undefined is left out. */
  token(
    key: SigningKey,
    claims: JWTPayload | Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: this.issuer,
      aud: this.audience,
      sub: 'somebody',
      iat: now,
      exp: now + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: key.alg, kid: key.jwk.kid, typ: 'JWT', ...header })
      .sign(key.private);
  }
}
