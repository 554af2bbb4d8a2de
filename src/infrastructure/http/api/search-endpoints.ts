import Joi from 'joi';
import type { SearchMessages } from '../../../application/conversation/search-messages.js';
import { mostFound } from '../../../domain/conversation/search.js';
import { userEndpoint, type Endpoint } from '../endpoint.js';
import type { AttachmentLinks } from './attachment-links.js';
import * as field from './fields.js';
import { presentPage } from './pages.js';
import { presentMessage } from './presenters.js';

interface SearchQuery {
  search: string;
  thread?: number;
  limit: number;
  offset: number;
}

export function searchEndpoints(searchMessages: SearchMessages, links: AttachmentLinks): readonly Endpoint[] {
  return [
    userEndpoint({
      method: 'get',
      path: '/messages',
      schemas: {
        query: Joi.object<SearchQuery>({
          search: field
            .search()
            .required()
            .description('Words, or how they begin. All of them must be in the message, in any order.')
            .example('parcel'),
          thread: field.urlId().description('Only in this thread.'),
          limit: field.limit(),
          offset: field.offset().default(0),
        }),
      },
      operationId: 'searchMessages',
      tag: 'Messages',
      summary: "Find messages in one's own conversations",
      description:
        'Messages in which each word of `search` is, or is how a word begins; latest first. Case and accents do not ' +
        'matter, and nothing is an operator: what is neither letter nor digit only parts words. In scripts without ' +
        'spaces, any part of a text is found. `search` has 1 to 20 words. The latest ' +
        `${mostFound.toLocaleString('en')} are found: a \`count\` of ${mostFound.toLocaleString('en')} may mean more. ` +
        'A new or edited message is found about a second later. One search of a user is ' +
        'looked for at a time, and three may wait. The operator can switch search off.',
      replies: { 200: { description: 'A page of messages, latest first.', body: 'MessagePage' } },
      errors: ['search_off', 'thread_not_found', 'searches_busy'],
      handle: async ({ caller, query, request }) => {
        const page = await searchMessages.execute({ caller, ...query });
        const { search, thread } = query;
        const parameters = { search, ...(thread !== undefined && { thread: String(thread) }) };
        const ours = links.for(request);
        const present = (message: (typeof page.items)[number]) => presentMessage(message, ours);
        return { status: 200, body: presentPage(request, query, page, present, parameters) };
      },
    }),
  ];
}
