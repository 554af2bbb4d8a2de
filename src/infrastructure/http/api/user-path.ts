import Joi from 'joi';
import type { Caller } from '../../../domain/accounts/user.js';
import * as field from './fields.js';

/** For what belongs to a user: `me` is the caller. */
export const userPath = Joi.object<{ user: number | 'me' }>({
  user: Joi.alternatives(Joi.valid('me'), field.urlId()).required().example('me'),
});

export const userOf = (path: { user: number | 'me' }, caller: Caller): number =>
  path.user === 'me' ? caller.id : path.user;
