import Joi from 'joi';
import type { Caller } from '../../../domain/accounts/user.js';
import * as field from './fields.js';

// What stands in paths.

const id = (what: string, example: number) =>
  field.urlId().required().example(example).description(`The id of the ${what}.`);

export const threadPath = Joi.object<{ thread: number }>({ thread: id('thread', 1) });
export const messagePath = Joi.object<{ message: number }>({ message: id('message', 3) });
export const otherUserPath = Joi.object<{ user: number }>({ user: id('user', 3) });

/** For what belongs to a user: `me` is the caller. */
export const userPath = Joi.object<{ user: number | 'me' }>({
  user: Joi.alternatives(Joi.valid('me'), field.urlId())
    .required()
    .example('me')
    .description('The id of the user, or `me`.'),
});

export const userOf = (path: { user: number | 'me' }, caller: Caller): number =>
  path.user === 'me' ? caller.id : path.user;
