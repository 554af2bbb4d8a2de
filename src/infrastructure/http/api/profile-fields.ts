import * as field from './fields.js';

/** How somebody is shown. Null takes away. */
export interface ProfileBody {
  name?: string | null;
  avatar_url?: string | null;
}

export const profileFields = {
  name: field.name().allow(null).description('What the user is called, beside the username; null for none.'),
  avatar_url: field
    .avatarUrl()
    .allow(null)
    .description('An https URL of a picture, which Duet never fetches; null for none.'),
};
