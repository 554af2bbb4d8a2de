import { Router } from 'express';
import { refuseMethod } from '../endpoint.js';

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="2 2 37 37">
<path d="M4 10a6 6 0 0 1 6-6h12a6 6 0 0 1 6 6v7a6 6 0 0 1-6 6h-6l-7 6v-6a5 5 0 0 1-5-5z" fill="#3040d6"/>
<path d="M16 26h7a9 9 0 0 0 8-9h1a5 5 0 0 1 5 5v7a6 6 0 0 1-5 6v4l-5-4h-5a6 6 0 0 1-6-6z" fill="#93a0ff"/>
</svg>
`;

/** Browsers ask for it wherever a page names no icon, at answers in JSON for example. */
export function faviconRouter(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/favicon.ico')
    .get((_request, response) => {
      response
        .set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
        .type('svg')
        .send(icon);
    })
    .all(refuseMethod(['get']));
  return router;
}
