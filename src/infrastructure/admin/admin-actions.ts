import type { ChangeUser } from '../../application/admin/change-user.js';
import type { CreateUser } from '../../application/accounts/create-user.js';
import { AuditedUnitOfWork } from '../../application/admin/audited-unit-of-work.js';
import type { DeleteMessage } from '../../application/admin/delete-message.js';
import type { DeleteThread } from '../../application/conversation/delete-thread.js';
import type { DeleteUser } from '../../application/admin/delete-user.js';
import type { MarkMessageReadAsAdmin } from '../../application/admin/mark-message-read-as-admin.js';
import type { OpenThread } from '../../application/conversation/open-thread.js';
import type { AuditEntry } from '../../application/ports/audit-trail.js';
import type { Clock } from '../../application/ports/clock.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import type { Message } from '../../domain/conversation/message.js';
import { threadNotFound } from '../../domain/conversation/thread.js';
import type { Role, User } from '../../domain/accounts/user.js';

/** Who is logged in, as AdminJS passes it to everything it calls. */
export interface Admin {
  readonly id: number;
  readonly role: 'admin';
  readonly username: string;
}

/** The use cases that change data. EraseUser is not here, because it writes its own audit entry. */
export interface AdminUseCases {
  readonly openThread: OpenThread;
  readonly deleteThread: DeleteThread;
  readonly deleteMessage: DeleteMessage;
  readonly markMessageRead: MarkMessageReadAsAdmin;
  readonly createUser: CreateUser;
  readonly changeUser: ChangeUser;
  readonly deleteUser: DeleteUser;
}

type Deed = Pick<AuditEntry, 'action' | 'resource' | 'recordId' | 'details'>;

/** Runs the use cases, each with its entry in the audit trail. */
export class AdminActions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly useCasesOn: (unitOfWork: UnitOfWork) => AdminUseCases,
    private readonly clock: Clock,
  ) {}

  async openThread(
    caller: Admin,
    participants: readonly number[],
  ): Promise<{ thread: number; opened: boolean }> {
    const { openThread } = this.#audited<Awaited<ReturnType<OpenThread['execute']>>>(
      caller,
      ({ summary, opened }) =>
        opened
          ? {
              action: 'open',
              resource: 'Thread',
              recordId: summary.thread.id,
              details: namesOf(summary.participants),
            }
          : undefined,
    );
    const { summary, opened } = await openThread.execute({ caller, participants });
    return { thread: summary.thread.id, opened };
  }

  async deleteThread(caller: Admin, thread: number): Promise<void> {
    const summary = await this.unitOfWork.read(({ threads }) => threads.summary(thread));
    if (summary === undefined) throw threadNotFound(thread);
    const details = `${namesOf(summary.participants)}; messages: ${summary.thread.messageCount}`;
    const { deleteThread } = this.#audited(caller, () => ({
      action: 'delete',
      resource: 'Thread',
      recordId: thread,
      details,
    }));
    await deleteThread.execute({ caller, thread });
  }

  async deleteMessage(caller: Admin, message: number): Promise<void> {
    const { deleteMessage } = this.#audited<Message>(caller, (removed) => ofMessage('delete', removed));
    await deleteMessage.execute({ caller, message });
  }

  async markMessageRead(caller: Admin, message: number): Promise<void> {
    const { markMessageRead } = this.#audited<Message>(caller, (marked) => ofMessage('mark as read', marked));
    await markMessageRead.execute({ caller, message });
  }

  createUser(caller: Admin, input: { username: string; password: string; role: Role }): Promise<User> {
    const { createUser } = this.#audited<User>(caller, ({ id, username, role }) => ({
      action: 'create',
      resource: 'User',
      recordId: id,
      details: `${username}, role ${role}`,
    }));
    return createUser.execute(input);
  }

  changeUser(
    caller: Admin,
    input: {
      user: number;
      password?: string | undefined;
      role?: Role | undefined;
      active?: boolean | undefined;
    },
  ): Promise<User> {
    const changes = [
      input.password === undefined ? [] : ['new password'],
      input.role === undefined ? [] : [`role ${input.role}`],
      input.active === undefined ? [] : [input.active ? 'active' : 'not active'],
    ].flat();
    const { changeUser } = this.#audited<User>(caller, ({ id, username }) => ({
      action: 'change',
      resource: 'User',
      recordId: id,
      details: `${username}: ${changes.join(', ')}`,
    }));
    return changeUser.execute(input);
  }

  async deleteUser(caller: Admin, user: number, withThreads: boolean): Promise<void> {
    const { deleteUser } = this.#audited<Awaited<ReturnType<DeleteUser['execute']>>>(
      caller,
      ({ user: { id, username }, threads, messages }) => ({
        action: 'delete',
        resource: 'User',
        recordId: id,
        details: `${username}; threads: ${threads}, messages: ${messages}`,
      }),
    );
    await deleteUser.execute({ caller, user, withThreads });
  }

  /** @param deedOf makes the audit entry from the result of the use case's unit of work. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the use case
  #audited<Result>(admin: Admin, deedOf: (result: Result) => Deed | undefined): AdminUseCases {
    return this.useCasesOn(
      new AuditedUnitOfWork(this.unitOfWork, (result) => {
        const deed = deedOf(result as Result);
        return deed && { ...deed, adminId: admin.id, adminName: admin.username, created: this.clock.now() };
      }),
    );
  }
}

function ofMessage(action: Deed['action'], { id, threadId, senderId }: Message): Deed {
  return { action, resource: 'Message', recordId: id, details: `thread ${threadId}, sender ${senderId}` };
}

function namesOf(participants: readonly { username: string }[]): string {
  return participants.map(({ username }) => username).join(' and ');
}
