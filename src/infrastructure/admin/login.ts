import { createHash } from 'node:crypto';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { SessionData } from 'express-session';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { LogInAdmin } from '../../application/admin/log-in-admin.js';
import { Outage } from '../../application/ports/outage.js';
import { RateLimited, type LoginLimit } from '../../application/ports/rate-limit.js';
import { DomainError } from '../../domain/errors.js';
import type { User } from '../../domain/accounts/user.js';
import type { Admin } from './admin.js';
import { loginPage } from './login-page.js';

declare module 'express-session' {
  interface SessionData {
    /** AdminJS reads the current admin from here. It is set for each request and not stored. */
    adminUser: Admin & { readonly email: string; readonly title: string };
  }
}

/** @param base the path at which browsers find the panel. */
export function loginRouter(logIn: LogInAdmin, limit: LoginLimit, base: string): Router {
  const router = Router();
  router.get('/login', (_request, response) => {
    response.send(loginPage(base));
  });
  router.post('/login', express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const { email: username, password } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof username !== 'string' || typeof password !== 'string' || username.length > 1000) {
      response.status(400).send(loginPage(base, 'Give a username and a password.'));
      return;
    }
    try {
      const user = await limit.attempt(request.ip ?? '', username, () =>
        logIn.execute({ username, password }),
      );
      await begin(request, user);
    } catch (error) {
      if (error instanceof RateLimited) {
        const minutes = Math.ceil(error.retryAfter / 60);
        const message = `Too many failed logins. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`;
        response.setHeader('Retry-After', error.retryAfter);
        response.status(429).send(loginPage(base, message, username));
      } else if (error instanceof DomainError && error.code === 'invalid_credentials') {
        response.status(401).send(loginPage(base, error.message, username));
      } else if (error instanceof Outage) {
        response.setHeader('Retry-After', 1);
        response.status(503).send(loginPage(base, error.message, username));
      } else throw error;
      return;
    }
    response.redirect(303, base);
  });
  router.get('/logout', async (request, response) => {
    await end(request, response, base);
    response.redirect(303, `${base}/login`);
  });
  return router;
}

/** Lets a request through only if its user is an active admin and still has the password of the login. */
export function requireAdminSession(unitOfWork: UnitOfWork, base: string): RequestHandler {
  return async (request, response, next) => {
    const { userId, passwordMark } = request.session as Partial<SessionData>;
    const user = userId === undefined ? undefined : await unitOfWork.read(({ users }) => users.find(userId));
    if (user?.active !== true || user.role !== 'admin' || markOf(user) !== passwordMark) {
      if (userId !== undefined) await end(request, response, base);
      response.redirect(303, `${base}/login`);
      return;
    }
    const { id, username } = user;
    const adminUser = { id, role: 'admin', username, email: username, title: 'Admin' } as const;
    // Not enumerable, so that the session store does not save it.
    Object.defineProperty(request.session, 'adminUser', { value: adminUser, enumerable: false });
    next();
  };
}

/** Starts a session with a new id, so that nobody could have planted it in the browser. */
async function begin(request: Request, user: User): Promise<void> {
  await promised((done) => request.session.regenerate(done));
  request.session.userId = user.id;
  request.session.passwordMark = markOf(user);
  try {
    await promised((done) => request.session.save(done));
  } catch (error) {
    await promised((done) => request.session.destroy(done)); // otherwise it would be saved again with the answer
    throw error;
  }
}

async function end(request: Request, response: Response, base: string): Promise<void> {
  await promised((done) => request.session.destroy(done));
  response.clearCookie('duet.admin', { path: base });
}

function markOf({ passwordHash }: User): string {
  return createHash('sha256').update(passwordHash).digest('base64url');
}

function promised(work: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}
