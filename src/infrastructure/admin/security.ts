import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

/**
 * Headers for all answers, and a nonce for AdminJS's inline scripts.
 * @param imageOrigins where images may come from, beside the panel itself.
 */
export const securityHeaders =
  (imageOrigins: readonly string[]): RequestHandler =>
  (_request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    response.setHeader(
      'Content-Security-Policy',
      [
        `default-src 'none'`,
        `script-src 'self' 'nonce-${nonce}'`,
        `style-src 'self' 'unsafe-inline'`, // styled-components writes its styles into the page
        ['img-src', "'self'", 'data:', ...imageOrigins].join(' '),
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
 * Handles HEAD as GET, and Node leaves out the body. AdminJS would take HEAD for a change. The logout and the download
 * of an export write, although they are GETs: they refuse HEAD.
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

/**
 * Gives all scripts of a page the nonce. They are ours: a page holds only configuration and a username, which has
 * no `<`.
 */
function harden(page: string, nonce: string): string {
  return page
    .replaceAll('<script', `<script nonce="${nonce}"`)
    .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
    .replace(/<html lang=(\w+)>/, '<html lang="$1">');
}

/**
 * Refuses requests that another site makes a browser send: every change, and every call of the panel's API, because
 * some of its GETs are actions. A link to a page of the panel works. Clients other than browsers send neither header.
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

/** Answers in the form that AdminJS's pages show as an error. */
export function refuse(response: Parameters<RequestHandler>[1], status: number, message: string): void {
  response.status(status).json({ notice: { type: 'error', message } });
}
