import Joi from 'joi';
import { DomainError } from '../../domain/errors.js';
import { checkText, textRule } from '../../domain/message.js';
import { isStorable } from '../../domain/text.js';
import { checkPassword, parseUsername, passwordRule, usernameRule } from '../../domain/user.js';

// The fields that requests are made of. What a domain rule decides, the domain's own function checks.

/** An integer in a URL: ASCII digits and nothing else, where Joi alone would take 1e2 and 0x1 as well. */
const withUrlInteger = Joi.extend((joi: Joi.Root) => ({
  type: 'urlInteger',
  base: joi.number().integer(),
  messages: { 'urlInteger.digits': '{{#label}} must be a whole number in decimal digits' },
  // Before Joi's own coercion of strings, which goes first in an extension's `coerce`.
  prepare: (value: unknown, helpers: Joi.CustomHelpers) =>
    typeof value !== 'string' || /^[0-9]+$/.test(value)
      ? { value }
      : { value, errors: [helpers.error('urlInteger.digits')] },
})) as { urlInteger(): Joi.NumberSchema };

const urlInteger = () => withUrlInteger.urlInteger();

const idRange = { min: 1, max: Number.MAX_SAFE_INTEGER };

export const urlId = () => urlInteger().min(idRange.min).max(idRange.max);
export const bodyId = () => Joi.number().strict().integer().min(idRange.min).max(idRange.max);

export const limit = () => urlInteger().min(1).max(100).default(20);
export const offset = () => urlInteger().min(0).max(Number.MAX_SAFE_INTEGER);

/** Text as clients send it: anything that can be stored. */
export const text = () =>
  Joi.string()
    .strict()
    .custom((value: string, helpers) =>
      isStorable(value) ? value : refuse(helpers, 'has a NUL character or a lone surrogate'),
    );

export const username = () => text().custom(rule(parseUsername)).description(usernameRule.text);
export const password = () => text().custom(rule(checkPassword)).description(passwordRule.text);
export const messageText = () => Joi.string().strict().custom(rule(checkText)).description(textRule.text);

/** Joi's form of a domain function that throws a DomainError for what it refuses. The value is kept as sent. */
function rule(check: (value: string) => unknown): Joi.CustomValidator<string> {
  return (value, helpers) => {
    try {
      check(value);
      return value;
    } catch (error) {
      if (error instanceof DomainError) return refuse(helpers, `is refused. ${error.message}`);
      throw error;
    }
  };
}

function refuse(helpers: Joi.CustomHelpers, why: string): Joi.ErrorReport {
  return helpers.message({ custom: `{{#label}} ${why}` });
}
