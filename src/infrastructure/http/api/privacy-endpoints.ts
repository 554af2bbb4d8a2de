import Joi from 'joi';
import type { EraseOwnAccount } from '../../../application/privacy/erase-own-account.js';
import type { EraseUser } from '../../../application/privacy/erase-user.js';
import type { ExportUser } from '../../../application/privacy/export-user.js';
import type { GetOwnUser } from '../../../application/accounts/get-own-user.js';
import { endpoint, userEndpoint, type Endpoint } from '../endpoint.js';
import type { AttachmentLinks } from './attachment-links.js';
import { exportDocument } from './export-document.js';
import * as field from './fields.js';
import { limitPassword, type RateLimits } from '../rate-limits.js';
import { sendStream } from '../send.js';
import { otherUserPath, userPath } from './paths.js';

export function privacyEndpoints(
  exportUser: ExportUser,
  eraseOwnAccount: EraseOwnAccount,
  eraseUser: EraseUser,
  getOwnUser: GetOwnUser,
  limits: RateLimits,
  links: AttachmentLinks,
): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/users/:user/export',
      schemas: { path: userPath },
      operationId: 'exportUser',
      tag: 'Privacy',
      summary: 'Get everything that is held about a user',
      description:
        "One's own, or as an admin anybody's. The document is written while it is read, and is whole only if its " +
        'end has come: a connection that breaks is an error.',
      replies: {
        200: { description: 'The document, as a file.', body: 'Export', headers: ['Content-Disposition'] },
      },
      errors: ['no_user', 'not_your_account', 'user_not_found'],
      handle: async ({ caller, path, request }) => {
        const found = await exportUser.execute({ caller, user: path.user });
        const { text, headers } = exportDocument(found, links.for(request));
        return { status: 200, stream: (response) => sendStream(response, 200, text, headers) };
      },
    }),
    userEndpoint({
      method: 'delete',
      path: '/users/me',
      schemas: {
        body: Joi.object<{ password: string }>({ password: field.text().required() })
          .required()
          .example({ password: 'test1test1' }),
      },
      operationId: 'eraseOwnAccount',
      tag: 'Privacy',
      summary: "Erase one's own account, for good",
      description:
        'Name, password, logins and blocks are gone. Threads stay for the other participants; the messages too, as ' +
        'from a deleted user, unless the operator has them removed. Wrong passwords count as failed logins.',
      replies: { 204: { description: 'The account is erased.' } },
      errors: ['invalid_credentials', 'user_not_found', 'last_admin', 'rate_limited', 'logins_busy'],
      limit: limitPassword(limits.login, getOwnUser),
      handle: async ({ caller, body }) => {
        await eraseOwnAccount.execute({ caller, password: body.password });
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/:user',
      schemas: { path: otherUserPath },
      operationId: 'eraseUser',
      tag: 'Privacy',
      summary: "Erase somebody's account, as an admin",
      description: "As users do it for themselves, without the password. Not for one's own account.",
      replies: { 204: { description: 'The account is erased.' } },
      errors: ['password_required', 'not_your_account', 'user_not_found', 'last_admin'],
      handle: async ({ caller, path }) => {
        await eraseUser.execute({ caller, user: path.user });
        return { status: 204 };
      },
    }),
  ];
}
