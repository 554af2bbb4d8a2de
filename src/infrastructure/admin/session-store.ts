import { createHash } from 'node:crypto';
import session, { type SessionData } from 'express-session';
import type { Clock } from '../../application/ports/clock.js';
import { isActiveAdmin } from '../../domain/accounts/user.js';
import { DomainError } from '../../domain/errors.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';

declare module 'express-session' {
  interface SessionData {
    userId: number;
    /** Changes with the user's password, so that a new password ends the session. */
    passwordMark: string;
  }
}

type Done<Result = void> = (error?: unknown, result?: Result) => void;

/** Stores the sessions of the panel in the database, so that they survive a restart. */
export class DatabaseSessionStore extends session.Store {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get(sid: string, done: Done<SessionData | null>): void {
    const read = async (): Promise<SessionData | null> => {
      const found = await this.unitOfWork.read(({ sessions }) => sessions.find(idOf(sid)));
      if (found === undefined || found.expires <= this.clock.now()) return null;
      return JSON.parse(found.data) as SessionData;
    };
    settle(read(), done);
  }

  override set(sid: string, data: SessionData, done: Done = () => undefined): void {
    const { userId, cookie } = data;
    const expires = new Date(this.clock.now().getTime() + (cookie.maxAge ?? 0));
    const write = this.unitOfWork.run(async ({ sessions, users }) => {
      // The account may have been demoted while the password was checked. That ended only the sessions that existed
      // then.
      const user = await users.hold(userId);
      if (user === undefined || !isActiveAdmin(user)) {
        throw new DomainError('invalid_credentials', 'No active admin has this username and password.');
      }
      await sessions.removeExpired(this.clock.now());
      await sessions.save({ id: idOf(sid), userId, data: JSON.stringify(data), expires });
    });
    settle(write, done);
  }

  override destroy(sid: string, done: Done = () => undefined): void {
    settle(
      this.unitOfWork.run(({ sessions }) => sessions.remove(idOf(sid))),
      done,
    );
  }
}

function idOf(sid: string): string {
  return createHash('sha256').update(sid).digest('hex');
}

function settle<Result>(promise: Promise<Result>, done: Done<Result>): void {
  promise.then((result) => done(null, result), done);
}
