import Joi from 'joi';
import type { UserReference } from '../../../domain/accounts/user-reference.js';
import * as field from './fields.js';

// What stands in paths.

const id = (what: string, example: number) =>
  field.urlId().required().example(example).description(`The id of the ${what}.`);

export const threadPath = Joi.object<{ thread: number }>({ thread: id('thread', 1) });
export const attachmentPath = Joi.object<{ attachment: number }>({ attachment: id('attachment', 1) });
export const messagePath = Joi.object<{ message: number }>({ message: id('message', 3) });
const user = (example: string | number) =>
  Joi.object<{ user: UserReference }>({
    user: field
      .urlUser()
      .required()
      .example(example)
      .description('A user: the id, `me`, or `ext:` and the external id, percent-encoded.'),
  });

/** A user of the application behind Duet, whether there is an account or not. */
export const externalUserPath = Joi.object<{ user: { externalId: string } }>({
  user: field
    .externalUser()
    .required()
    .example('ext:4711')
    .description('`ext:` and the external id, percent-encoded.'),
});

export const userPath = user('me');
export const otherUserPath = user(3);

export const reportPath = Joi.object<{ report: number }>({ report: id('report', 1) });

export const webhookPath = Joi.object<{ webhook: number }>({ webhook: id('webhook', 1) });
export const deliveryPath = Joi.object<{ webhook: number; delivery: number }>({
  webhook: id('webhook', 1),
  delivery: id('delivery', 1),
});
