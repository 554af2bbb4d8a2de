import Joi from 'joi';
import type { ChangeUser } from '../../../application/admin/change-user.js';
import type { GetAccount } from '../../../application/admin/get-account.js';
import type { HandOutTokens } from '../../../application/admin/hand-out-tokens.js';
import type { ProvisionUser } from '../../../application/admin/provision-user.js';
import { basePath, endpoint, type Endpoint } from '../endpoint.js';
import * as field from './fields.js';
import { onlyIf } from './own-tokens.js';
import { absoluteUrl } from './pages.js';
import { externalUserPath, otherUserPath } from './paths.js';
import { presentAccount } from './presenters.js';
import { profileFields, type ProfileBody } from './profile-fields.js';

interface AccountBody extends ProfileBody {
  username?: string;
  active?: boolean;
}

const accountFields = {
  username: field.username(),
  ...profileFields,
  active: Joi.boolean().strict().description('Whether the user is let in, found, and can be written to.'),
};

/** What the application behind Duet does with its users. */
export function hostEndpoints(
  getAccount: GetAccount,
  changeUser: ChangeUser,
  provisionUser: ProvisionUser,
  handOutTokens: HandOutTokens,
  ownTokens: boolean,
): readonly Endpoint[] {
  return [
    endpoint({
      method: 'put',
      path: '/users/:user',
      schemas: {
        path: externalUserPath,
        body: Joi.object<AccountBody>(accountFields).default({}).example({ name: 'Ada Lovelace' }),
      },
      operationId: 'provisionUser',
      tag: 'Host',
      summary: 'Make a user of your application known, or bring the account up to date',
      description:
        'For admins and services. Safe to repeat, and to do many times at once: there is one account for an external id, ' +
        "which is also the `sub` of your issuer's tokens. What is left out stays as it is; null takes away. Without a " +
        'username, a new account gets one like its name or its external id.',
      replies: {
        201: { description: 'The account was made.', body: 'Account', headers: ['Location'] },
        200: { description: 'The account, up to date.', body: 'Account' },
      },
      errors: ['admins_only', 'username_taken', 'own_account', 'last_admin', 'user_not_found'],
      handle: async ({ caller, path, body, request }) => {
        const { externalId } = path.user;
        const { user, made } = await provisionUser.execute({ caller, externalId, ...changesOf(body) });
        const account = presentAccount(await getAccount.execute({ caller, user: user.id }));
        if (!made) return { status: 200, body: account };
        const location = absoluteUrl(request, `${basePath}/users/${user.id}`);
        return { status: 201, body: account, headers: { Location: location } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/users/:user',
      schemas: { path: otherUserPath },
      operationId: 'getAccount',
      tag: 'Host',
      summary: "Get somebody's account",
      description: 'For admins and services.',
      replies: { 200: { description: 'The account.', body: 'Account' } },
      errors: ['admins_only', 'user_not_found'],
      handle: async ({ caller, path }) => ({
        status: 200,
        body: presentAccount(await getAccount.execute({ caller, user: path.user })),
      }),
    }),
    endpoint({
      method: 'patch',
      path: '/users/:user',
      schemas: {
        path: otherUserPath,
        body: Joi.object<AccountBody>(accountFields).required().example({ name: 'Ada Lovelace' }),
      },
      operationId: 'changeAccount',
      tag: 'Host',
      summary: "Change somebody's account",
      description:
        'For admins and services. What is left out stays as it is; null takes away. Deactivation ends all logins.',
      replies: { 200: { description: 'The account, changed.', body: 'Account' } },
      errors: ['admins_only', 'user_not_found', 'username_taken', 'own_account', 'last_admin'],
      handle: async ({ caller, path, body }) => {
        const { id } = await changeUser.execute({ caller, user: path.user, ...changesOf(body) });
        return { status: 200, body: presentAccount(await getAccount.execute({ caller, user: id })) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/:user/tokens',
      schemas: { path: otherUserPath },
      operationId: 'handOutTokens',
      tag: 'Host',
      summary: 'Log a user of your application in',
      description:
        'For admins and services: the application knows who its user is, and hands these tokens to its client.',
      replies: { 201: { description: 'A new login of the user.', body: 'Tokens' } },
      errors: ['own_tokens_off', 'no_user', 'admins_only', 'user_not_found', 'not_active'],
      limit: onlyIf(ownTokens),
      handle: async ({ caller, path }) => ({
        status: 201,
        body: await handOutTokens.execute({ caller, user: path.user }),
      }),
    }),
  ];
}

function changesOf({ username, name, avatar_url: avatarUrl, active }: AccountBody) {
  return { username, name, avatarUrl, active };
}
