import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Request, RequestHandler, Response } from 'express';
import type { Container } from 'inversify';
import type { Logger } from 'pino';
import { ChangeUser } from '../application/admin/change-user.js';
import { CreateUser } from '../application/accounts/create-user.js';
import { DeleteMessage } from '../application/admin/delete-message.js';
import { DeleteThread } from '../application/conversation/delete-thread.js';
import { DeleteUser } from '../application/admin/delete-user.js';
import { EraseUser } from '../application/privacy/erase-user.js';
import { ExportUser } from '../application/privacy/export-user.js';
import { ListMessages } from '../application/conversation/list-messages.js';
import { LogInAdmin } from '../application/admin/log-in-admin.js';
import { MarkMessageReadAsAdmin } from '../application/admin/mark-message-read-as-admin.js';
import { OpenThread } from '../application/conversation/open-thread.js';
import type { LoginLimit } from '../application/ports/rate-limit.js';
import type { UnitOfWork } from '../application/ports/unit-of-work.js';
import { exportDocument } from '../infrastructure/http/api/export-document.js';
import { publicPath } from '../infrastructure/http/public-path.js';
import { sendStream } from '../infrastructure/http/send.js';
import { PostgresStore } from '../infrastructure/persistence/postgres/postgres-store.js';
import { SqliteStore } from '../infrastructure/persistence/sqlite/sqlite-store.js';
import type { Config } from './config/config.js';
import { packageRoot } from './package-root.js';
import { tokens } from './tokens.js';

/** The panel, which is there some seconds after the rest: AdminJS is large. */
export interface LazyAdmin {
  /** Waits until the panel is there. */
  readonly handler: RequestHandler;
  /** Starts to load it. */
  load(container: Container): void;
}

/** Undefined if there is to be no panel; then AdminJS is never imported. */
export function adminFor(
  config: Config,
  store: UnitOfWork,
  loginLimit: LoginLimit,
  logger: Logger,
): LazyAdmin | undefined {
  if (!config.admin) return undefined;
  if (!(store instanceof SqliteStore || store instanceof PostgresStore)) {
    logger.info('There is no admin panel: it needs a database, and DATABASE_URL is memory:.');
    return undefined;
  }
  let arrived: (panel: RequestHandler) => void = () => undefined;
  let panel: RequestHandler | undefined;
  const arrival = new Promise<RequestHandler>((resolve) => (arrived = resolve));
  return {
    handler: (request, response, next) => {
      if (panel !== undefined) return panel(request, response, next);
      return arrival.then((loaded) => loaded(request, response, next));
    },
    load: (container) => {
      const started = performance.now();
      loadPanel(config, store, loginLimit, container)
        .then((loaded) => {
          panel = loaded;
          logger.info({ milliseconds: Math.round(performance.now() - started) }, 'The admin panel is there.');
        })
        .catch((error: unknown) => {
          panel = unavailable;
          logger.error({ err: error }, 'The admin panel cannot be loaded. Everything else works.');
        })
        .finally(() => {
          if (panel !== undefined) arrived(panel);
        });
    },
  };
}

async function loadPanel(
  config: Config,
  store: SqliteStore | PostgresStore,
  loginLimit: LoginLimit,
  container: Container,
): Promise<RequestHandler> {
  // AdminJS reads these when it is imported. The build has made the bundle.
  process.env['ADMIN_JS_SKIP_BUNDLE'] = 'true';
  process.env['ADMIN_JS_TMP_DIR'] = join(packageRoot, 'dist', 'admin');
  await importInSteps();
  const { buildAdminPanel } = await import('../infrastructure/admin/admin-panel.js');
  const clock = container.get(tokens.clock);
  const hasher = container.get(tokens.passwordHasher);
  return buildAdminPanel({
    entities: store.reader,
    run: (sql, parameters) => store.rows(sql, parameters),
    unitOfWork: container.get(tokens.unitOfWork),
    useCasesOn: (unitOfWork) => ({
      openThread: new OpenThread(unitOfWork, clock),
      deleteThread: new DeleteThread(unitOfWork),
      deleteMessage: new DeleteMessage(unitOfWork),
      markMessageRead: new MarkMessageReadAsAdmin(unitOfWork),
      createUser: new CreateUser(unitOfWork, hasher, clock),
      changeUser: new ChangeUser(unitOfWork, hasher),
      deleteUser: new DeleteUser(unitOfWork),
    }),
    listMessages: container.get(ListMessages),
    eraseUser: container.get(EraseUser),
    sendExport: async (caller, user, response) => {
      const { text, headers } = exportDocument(await container.get(ExportUser).execute({ caller, user }));
      await sendStream(response, 200, text, headers);
    },
    logIn: container.get(LogInAdmin),
    loginLimit,
    logger: container.get(tokens.logger),
    clock,
    secret: createHmac('sha256', config.jwtSecret).update('admin sessions').digest('hex'),
    secureCookie: config.secureCookies,
    trustProxy: config.http.trustProxy,
    publicUrl: config.http.publicUrl,
    prefix: publicPath(config.http.publicUrl),
    bundleFolder: join(packageRoot, 'dist', 'admin'),
  });
}

/** How long requests have their turn between two steps, in milliseconds. */
const breath = 25;

/**
 * Imports what AdminJS is made of, piece by piece: at once it would hold up all requests for more than a second.
 * A piece that is not there any more is imported with the rest.
 */
async function importInSteps(): Promise<void> {
  const adminjs = createRequire(import.meta.url).resolve('adminjs');
  const design = createRequire(adminjs).resolve('@adminjs/design-system');
  const pieces = [
    ...['lodash', 'polished', 'react-select'].map((name) => [design, name] as const),
    ...[
      '@adminjs/design-system',
      '@babel/parser',
      '@babel/core',
      '@babel/preset-env',
      '@babel/preset-react',
    ].map((name) => [adminjs, name] as const),
    ...['@babel/register', 'rollup', '@rollup/plugin-commonjs', 'axios', 'ora', '@hello-pangea/dnd'].map(
      (name) => [adminjs, name] as const,
    ),
    ...['adminjs', '@adminjs/express', '@adminjs/typeorm'].map(
      (name) => [import.meta.filename, name] as const,
    ),
  ];
  for (const [from, name] of pieces) {
    try {
      await import(pathToFileURL(createRequire(from).resolve(name)).href);
    } catch {
      continue;
    }
    await pause(breath);
  }
}

function unavailable(_request: Request, response: Response): void {
  response
    .status(503)
    .setHeader('X-Content-Type-Options', 'nosniff')
    .type('text')
    .send('The admin panel could not be loaded: the log says why.\n');
}
