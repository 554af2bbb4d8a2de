import type { Session, SessionRepository } from '../../../application/ports/session-repository.js';
import { byExpiry, type Draft } from './state.js';

export class InMemorySessionRepository implements SessionRepository {
  constructor(private readonly draft: Draft) {}

  async find(id: string): Promise<Session | undefined> {
    return this.draft.state.sessions.get(id);
  }

  async allOf(userId: number): Promise<readonly Session[]> {
    return [...this.draft.state.sessions.values()].filter((one) => one.userId === userId).sort(byExpiry);
  }

  async save(session: Session): Promise<void> {
    if (!this.draft.state.users.has(session.userId)) throw new Error(`There is no user ${session.userId}.`);
    this.draft.table('sessions').set(session.id, session);
  }

  async remove(id: string): Promise<void> {
    this.draft.table('sessions').delete(id);
  }

  async removeAllOf(userId: number): Promise<void> {
    for (const { id } of await this.allOf(userId)) this.draft.table('sessions').delete(id);
  }

  async removeExpired(now: Date): Promise<void> {
    for (const { id, expires } of this.draft.state.sessions.values()) {
      if (expires <= now) this.draft.table('sessions').delete(id);
    }
  }
}
