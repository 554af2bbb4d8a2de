import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildRoutes } from '@adminjs/express';
import AdminJS, { Router as AdminRoutes, type ActionRequest } from 'adminjs';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import session from 'express-session';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { EraseUser } from '../../application/privacy/erase-user.js';
import type { ListMessages } from '../../application/conversation/list-messages.js';
import type { LogInAdmin } from '../../application/admin/log-in-admin.js';
import type { Clock } from '../../application/ports/clock.js';
import type { LoginLimit } from '../../application/ports/rate-limit.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import { AdminActions, type Admin, type AdminUseCases } from './admin-actions.js';
import { auditResource } from './audit-resource.js';
import { componentLoader, components } from './components.js';
import { dashboardData, timeZoneOf } from './dashboard.js';
import { formReader, plainQuery } from './form.js';
import { logo } from './logo.js';
import { stylesheet } from './stylesheet.js';
import { loginRouter, requireAdminSession } from './login.js';
import { messageResource } from './message-resource.js';
import { isId } from './query.js';
import { headAsGet, refuse, refuseForeignOrigins, securityHeaders } from './security.js';
import type { Run } from './records.js';
import { DatabaseSessionStore } from './session-store.js';
import { theme } from './theme.js';
import { threadResource } from './thread-resource.js';
import { translations } from './translations.js';
import { userResource } from './user-resource.js';

export interface AdminPanelNeeds {
  /** Whose entities the resources are. */
  readonly entities: DataSource;
  /** Reads what is committed. */
  readonly run: Run;
  readonly unitOfWork: UnitOfWork;
  readonly useCasesOn: (unitOfWork: UnitOfWork) => AdminUseCases;
  readonly listMessages: ListMessages;
  readonly eraseUser: EraseUser;
  /** Answers with everything that is held about a user, as a file. */
  readonly sendExport: (caller: Admin, user: number, response: Response) => Promise<void>;
  readonly logIn: LogInAdmin;
  readonly loginLimit: LoginLimit;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Signs session cookies. */
  readonly secret: string;
  /** Whether the session cookie is for HTTPS alone. */
  readonly secureCookie: boolean;
  /** Express's `trust proxy`. */
  readonly trustProxy: number | readonly string[] | undefined;
  readonly publicUrl: string | undefined;
  /** The path of `publicUrl`, without a slash at the end. */
  readonly prefix: string;
  /** The folder that `npm run build` puts the components' bundle in. */
  readonly bundleFolder: string;
}

/** How long a login lasts, in milliseconds. */
const sessionLifetime = 12 * 60 * 60 * 1000;

/**
 * The panel, to be mounted at /admin.
 * @throws Error if the components have not been bundled.
 */
export function buildAdminPanel(needs: AdminPanelNeeds): Express {
  const bundle = join(needs.bundleFolder, 'bundle.js');
  if (!existsSync(bundle)) throw new Error(`${bundle} is not there: run \`npm run build\`.`);
  const base = `${needs.prefix}/admin`;
  const admin = buildAdmin(needs, base);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', needs.trustProxy ?? false); // an app that is not mounted inherits nothing
  app.use(securityHeaders, headAsGet);
  for (const [path, file] of Object.entries(assets(bundle))) {
    // A relative name and a root, lest a dot in the path to the installation hides the file.
    app.get(path, (_request, response) => {
      response.setHeader('Cache-Control', 'private, max-age=3600');
      response.sendFile(file.slice(dirname(file).length + 1), { root: dirname(file), cacheControl: false });
    });
  }
  app.get('/assets/logo.svg', (_request, response) => {
    response.type('svg').send(logo);
  });
  app.get('/assets/panel.css', (_request, response) => {
    response.type('css').send(stylesheet);
  });
  app.use(refuseForeignOrigins(needs.publicUrl));
  if (needs.secureCookie) app.use(asIfSecure);
  app.use(asBrowsersSeeIt(needs.prefix));
  app.use(
    session({
      name: 'duet.admin',
      secret: needs.secret,
      store: new DatabaseSessionStore(needs.unitOfWork, needs.clock),
      resave: false,
      saveUninitialized: false,
      cookie: {
        path: base,
        httpOnly: true,
        sameSite: 'strict',
        secure: needs.secureCookie,
        maxAge: sessionLifetime,
      },
    }),
  );
  app.use(loginRouter(needs.logIn, needs.loginLimit, base));
  app.use(requireAdminSession(needs.unitOfWork, base));
  app.get('/api/exports/:user', async (request, response, next) => {
    const { user } = request.params;
    const { adminUser } = request.session;
    if (adminUser !== undefined && isId(user)) await needs.sendExport(adminUser, Number(user), response);
    else next();
  });
  app.use(plainQuery, formReader());
  app.use('/api/resources/:resource', knownAction(admin));
  // Without bundling while Duet runs, and without the old way to search, which is in the actions too.
  const routes = AdminRoutes.routes.filter(({ action }) => !['bundleComponents', 'search'].includes(action));
  const pages = express.Router();
  buildRoutes({
    admin,
    routes: routes.map((route) => ({ ...route, path: route.path || '/' })),
    router: pages,
  });
  app.use(pages);
  app.use((request, response, next) => {
    if (request.method !== 'GET' || /^\/(api|assets|frontend)\//.test(request.path)) {
      refuse(response, 404, 'There is nothing at this address.');
      return;
    }
    response.status(404); // a page for people, which says so within the panel
    request.url = '/';
    pages(request, response, next);
  });
  app.use(answerErrors(needs.logger));
  return app;
}

/** @param base where browsers find the panel: a path. */
function buildAdmin(needs: AdminPanelNeeds, base: string): AdminJS {
  const database = { entities: needs.entities, run: needs.run };
  const actions = new AdminActions(needs.unitOfWork, needs.useCasesOn, needs.clock);
  return new AdminJS({
    rootPath: base,
    loginPath: `${base}/login`,
    logoutPath: `${base}/logout`,
    componentLoader,
    resources: [
      userResource(database, actions, needs.eraseUser),
      threadResource(database, actions, needs.listMessages),
      messageResource(database, actions),
      auditResource(database),
    ],
    dashboard: {
      component: components.Dashboard,
      handler: (request: ActionRequest) =>
        dashboardData(needs.run, needs.clock, timeZoneOf(request.query?.['timeZone'])),
    },
    assets: { styles: [`${base}/assets/panel.css`] },
    branding: {
      companyName: 'Duet admin',
      logo: `${base}/assets/logo.svg`,
      favicon: `${base}/assets/logo.svg`,
      withMadeWithLove: false,
      theme,
    },
    settings: { defaultPerPage: 20 },
    locale: { language: 'en', availableLanguages: ['en'], translations },
    version: { admin: false },
  });
}

/** AdminJS's scripts as they are for production, whatever NODE_ENV is, and those that `npm run build` has made. */
function assets(bundle: string): Record<string, string> {
  const resolve = createRequire(import.meta.url).resolve;
  const scripts = join(dirname(resolve('adminjs')), 'lib/frontend/assets/scripts');
  return {
    '/frontend/assets/app.bundle.js': join(scripts, 'app-bundle.production.js'),
    '/frontend/assets/global.bundle.js': join(scripts, 'global-bundle.production.js'),
    '/frontend/assets/design-system.bundle.js': join(dirname(bundle), 'design-system.bundle.js'),
    '/frontend/assets/components.bundle.js': bundle,
  };
}

/**
 * express-session gives out no secure cookie over what it takes for plain HTTP, so nobody behind a proxy that does
 * not say otherwise could log in. Whether to send it is the browser's matter, which sees the real connection.
 */
const asIfSecure: RequestHandler = (request, _response, next) => {
  Object.defineProperty(request, 'secure', { value: true });
  next();
};

/**
 * A proxy that serves Duet under a path takes that path away. express-session ignores requests outside of the path of
 * its cookie, and the cookie has the path that the browser sees, so the request gets that one back.
 */
const asBrowsersSeeIt =
  (prefix: string): RequestHandler =>
  (request, _response, next) => {
    request.originalUrl = prefix + request.originalUrl;
    next();
  };

/** AdminJS takes an action that is not there for a mistake of its own. */
function knownAction(admin: AdminJS): RequestHandler {
  const actions = new Map(
    admin.resources.map((resource) => [resource.id(), new Set(Object.keys(resource.decorate().actions))]),
  );
  return (request, response, next) => {
    const [, group, first = '', second = ''] = request.path.split('/');
    const action = group === 'records' ? second : first;
    const known = actions.get(request.params['resource'] as string)?.has(action) === true;
    if (known) next();
    else refuse(response, 404, 'There is no such resource or action.');
  };
}

const answerErrors =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, statusCode, name, message } = error as {
      status?: number;
      statusCode?: number;
      name?: string;
      message?: string;
    };
    if (error instanceof DomainError && error.kind === 'not-found') refuse(response, 404, error.message);
    else if (error instanceof DomainError) refuse(response, 422, error.message);
    else if (name === 'NotFoundError') refuse(response, 404, 'There is no such record.');
    else if (name === 'ForbiddenError') refuse(response, 403, 'This cannot be done here.');
    else if (error instanceof Outage) refuse(response, 503, error.message);
    else if (name === 'AppError' || name === 'App') refuse(response, 400, message ?? '');
    else if (status !== undefined && status < 500) refuse(response, status, 'The request could not be read.');
    else if (/invoked only via|method should be/.test(message ?? '')) {
      refuse(response, 405, 'This action does not take this method.');
    } else {
      logger.error({ err: error, statusCode }, 'The admin panel failed');
      refuse(response, 500, 'Something went wrong; the error has been logged.');
    }
  };
