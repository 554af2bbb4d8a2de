import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

/** Headers for all answers, and a nonce for AdminJS's inline scripts. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  const nonce = randomBytes(16).toString('base64');
  response.setHeader(
    'Content-Security-Policy',
    [
      `default-src 'none'`,
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'unsafe-inline'`, // styled-components writes its styles into the page
      `img-src 'self' data:`,
      `font-src 'self'`,
      `connect-src 'self'`,
      `form-action 'self'`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
  );
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'same-origin');
  const send = response.send.bind(response);
  response.send = (body: unknown) => send(isPage(body) ? harden(body, nonce) : body);
  next();
};

/**
 * HEAD is GET without the body: Node leaves the body out, and AdminJS, which takes every method but `get` for a
 * change, never hears of HEAD. The two GETs that do write, the logout and the download of an export, refuse it.
 */
export const headAsGet: RequestHandler = (request, response, next) => {
  if (request.method !== 'HEAD') {
    next();
  } else if (request.path.startsWith('/api/exports/') || request.path.startsWith('/logout')) {
    response.setHeader('Allow', 'GET');
    refuse(response, 405, 'This address takes GET alone.');
  } else {
    request.method = 'GET';
    next();
  }
};

function isPage(body: unknown): body is string {
  return typeof body === 'string' && body.trimStart().startsWith('<!DOCTYPE html>');
}

/** What is in a page comes from configuration and from a username, which has no `<`: so all its scripts are ours. */
function harden(page: string, nonce: string): string {
  return page
    .replaceAll('<script', `<script nonce="${nonce}"`)
    .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
    .replace(/<html lang=(\w+)>/, '<html lang="$1">');
}

/**
 * Refuses what other sites make a browser send: every change, and every call of the panel's API, some of whose GETs
 * are actions. Following a link to a page of the panel is fine. Clients that are no browsers send neither header.
 */
export function refuseForeignOrigins(publicUrl: string | undefined): RequestHandler {
  return (request, response, next) => {
    const site = request.headers['sec-fetch-site'];
    const { origin } = request.headers;
    const safe = request.method === 'GET' || request.method === 'HEAD';
    const isLink = safe && !request.path.startsWith('/api/') && request.path !== '/logout';
    const foreign =
      (site !== undefined && site !== 'same-origin' && !(safe && site === 'none')) ||
      (origin !== undefined && !ownOrigins(request, publicUrl).includes(origin));
    if (!foreign || isLink) next();
    else refuse(response, 403, 'This request came from another site.');
  };
}

function ownOrigins(request: Request, publicUrl: string | undefined): string[] {
  const host = (request.host as string | undefined) ?? '';
  const own = [`http://${host}`, `https://${host}`];
  return publicUrl === undefined ? own : [...own, new URL(publicUrl).origin];
}

/** In the form in which AdminJS's pages show errors. */
export function refuse(response: Parameters<RequestHandler>[1], status: number, message: string): void {
  response.status(status).json({ notice: { type: 'error', message } });
}
