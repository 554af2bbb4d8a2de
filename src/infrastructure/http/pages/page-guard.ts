import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * The security headers of a page and its assets: nothing but what comes from here.
 * @param more directives of the Content-Security-Policy, beside or instead of these.
 */
export function pageGuard(more: Readonly<Record<string, readonly string[]>>): RequestHandler {
  return helmet({
    strictTransportSecurity: false, // app.ts sends it, where the operator asks for it
    xFrameOptions: more['frameAncestors'] === undefined && { action: 'deny' }, // it cannot name origins
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...more,
      },
    },
  });
}
