import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { refuseMethod } from '../endpoint.js';
import { pageGuard } from './page-guard.js';
import { publicPath } from '../public-path.js';

/** The names of assets change with their content, but for that of the service worker. */
const immutable = 'public, max-age=31536000, immutable';
const serviceWorker = 'worker.js';

export interface ChatOptions {
  /** Where the build has put the page. */
  readonly folder: string;
  /** Whether users can sign in with a password of this service, and make an account. */
  readonly signIn: boolean;
  readonly register: boolean;
  /** Whether everybody can look for people, and not only admins. */
  readonly directory: boolean;
  /** Whether everybody can open a conversation, and not only admins. */
  readonly opening: boolean;
  /** Whether users can search their messages. */
  readonly messageSearch: boolean;
  /** Origins of the host application: their pages may show this one in a frame, and hand over their user's token. */
  readonly hostOrigins: readonly string[];
  /** Where the host application signs its users in; undefined: the page only says that they must. */
  readonly signInUrl: URL | undefined;
  /** Where users' pictures may be loaded from. */
  readonly avatarOrigins: readonly string[];
}

/**
 * The chat page at `/`, with what it loads below `/chat`: a client of the API like any other.
 * @param publicUrl as HttpOptions has it.
 * @throws Error ENOENT if it was not built.
 */
export function chatRouter(options: ChatOptions, publicUrl: string | undefined): Router {
  const { folder, hostOrigins, avatarOrigins } = options;
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
    .replaceAll('{base}', publicPath(publicUrl))
    .replace('{settings}', () => settingsFor(options));
  const router = Router({ caseSensitive: true, strict: true });
  const guard = pageGuard({
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['duet-worker'], // lets the page name its service worker, and nothing else
    workerSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', ...avatarOrigins], // blob: is what the user has chosen and not sent
    manifestSrc: ["'self'"],
    ...(hostOrigins.length > 0 && { frameAncestors: hostOrigins }),
  });
  const serve = (path: string, type: string, body: string | Buffer, caching: string) => {
    router
      .route(path)
      .get(guard, (_request, response) => {
        response.set('Cache-Control', caching).type(type).send(body);
      })
      .all(refuseMethod(['get']));
  };
  serve('/', 'html', page, 'no-cache');
  for (const name of readdirSync(join(folder, 'chat'))) {
    serve(
      `/chat/${name}`,
      name.slice(name.lastIndexOf('.')),
      readFileSync(join(folder, 'chat', name)),
      name === serviceWorker ? 'no-cache' : immutable,
    );
  }
  return router;
}

/** What the page must know, as the value of an attribute: the policy allows no inline script. */
function settingsFor({ folder: _folder, signInUrl, ...others }: ChatOptions): string {
  const settings = { ...others, signInUrl: signInUrl?.href };
  return JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
