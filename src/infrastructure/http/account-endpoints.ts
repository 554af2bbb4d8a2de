import Joi from 'joi';
import type { GetOwnUser } from '../../application/get-own-user.js';
import type { ObtainTokens } from '../../application/obtain-tokens.js';
import type { RefreshTokens } from '../../application/refresh-tokens.js';
import type { RegisterUser } from '../../application/register-user.js';
import type { RevokeTokens } from '../../application/revoke-tokens.js';
import type { SearchUsers } from '../../application/search-users.js';
import { usernameRule } from '../../domain/user.js';
import { endpoint, publicEndpoint, type Endpoint } from './endpoint.js';
import * as field from './fields.js';
import { presentPage } from './pages.js';
import { presentMe, presentUser } from './presenters.js';
import { limitLogin, limitRegistration, type RateLimits } from './rate-limits.js';

interface Credentials {
  username: string;
  password: string;
}

const refreshBody = Joi.object<{ refresh: string }>({ refresh: field.text().required() }).required();

export function accountEndpoints(
  registerUser: RegisterUser,
  obtainTokens: ObtainTokens,
  refreshTokens: RefreshTokens,
  revokeTokens: RevokeTokens,
  searchUsers: SearchUsers,
  getOwnUser: GetOwnUser,
  limits: RateLimits,
): readonly Endpoint[] {
  return [
    publicEndpoint({
      method: 'post',
      path: '/users',
      schemas: {
        body: Joi.object<Credentials>({
          username: field.username().required(),
          password: field.password().required(),
        }).required(),
      },
      limit: limitRegistration(limits.registration),
      handle: async ({ body }) => ({ status: 201, body: presentMe(await registerUser.execute(body)) }),
    }),
    endpoint({
      method: 'get',
      path: '/users',
      schemas: {
        query: Joi.object<{ search: string; limit: number; offset: number }>({
          search: field.text().allow('').max(usernameRule.max).default(''),
          limit: field.limit(),
          offset: field.offset().default(0),
        }),
      },
      handle: async ({ query, request }) => {
        const page = await searchUsers.execute(query);
        const parameters = query.search === '' ? {} : { search: query.search };
        return { status: 200, body: presentPage(request, query, page, presentUser, parameters) };
      },
    }),
    endpoint({
      method: 'get',
      path: '/users/me',
      schemas: {},
      handle: async ({ caller }) => ({ status: 200, body: presentMe(await getOwnUser.execute({ caller })) }),
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token',
      schemas: {
        body: Joi.object<Credentials>({
          username: field.text().required(),
          password: field.text().required(),
        }).required(),
      },
      limit: limitLogin(limits.login),
      handle: async ({ body }) => ({ status: 200, body: await obtainTokens.execute(body) }),
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token/refresh',
      schemas: { body: refreshBody },
      handle: async ({ body }) => ({ status: 200, body: await refreshTokens.execute(body) }),
    }),
    publicEndpoint({
      method: 'post',
      path: '/auth/token/revoke',
      schemas: { body: refreshBody },
      handle: async ({ body }) => {
        await revokeTokens.execute(body);
        return { status: 204 };
      },
    }),
  ];
}
