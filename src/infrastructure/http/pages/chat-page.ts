import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { refuseMethod } from '../endpoint.js';
import { pageGuard } from './page-guard.js';
import { publicPath } from '../public-path.js';

/** The names of assets change with their content. */
const immutable = 'public, max-age=31536000, immutable';

/**
 * The chat page at `/`, with what it loads below `/chat`: a client of the API like any other.
 * @param folder where the build has put it.
 * @param publicUrl as HttpOptions has it.
 * @throws Error ENOENT if it was not built.
 */
export function chatRouter(folder: string, publicUrl: string | undefined): Router {
  const page = readFileSync(join(folder, 'index.html'), 'utf8').replaceAll('{base}', publicPath(publicUrl));
  const router = Router({ caseSensitive: true, strict: true });
  const guard = pageGuard({ requireTrustedTypesFor: ["'script'"], trustedTypes: ["'none'"] });
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
      immutable,
    );
  }
  return router;
}
