import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { ExportUser } from '../../application/privacy/export-user.js';
import type { Class } from '../../infrastructure/admin/use-cases.js';
import { AttachmentLinks } from '../../infrastructure/http/api/attachment-links.js';
import { exportDocument } from '../../infrastructure/http/api/export-document.js';
import { publicPath } from '../../infrastructure/http/public-path.js';
import { sendStream } from '../../infrastructure/http/send.js';
import { LazyPanel } from '../lazy-panel.js';
import { packageRoot } from '../package-root.js';
import { adminLoginLimit } from '../rate-limits.js';
import { tokens } from '../tokens.js';

/** The admin panel, where it is wanted and the store is a database; otherwise AdminJS is never imported. */
export const panel = new ContainerModule(({ bind }) => {
  bind(tokens.useCases).toDynamicValue(
    (container) =>
      <UseCase>(type: Class<UseCase>) =>
        container.get(type as ServiceIdentifier<UseCase>),
  );
  bind(tokens.panel).toResolvedValue(
    (config, store, counter, turns, logger, unitOfWork, clock, exportUser, useCases, links) => {
      if (!config.admin) return undefined;
      const { adminDirectory: directory, reader: entities } = store;
      if (directory === undefined || entities === undefined) {
        logger.info('There is no admin panel: it needs a database, and DATABASE_URL is memory:.');
        return undefined;
      }
      const build = async (): Promise<RequestHandler> => {
        const { buildAdminPanel } = await import('../../infrastructure/admin/admin-panel.js');
        return buildAdminPanel({
          entities,
          directory,
          unitOfWork,
          useCases,
          sendExport: async (caller, user, response) => {
            const { text, headers } = exportDocument(
              await exportUser.execute({ caller, user }),
              links.anywhere,
            );
            await sendStream(response, 200, text, headers);
          },
          linksOf: (attachment, asEvidence) => {
            const { url, thumbnailUrl } = links
              .within(publicPath(config.http.publicUrl))
              .of(attachment, asEvidence);
            return { url, thumbnailUrl: thumbnailUrl ?? null };
          },
          loginLimit: adminLoginLimit(counter, turns),
          logger,
          clock,
          secrets: [config.jwtSecret, config.previousJwtSecret]
            .filter((secret) => secret !== undefined)
            .map((secret) => createHmac('sha256', secret).update('admin sessions').digest('hex')),
          avatarOrigins: config.avatarOrigins,
          secureCookie: config.secureCookies,
          trustProxy: config.http.trustProxy,
          publicUrl: config.http.publicUrl,
          prefix: publicPath(config.http.publicUrl),
          bundleFolder: join(packageRoot, 'dist', 'admin'),
        });
      };
      return new LazyPanel(build, logger);
    },
    [
      tokens.config,
      tokens.store,
      tokens.counter,
      tokens.passwordTurns,
      tokens.logger,
      tokens.unitOfWork,
      tokens.clock,
      ExportUser,
      tokens.useCases,
      AttachmentLinks,
    ],
  );
  bind(tokens.admin).toResolvedValue((panel) => panel?.handler, [tokens.panel]);
});
