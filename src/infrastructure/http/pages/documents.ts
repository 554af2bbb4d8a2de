import { fileURLToPath } from 'node:url';
import { Router, type Response } from 'express';
import { refuseMethod } from '../endpoint.js';
import { docsScript, docsStyle } from './docs-script.js';
import { openApiDocument } from '../open-api.js';
import type { Operation } from '../operation.js';
import { pageGuard } from './page-guard.js';
import { publicPath } from '../public-path.js';

/** What the page loads, all of it from here. */
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const;

const page = (prefix: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Duet API</title>
    <link rel="stylesheet" href="${prefix}/docs/swagger-ui.css" />
    <link rel="stylesheet" href="${prefix}/docs/start.css" />
    <link rel="icon" type="image/png" href="${prefix}/docs/favicon-32x32.png" />
  </head>
  <body>
    <form id="log-in" aria-label="Log in to try the API">
      <label>Username<input name="username" autocomplete="username" required /></label>
      <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
      <button name="go">Log in</button>
      <p id="state" role="status"></p>
    </form>
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript; the document itself is at ${prefix}/openapi.json.</noscript>
    <script src="${prefix}/docs/swagger-ui-bundle.js"></script>
    <script src="${prefix}/docs/start.js"></script>
  </body>
</html>
`;

/** `/openapi.json`, and `/docs` to read and try it. The options are those of HttpOptions. */
export function documentsRouter(
  operations: readonly Operation[],
  { version, publicUrl }: { readonly version: string; readonly publicUrl: string | undefined },
): Router {
  const prefix = publicPath(publicUrl);
  let document: string | undefined;
  const texts = {
    // Made when it is first asked for, because that takes a tenth of what a start does. The server is a path, so that the
    // page works under whatever name it was opened.
    '/openapi.json': [
      'application/json',
      () => (document ??= JSON.stringify(openApiDocument(operations, version, `${prefix}/`))),
    ],
    '/docs': ['text/html', () => page(prefix)],
    // Files of their own, because the policy allows nothing within the page.
    '/docs/start.js': ['text/javascript', () => docsScript(prefix)],
    '/docs/start.css': ['text/css', () => docsStyle],
  } as const;

  const router = Router({ caseSensitive: true });
  router.use('/docs', pageGuard({ imgSrc: ["'self'", 'data:'] }));
  for (const [path, [type, text]] of Object.entries(texts)) {
    router
      .route(path)
      .get((_request, response) => {
        fresh(response).type(type).send(text());
      })
      .all(refuseMethod(['get']));
  }
  for (const name of assets) {
    const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`));
    router
      .route(`/docs/${name}`)
      .get((_request, response) => {
        // Wherever the package is installed, also in a folder whose name begins with a dot.
        fresh(response).sendFile(file, { dotfiles: 'allow', cacheControl: false });
      })
      .all(refuseMethod(['get']));
  }
  return router;
}

/** Another version of the service has other documents at the same addresses. */
function fresh(response: Response): Response {
  return response.set('Cache-Control', 'no-cache');
}
