import Joi from 'joi';
import { isExternalId } from '../../domain/accounts/external-id.js';
import type { NamedUser } from '../../domain/accounts/user-reference.js';
import { headerReader } from './validation.js';

/** The header in which a service names the user that it acts for. */
export const actAsField = 'duet-act-as';

export const actAsSchema = Joi.object<{ [actAsField]: NamedUser }>({
  [actAsField]: Joi.string()
    .pattern(/^([1-9][0-9]{0,15}|ext:[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)$/)
    .custom((value: string, helpers) => namedUser(value) ?? helpers.error('string.pattern.base'))
    .messages({ 'string.pattern.base': '{{#label}} must be the id of a user, or ext: and an external id' })
    // No example: the page to try it out would send it.
    .description(
      'With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the ' +
        'external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`.',
    ),
});

const read = headerReader(actAsSchema);

/** The user that the request's header names. @throws HttpError `validation_error`. */
export function actingUser(request: Parameters<typeof read>[0]): NamedUser {
  return read(request)[actAsField];
}

function namedUser(value: string): NamedUser | undefined {
  if (!value.startsWith('ext:')) {
    const id = Number(value);
    return Number.isSafeInteger(id) ? id : undefined;
  }
  const externalId = decoded(value.slice('ext:'.length));
  return isExternalId(externalId) ? { externalId } : undefined;
}

/** What is no percent-encoding is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
