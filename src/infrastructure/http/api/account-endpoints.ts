import Joi from 'joi';
import type { ChangeOwnPassword } from '../../../application/accounts/change-own-password.js';
import type { ChangeOwnProfile } from '../../../application/accounts/change-own-profile.js';
import type { GetOwnUser } from '../../../application/accounts/get-own-user.js';
import type { ObtainTokens } from '../../../application/accounts/obtain-tokens.js';
import type { RefreshTokens } from '../../../application/accounts/refresh-tokens.js';
import type { RegisterUser } from '../../../application/accounts/register-user.js';
import type { RevokeTokens } from '../../../application/accounts/revoke-tokens.js';
import type { SearchUsers } from '../../../application/accounts/search-users.js';
import { basePath, endpoint, publicEndpoint, userEndpoint, type Endpoint, type Limit } from '../endpoint.js';
import * as field from './fields.js';
import { profileFields, type ProfileBody } from './profile-fields.js';
import { onlyIf } from './own-tokens.js';
import { absoluteUrl, presentPage } from './pages.js';
import { presentMe, presentUser } from './presenters.js';
import { limitLogin, limitPassword, limitRegistration, type RateLimits } from '../rate-limits.js';

interface Credentials {
  username: string;
  password: string;
}

const refreshBody = Joi.object<{ refresh: string }>({ refresh: field.text().required() })
  .required()
  .example({ refresh: 'eyJhbGciOiJIUzI1NiJ9.…' });

export function accountEndpoints(
  registerUser: RegisterUser,
  obtainTokens: ObtainTokens,
  refreshTokens: RefreshTokens,
  revokeTokens: RevokeTokens,
  searchUsers: SearchUsers,
  getOwnUser: GetOwnUser,
  changeOwnProfile: ChangeOwnProfile,
  changeOwnPassword: ChangeOwnPassword,
  limits: RateLimits,
  ownTokens: boolean,
): readonly Endpoint[] {
  const ifOwnTokens = <Handled>(limit?: Limit<Handled>) => onlyIf(ownTokens, limit);
  return [
    publicEndpoint({
      method: 'post',
      path: '/users',
      schemas: {
        body: Joi.object<Credentials>({
          username: field.username().required(),
          password: field.password().required(),
        })
          .required()
          .example({ username: 'ada', password: 'correct horse' }),
      },
      operationId: 'registerUser',
      tag: 'Accounts',
      summary: 'Make an account',
      description: 'Usernames are unique whatever their case, and are stored in Unicode form NFKC.',
      replies: { 201: { description: 'The account was made.', body: 'Me', headers: ['Location'] } },
      errors: ['own_tokens_off', 'registration_closed', 'username_taken', 'rate_limited', 'logins_busy'],
      limit: ifOwnTokens(limitRegistration(limits)),
      handle: async ({ body, request }) => {
        const user = await registerUser.execute(body);
        const location = absoluteUrl(request, `${basePath}/users/${user.id}`);
        return { status: 201, body: presentMe(user), headers: { Location: location } };
      },
    }),
    endpoint({
      method: 'get',
      path: '/users',
      schemas: {
        query: Joi.object<{ search: string; limit: number; offset: number }>({
          search: field
            .userSearch()
            .allow('')
            .default('')
            .description('How the username, or a word in username or name, begins, whatever its case.'),
          limit: field.limit(),
          offset: field.offset().default(0),
        }),
      },
      operationId: 'searchUsers',
      tag: 'Accounts',
      summary: 'Find people by the beginning of their username or name',
      description:
        'Active users whose username begins with `search`, or a word in username or name does, whatever the case; by ' +
        'username. Without `search`, all of them. Where the directory is closed, this is for admins and services.',
      replies: { 200: { description: 'Users who can be written to, by username.', body: 'UserPage' } },
      errors: ['directory_closed'],
      handle: async ({ caller, query, request }) => {
        const page = await searchUsers.execute({ caller, ...query });
        const parameters = query.search === '' ? {} : { search: query.search };
        return { status: 200, body: presentPage(request, query, page, presentUser, parameters) };
      },
    }),
    userEndpoint({
      method: 'get',
      path: '/users/me',
      schemas: {},
      operationId: 'getOwnUser',
      tag: 'Accounts',
      summary: "Get one's own account",
      description:
        'The account whose token the request carries, with its role and the time when it was made.',
      replies: { 200: { description: "The caller's account.", body: 'Me' } },
      errors: ['user_not_found'],
      handle: async ({ caller }) => ({ status: 200, body: presentMe(await getOwnUser.execute({ caller })) }),
    }),
    userEndpoint({
      method: 'patch',
      path: '/users/me',
      schemas: {
        body: Joi.object<ProfileBody>(profileFields).required().example({ name: 'Ada Lovelace' }),
      },
      operationId: 'changeOwnProfile',
      tag: 'Accounts',
      summary: 'Say how you want to be shown',
      description: 'What is left out stays as it is; null takes away.',
      replies: { 200: { description: "The caller's account.", body: 'Me' } },
      errors: ['user_not_found'],
      handle: async ({ caller, body: { name, avatar_url: avatarUrl } }) => ({
        status: 200,
        body: presentMe(await changeOwnProfile.execute({ caller, name, avatarUrl })),
      }),
    }),
    userEndpoint({
      method: 'put',
      path: '/users/me/password',
      schemas: {
        body: Joi.object<{ current: string; password: string }>({
          current: field.text().required(),
          password: field.password().required(),
        })
          .required()
          .example({ current: 'test1test1', password: 'correct horse' }),
      },
      operationId: 'changeOwnPassword',
      tag: 'Accounts',
      summary: "Change one's own password",
      description:
        'All other logins end, those of the admin panel too. Wrong passwords count as failed logins.',
      replies: { 204: { description: 'The password is changed.' } },
      errors: ['own_tokens_off', 'invalid_credentials', 'user_not_found', 'rate_limited', 'logins_busy'],
      limit: ifOwnTokens(limitPassword(limits.login, getOwnUser)),
      handle: async ({ caller, body: { current, password } }) => {
        await changeOwnPassword.execute({ caller, current, password });
        return { status: 204 };
      },
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token',
      schemas: {
        body: Joi.object<Credentials>({
          username: field.text().required(),
          password: field.text().required(),
        })
          .required()
          .example({ username: 'test1', password: 'test1test1' }),
      },
      operationId: 'obtainTokens',
      tag: 'Tokens',
      summary: 'Log in',
      description:
        'A wrong password, an unknown user and a deactivated one get the same answer after the same time.',
      replies: { 200: { description: 'A new login.', body: 'Tokens' } },
      errors: ['own_tokens_off', 'invalid_credentials', 'rate_limited', 'logins_busy'],
      limit: ifOwnTokens(limitLogin(limits.login)),
      handle: async ({ body }) => ({ status: 200, body: await obtainTokens.execute(body) }),
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token/refresh',
      schemas: { body: refreshBody },
      operationId: 'refreshTokens',
      tag: 'Tokens',
      summary: 'Spend a refresh token for a new pair',
      description: 'A refresh token can be spent once. If one comes twice, the whole login ends.',
      replies: { 200: { description: 'The new pair.', body: 'Tokens' } },
      errors: ['own_tokens_off', 'token_invalid', 'token_expired', 'token_revoked'],
      limit: ifOwnTokens(),
      handle: async ({ body }) => ({ status: 200, body: await refreshTokens.execute(body) }),
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token/revoke',
      schemas: { body: refreshBody },
      operationId: 'revokeTokens',
      tag: 'Tokens',
      summary: 'Log out',
      description: 'Ends the login that the refresh token belongs to, also if it has ended before.',
      replies: { 204: { description: 'The login has ended, now or before.' } },
      errors: ['own_tokens_off', 'token_invalid', 'token_expired'],
      limit: ifOwnTokens(),
      handle: async ({ body }) => {
        await revokeTokens.execute(body);
        return { status: 204 };
      },
    }),
  ];
}
