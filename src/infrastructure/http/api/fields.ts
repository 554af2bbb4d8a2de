import Joi from 'joi';
import { DomainError } from '../../../domain/errors.js';
import { attachmentsRule, fileNameRule, parseFileName } from '../../../domain/attachments/attachment.js';
import { checkText, textRule } from '../../../domain/conversation/message.js';
import { checkSearch, searchRule } from '../../../domain/conversation/search.js';
import { checkComment, commentRule } from '../../../domain/evidence/report.js';
import { checkThreadKey, threadKeyRule } from '../../../domain/conversation/thread-key.js';
import { metadataRule, parseMetadata, type Metadata } from '../../../domain/metadata.js';
import { externalIdRule, isExternalId } from '../../../domain/accounts/external-id.js';
import type { UserReference } from '../../../domain/accounts/user-reference.js';
import { avatarUrlRule, checkAvatarUrl, checkName, nameRule } from '../../../domain/accounts/profile.js';
import {
  checkDescription,
  checkWebhookUrl,
  descriptionRule,
  urlRule,
} from '../../../domain/webhooks/webhook.js';
import { hasCodePoints, isStorable } from '../../../domain/text.js';
import { checkPassword, parseUsername, passwordRule, usernameRule } from '../../../domain/accounts/user.js';

// The fields that requests are made of. What a domain rule decides, the domain's own function checks.

/**
 * How a text must be, to be checked and to be documented. A later rule's pattern allows no more than an earlier one's.
 * Patterns are for the document alone: they must mean the same in every language, with JavaScript's `u` flag and without,
 * so they know no classes of Unicode and may allow more than the check. The description says the rest.
 */
interface TextRule {
  /** What is wrong with a text, if anything. */
  readonly refusal: (text: string) => string | undefined;
  /** In Unicode code points. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern: RegExp;
  readonly text?: string;
}

export interface TextSchema extends Joi.StringSchema {
  obeying(rule: TextRule): TextSchema;
}

const extended = Joi.extend(
  /** An integer in a URL: ASCII digits and nothing else, where Joi alone would take 1e2 and 0x1 as well. */
  (joi: Joi.Root) => ({
    type: 'urlInteger',
    base: joi.number().integer(),
    messages: { 'urlInteger.digits': '{{#label}} must be a whole number in decimal digits' },
    // Before Joi's own coercion of strings, which goes first in an extension's `coerce`.
    prepare: (value: unknown, helpers: Joi.CustomHelpers) =>
      typeof value !== 'string' || /^[0-9]+$/.test(value)
        ? { value }
        : { value, errors: [helpers.error('urlInteger.digits')] },
  }),
  /** Strings that obey rules which Joi does not know, and that carry them into the JSON Schema that it exports. */
  (joi: Joi.Root) => ({
    type: 'string',
    base: joi.string().strict(),
    rules: {
      obeying: {
        multi: true,
        method(this: Joi.StringSchema, rule: TextRule) {
          if (rule.pattern.flags !== '') throw new Error(`The document has no flags: ${rule.pattern}`);
          return this.$_addRule({ name: 'obeying', args: { rule } });
        },
        validate: (value: string, helpers: Joi.CustomHelpers, { rule }: { rule: TextRule }) => {
          const refusal = rule.refusal(value);
          return refusal === undefined ? value : helpers.message({ custom: `{{#label}} ${refusal}` });
        },
        jsonSchema: ({ args: { rule } }: { args: { rule: TextRule } }, schema: object) => ({
          ...schema,
          ...(rule.min === undefined ? {} : { minLength: rule.min }),
          ...(rule.max === undefined ? {} : { maxLength: rule.max }),
          pattern: rule.pattern.source,
          ...(rule.text === undefined ? {} : { description: `${rule.text}.` }),
        }),
      },
    },
  }),
  /** Not Joi's own object, because Joi copies those, and a copy may lack a property that is called `__proto__`. */
  (joi: Joi.Root) => ({
    type: 'metadata',
    base: joi.any(),
    validate: (value: unknown, helpers: Joi.CustomHelpers) => {
      const refusal = refusalBy(parseMetadata, value);
      return refusal === undefined
        ? { value: parseMetadata(value) }
        : { value, errors: helpers.message({ custom: `{{#label}} ${refusal}` }) };
    },
    jsonSchema: (_: unknown, schema: object) => ({
      ...schema,
      type: ['object', 'null'],
      additionalProperties: true,
    }),
  }),
) as { urlInteger(): Joi.NumberSchema; string(): TextSchema; metadata(): Joi.AnySchema<Metadata> };

const urlInteger = () => extended.urlInteger();

const idRange = { min: 1, max: Number.MAX_SAFE_INTEGER };

export const urlId = () => urlInteger().min(idRange.min).max(idRange.max);
/** A place among ids: 0 is before all of them. */
export const afterId = () => urlInteger().min(0).max(idRange.max);
export const bodyId = () => Joi.number().strict().integer().min(idRange.min).max(idRange.max);

/** A user, named by the id that the application behind Duet gave. */
export const externalUser = () =>
  extended
    .string()
    .obeying({
      refusal: (value) =>
        value.startsWith(external) && isExternalId(value.slice(external.length))
          ? undefined
          : `must be an id, me, or ${external} and ${externalIdRule.text}`,
      min: external.length + externalIdRule.min,
      max: external.length + externalIdRule.max,
      pattern: externalLike,
    })
    .custom((value: string): UserReference => ({ externalId: value.slice(external.length) }));

const me = Joi.valid('me');

/** A `UserReference`. What has no sign of another form is taken for an id, so that the refusal speaks of that. */
export const urlUser = () => userOr(urlId());
export const bodyUser = () => userOr(bodyId());

function userOr(id: Joi.Schema): Joi.AlternativesSchema {
  return Joi.alternatives().conditional(Joi.string().pattern(/^ext:/), {
    then: externalUser(),
    otherwise: Joi.alternatives().conditional(me, { then: me, otherwise: id }),
  });
}

export const limit = () =>
  urlInteger().min(1).max(100).default(20).description('How many there are on a page at most.');
export const offset = () =>
  urlInteger().min(0).max(Number.MAX_SAFE_INTEGER).description('How many to leave out first.');

const external = 'ext:';
const externalLike = /^ext:[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$/;
const withoutNul = /^[^\x00]*$/;
const nameLike = /^([A-Za-z0-9@.+_-]|[^\x00-\x7f])+$/;
const somethingVisible = /^[^\x00]*[^\x00-\x20\x7f][^\x00]*$/;

/** Text as clients send it: anything that can be stored. */
export const text = () =>
  extended.string().obeying({
    refusal: (value) => (isStorable(value) ? undefined : 'has a NUL character or a lone surrogate'),
    pattern: withoutNul,
  });

export const username = () =>
  text().obeying(domainRule({ ...usernameRule, pattern: nameLike }, parseUsername));
/** The beginning of a name. Not by Joi's `max`, which counts in units of UTF-16. */
export const userSearch = () =>
  text().obeying({
    refusal: (value) =>
      hasCodePoints(value, 0, usernameRule.max) ? undefined : `has more than ${usernameRule.max} characters`,
    max: usernameRule.max,
    pattern: withoutNul,
  });
export const name = () => text().obeying(domainRule({ ...nameRule, pattern: somethingVisible }, checkName));
export const avatarUrl = () =>
  extended.string().obeying(domainRule({ ...avatarUrlRule, pattern: avatarUrlRule.pattern }, checkAvatarUrl));
export const password = () =>
  text().obeying(domainRule({ pattern: withoutNul, ...passwordRule }, checkPassword));
export const messageText = () =>
  extended.string().obeying(domainRule({ ...textRule, pattern: somethingVisible }, checkText));

export const search = () =>
  extended.string().obeying(domainRule({ ...searchRule, pattern: somethingVisible }, checkSearch));

/** What may be left out, or be empty, where another field is there. */
export const textUnless = (other: string) =>
  Joi.when(other, {
    is: Joi.exist(),
    then: extended
      .string()
      .allow('')
      .obeying({
        ...domainRule({ ...textRule, pattern: withoutNul }, checkText),
        min: 0,
        text: `With ${other}, also empty`,
      }),
    otherwise: messageText().required(),
  });

export const attachmentIds = () =>
  Joi.array()
    .items(bodyId())
    .min(1)
    .max(attachmentsRule.max)
    .unique()
    .description('The ids of what the sender has uploaded, in the order in which they are shown.');

export const fileName = () =>
  extended.string().obeying(domainRule({ ...fileNameRule, pattern: somethingVisible }, parseFileName));

export const webhookUrl = () =>
  extended.string().obeying(domainRule({ ...urlRule, pattern: urlRule.pattern }, checkWebhookUrl));
export const webhookDescription = () =>
  extended
    .string()
    .allow('')
    .obeying(domainRule({ ...descriptionRule, pattern: withoutNul }, checkDescription));

export const comment = () =>
  extended
    .string()
    .allow('')
    .obeying(domainRule({ ...commentRule, pattern: withoutNul }, checkComment));

export const threadKey = () => extended.string().obeying(domainRule(threadKeyRule, checkThreadKey));

/** @param what it is kept with. */
export const metadata = (what: string) =>
  extended
    .metadata()
    .description(
      `What you keep with the ${what}, ${metadataRule.text}; it comes back as it is, and is never read. null is {}.`,
    );

/** A rule of the domain's, checked by its own function, which throws a DomainError for what it refuses. */
function domainRule(rule: Omit<TextRule, 'refusal'>, check: (value: string) => unknown): TextRule {
  return { ...rule, refusal: (value) => refusalBy(check, value) };
}

function refusalBy<Value>(check: (value: Value) => unknown, value: Value): string | undefined {
  try {
    check(value);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return `is refused. ${error.message}`;
    throw error;
  }
}
