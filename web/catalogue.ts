import type { ProblemCode } from '../client/index.js';
import type english from './languages/en.js';

// What a catalogue must have, so that one that lacks something does not compile. English is the measure.

export type English = typeof english;

/** A text in several forms, of which the number `count` chooses one. */
export type Plural<Form extends Intl.LDMLPluralRule, Text = string> = Readonly<Record<Form, Text>>;

/** The names in braces: `name` and `host` of "{name} at {host}". */
export type NamesIn<Text> = Text extends string
  ? Text extends `${string}{${infer Name}}${infer Rest}`
    ? Name | NamesIn<Rest>
    : never
  : Text extends Plural<'other'>
    ? NamesIn<Text[keyof Text]>
    : never;

type All<Union> = (Union extends unknown ? (part: Union) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never;

/** A text in which each of these names is somewhere in braces. */
type TextWith<Name extends string> = [Name] extends [never]
  ? string
  : All<Name extends string ? `${string}{${Name}}${string}` : never>;

/** These forms may leave out the number, where they are for one number only: "one message". */
type Single = 'zero' | 'one' | 'two';

type Translated<Text, Form extends Intl.LDMLPluralRule> =
  Text extends Plural<'other'>
    ? {
        readonly [F in Form]: TextWith<F extends Single ? Exclude<NamesIn<Text>, 'count'> : NamesIn<Text>>;
      }
    : TextWith<NamesIn<Text>>;

type Known<Code extends ProblemCode> = Code;

/** What the service refuses by, of which people who use the page can see something. */
export type MetProblem = Known<
  | 'invalid_credentials'
  | 'username_taken'
  | 'registration_closed'
  | 'own_tokens_off'
  | 'rate_limited'
  | 'logins_busy'
  | 'directory_closed'
  | 'search_off'
  | 'opening_closed'
  | 'deletion_closed'
  | 'blocked'
  | 'unknown_participant'
  | 'user_not_found'
  | 'thread_not_found'
  | 'message_not_found'
  | 'not_a_participant'
  | 'edit_closed'
  | 'validation_error'
  | 'last_admin'
  | 'attachments_off'
  | 'attachment_not_found'
  | 'unknown_attachment'
  | 'empty_attachment'
  | 'image_refused'
  | 'invalid_file_name'
  | 'payload_too_large'
  | 'uploads_busy'
  | 'searches_busy'
  | 'issuer_unavailable'
  | 'storage_unavailable'
  | 'internal_error'
>;

export type MetField = 'username' | 'password' | 'text' | 'name' | 'avatar_url';

/**
 * A catalogue other than the English one.
 * @template Form the plural forms of the language, as `Intl.PluralRules` has them.
 */
export type Catalogue<Form extends Intl.LDMLPluralRule> = {
  readonly [Key in Exclude<keyof English, 'direction'>]: Translated<English[Key], Form>;
} & {
  readonly direction: 'ltr' | 'rtl';
  /** In English, the service itself says what was wrong. */
  readonly problems: Readonly<Record<MetProblem, string>>;
  /** What the fields of forms take. */
  readonly fields: Readonly<Record<MetField, string>>;
};
