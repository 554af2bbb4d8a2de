import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { ContainerModule } from 'inversify';
import { CreateUser } from '../../application/accounts/create-user.js';
import { ChangeUser } from '../../application/admin/change-user.js';
import { DeleteMessage } from '../../application/admin/delete-message.js';
import { DeleteUser } from '../../application/admin/delete-user.js';
import { LogInAdmin } from '../../application/admin/log-in-admin.js';
import { MarkMessageReadAsAdmin } from '../../application/admin/mark-message-read-as-admin.js';
import { DeleteThread } from '../../application/conversation/delete-thread.js';
import { ListMessages } from '../../application/conversation/list-messages.js';
import { OpenThread } from '../../application/conversation/open-thread.js';
import type { Clock } from '../../application/ports/clock.js';
import type { PasswordHasher } from '../../application/ports/password-hasher.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import { EraseUser } from '../../application/privacy/erase-user.js';
import { ExportUser } from '../../application/privacy/export-user.js';
import { exportDocument } from '../../infrastructure/http/api/export-document.js';
import { publicPath } from '../../infrastructure/http/public-path.js';
import { sendStream } from '../../infrastructure/http/send.js';
import { PostgresStore } from '../../infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../../infrastructure/persistence/sqlite/sqlite-store.js';
import { LazyPanel } from '../lazy-panel.js';
import { packageRoot } from '../package-root.js';
import { adminLoginLimit } from '../rate-limits.js';
import { tokens } from '../tokens.js';

/** The admin panel, where it is wanted and the store is a database; otherwise AdminJS is never imported. */
export const panel = new ContainerModule(({ bind }) => {
  bind(tokens.panel).toResolvedValue(
    (
      config,
      store,
      counter,
      logger,
      unitOfWork,
      clock,
      hasher,
      listMessages,
      eraseUser,
      exportUser,
      logIn,
    ) => {
      if (!config.admin) return undefined;
      if (!(store instanceof SqliteStore || store instanceof PostgresStore)) {
        logger.info('There is no admin panel: it needs a database, and DATABASE_URL is memory:.');
        return undefined;
      }
      const folder = join(packageRoot, 'dist', 'admin');
      const build = async (): Promise<RequestHandler> => {
        const { buildAdminPanel } = await import('../../infrastructure/admin/admin-panel.js');
        return buildAdminPanel({
          entities: store.reader,
          run: (sql, parameters) => store.rows(sql, parameters),
          unitOfWork,
          useCasesOn: (audited) => adminDeeds(audited, clock, hasher),
          listMessages,
          eraseUser,
          sendExport: async (caller, user, response) => {
            const { text, headers } = exportDocument(await exportUser.execute({ caller, user }));
            await sendStream(response, 200, text, headers);
          },
          logIn,
          loginLimit: adminLoginLimit(counter),
          logger,
          clock,
          secret: createHmac('sha256', config.jwtSecret).update('admin sessions').digest('hex'),
          secureCookie: config.secureCookies,
          trustProxy: config.http.trustProxy,
          publicUrl: config.http.publicUrl,
          prefix: publicPath(config.http.publicUrl),
          bundleFolder: folder,
        });
      };
      return new LazyPanel(folder, build, logger);
    },
    [
      tokens.config,
      tokens.store,
      tokens.counter,
      tokens.logger,
      tokens.unitOfWork,
      tokens.clock,
      tokens.passwordHasher,
      ListMessages,
      EraseUser,
      ExportUser,
      LogInAdmin,
    ],
  );
  bind(tokens.admin).toResolvedValue((panel) => panel?.handler, [tokens.panel]);
});

/** What an admin does, in units of work that write to the audit trail. */
function adminDeeds(unitOfWork: UnitOfWork, clock: Clock, hasher: PasswordHasher) {
  return {
    openThread: new OpenThread(unitOfWork, clock),
    deleteThread: new DeleteThread(unitOfWork),
    deleteMessage: new DeleteMessage(unitOfWork),
    markMessageRead: new MarkMessageReadAsAdmin(unitOfWork),
    createUser: new CreateUser(unitOfWork, hasher, clock),
    changeUser: new ChangeUser(unitOfWork, hasher),
    deleteUser: new DeleteUser(unitOfWork),
  };
}
