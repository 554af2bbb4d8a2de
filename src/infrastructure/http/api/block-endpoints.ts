import Joi from 'joi';
import type { BlockUser } from '../../../application/conversation/block-user.js';
import type { ListBlocks } from '../../../application/conversation/list-blocks.js';
import type { Slice } from '../../../application/ports/page.js';
import type { UnblockUser } from '../../../application/conversation/unblock-user.js';
import { userEndpoint, type Endpoint } from '../endpoint.js';
import { otherUserPath } from './paths.js';
import * as field from './fields.js';
import { presentPage } from './pages.js';
import { presentUser } from './presenters.js';

const sliceQuery = Joi.object<Slice>({ limit: field.limit(), offset: field.offset().default(0) });

export function blockEndpoints(
  blockUser: BlockUser,
  unblockUser: UnblockUser,
  listBlocks: ListBlocks,
): readonly Endpoint[] {
  return [
    userEndpoint({
      method: 'put',
      path: '/users/:user/block',
      schemas: { path: otherUserPath },
      operationId: 'blockUser',
      tag: 'Blocks',
      summary: 'Block somebody',
      description:
        'From then on neither of the two sends to the other or opens their thread. What is there can still be ' +
        'listed, read and marked as read. Blocking again changes nothing.',
      replies: { 204: { description: 'The user is blocked, now or before.' } },
      errors: ['self_block', 'user_not_found'],
      handle: async ({ caller, path }) => {
        await blockUser.execute({ caller, user: path.user });
        return { status: 204 };
      },
    }),
    userEndpoint({
      method: 'delete',
      path: '/users/:user/block',
      schemas: { path: otherUserPath },
      operationId: 'unblockUser',
      tag: 'Blocks',
      summary: 'Take a block back',
      description: "One's own; the other's stays, if there is one.",
      replies: { 204: { description: 'The caller does not block the user, now or before.' } },
      errors: ['user_not_found'],
      handle: async ({ caller, path }) => {
        await unblockUser.execute({ caller, user: path.user });
        return { status: 204 };
      },
    }),
    userEndpoint({
      method: 'get',
      path: '/users/me/blocks',
      schemas: { query: sliceQuery },
      operationId: 'listBlocks',
      tag: 'Blocks',
      summary: 'List the users that you block',
      description: "Only one's own blocks. Nobody is told who blocks them.",
      replies: { 200: { description: 'A page of users, by username.', body: 'UserPage' } },
      errors: [],
      handle: async ({ caller, query, request }) => {
        const page = await listBlocks.execute({ caller, ...query });
        return { status: 200, body: presentPage(request, query, page, presentUser) };
      },
    }),
  ];
}
