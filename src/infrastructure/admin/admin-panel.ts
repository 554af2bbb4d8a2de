import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildRoutes } from '@adminjs/express';
import AdminJS, { Router as AdminRoutes, type ActionRequest } from 'adminjs';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import session from 'express-session';
import type { Logger } from 'pino';
import { LogInAdmin } from '../../application/admin/log-in-admin.js';
import type { AdminDirectory } from '../../application/ports/admin-directory.js';
import type { Clock } from '../../application/ports/clock.js';
import type { LoginLimit } from '../../application/ports/rate-limit.js';
import type { UnitOfWork } from '../../application/ports/unit-of-work.js';
import { Outage } from '../../application/ports/outage.js';
import { DomainError } from '../../domain/errors.js';
import type { Admin } from './admin.js';
import { auditResource } from './audit-resource.js';
import { componentLoader, components } from './components.js';
import type { Entities } from './entity-model.js';
import { dashboardData, timeZoneOf } from './dashboard.js';
import { formReader, plainQuery } from './form.js';
import { logo } from './logo.js';
import { stylesheet } from './stylesheet.js';
import { loginRouter, requireAdminSession } from './login.js';
import { messageResource } from './message-resource.js';
import { isId } from './query.js';
import { reportResource } from './report-resource.js';
import { headAsGet, refuse, refuseForeignOrigins, securityHeaders } from './security.js';
import { serviceKeyResource } from './service-key-resource.js';
import { DatabaseSessionStore } from './session-store.js';
import { theme } from './theme.js';
import type { LinksOf } from './shown-conversation.js';
import { threadResource } from './thread-resource.js';
import { translations } from './translations.js';
import type { UseCases } from './use-cases.js';
import { userResource } from './user-resource.js';
import { webhookResource } from './webhook-resource.js';

export interface AdminPanelNeeds {
  /** Knows the columns of the entities that the resources show. */
  readonly entities: Entities;
  readonly directory: AdminDirectory;
  readonly unitOfWork: UnitOfWork;
  readonly useCases: UseCases;
  /** Answers with a file of everything that Duet stores about a user. */
  readonly sendExport: (caller: Admin, user: number, response: Response) => Promise<void>;
  /** Where the bytes of an attachment are, for a while: what the panel shows of it, and null for what is no image. */
  readonly linksOf: LinksOf;
  readonly loginLimit: LoginLimit;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The first signs the sessions' cookies, and all count. */
  readonly secrets: readonly string[];
  /** Where people's pictures may be loaded from. */
  readonly avatarOrigins: readonly string[];
  /** Whether the session cookie is sent over HTTPS only. */
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
  app.set('trust proxy', needs.trustProxy ?? false); // this app is not mounted, so it does not inherit the setting
  app.use(securityHeaders(needs.avatarOrigins), headAsGet);
  for (const [path, file] of Object.entries(scripts)) {
    // With a root, because sendFile takes a file for hidden if any folder of an absolute path begins with a dot.
    app.get(path, (_request, response) => {
      response.setHeader('Cache-Control', 'private, max-age=3600');
      response.sendFile(file, { root: needs.bundleFolder, cacheControl: false });
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
  app.use(withoutSession);
  app.use(
    session({
      name: 'duet.admin',
      secret: [...needs.secrets],
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
  app.use(loginRouter(needs.useCases(LogInAdmin), needs.loginLimit, base));
  app.use(requireAdminSession(needs.unitOfWork, base));
  app.get('/api/exports/:user', async (request, response, next) => {
    const { user } = request.params;
    const { adminUser } = request.session;
    if (adminUser !== undefined && isId(user)) await needs.sendExport(adminUser, Number(user), response);
    else next();
  });
  app.use(plainQuery, formReader());
  app.use('/api/resources/:resource', knownAction(admin));
  // Without the route that bundles at run time, and without the old search route, which the search action replaces.
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
    response.status(404); // the panel's own page says that there is nothing at this address
    request.url = '/';
    pages(request, response, next);
  });
  app.use(answerErrors(needs.logger));
  return app;
}

/** @param base the path at which browsers find the panel. */
function buildAdmin(needs: AdminPanelNeeds, base: string): AdminJS {
  const { entities, directory, useCases } = needs;
  return new AdminJS({
    rootPath: base,
    loginPath: `${base}/login`,
    logoutPath: `${base}/logout`,
    componentLoader,
    resources: [
      userResource(entities, directory, useCases, needs.avatarOrigins),
      threadResource(entities, directory, useCases, needs.linksOf, needs.avatarOrigins),
      messageResource(entities, directory, useCases),
      reportResource(entities, directory, needs.unitOfWork, useCases, needs.linksOf),
      serviceKeyResource(entities, useCases),
      webhookResource(entities, useCases),
      auditResource(entities, directory),
    ],
    dashboard: {
      component: components.Dashboard,
      handler: (request: ActionRequest) =>
        dashboardData(directory, needs.clock, timeZoneOf(request.query?.['timeZone'])),
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

/** What the build makes of AdminJS for browsers, by where its pages look for it. */
const scripts = {
  '/frontend/assets/app.bundle.js': 'app.bundle.js',
  '/frontend/assets/global.bundle.js': 'global.bundle.js',
  '/frontend/assets/design-system.bundle.js': 'design-system.bundle.js',
  '/frontend/assets/components.bundle.js': 'bundle.js',
};

/** express-session would take the session of an application that embeds Duet for its own. */
const withoutSession: RequestHandler = (request, response, next) => {
  if ((request as { session?: unknown }).session === undefined) next();
  else refuse(response, 500, 'The application has a session here: it must mount Duet before its sessions.');
};

/**
 * express-session sets no secure cookie on a request that looks like plain HTTP. Behind a proxy that does not announce
 * HTTPS, nobody could log in. The browser sees the real connection, and decides whether to send the cookie.
 */
const asIfSecure: RequestHandler = (request, _response, next) => {
  Object.defineProperty(request, 'secure', { value: true });
  next();
};

/**
 * A proxy that serves Duet under a path removes that path from the request. The cookie has the path that the browser
 * sees, and express-session ignores requests outside of it. So the path is added again.
 */
const asBrowsersSeeIt =
  (prefix: string): RequestHandler =>
  (request, _response, next) => {
    request.originalUrl = prefix + request.originalUrl;
    next();
  };

/** Answers 404 for an unknown action, which AdminJS would report as an error of its own. */
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
