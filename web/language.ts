import type { Catalogue, English, NamesIn } from './catalogue.js';
import english from './languages/en.js';

export type Key = Exclude<keyof English, 'direction'>;
type Texts = English | Catalogue<'other'>;

/** A language, with all that writes in it. */
class Language {
  readonly plurals: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
  readonly list: Intl.ListFormat;
  readonly relative: Intl.RelativeTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly weekday: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  readonly shortDate: Intl.DateTimeFormat;
  readonly fullTime: Intl.DateTimeFormat;

  /** @param locale the reader's own kind of the language, for dates and numbers: `en-GB`. */
  constructor(
    readonly tag: string,
    readonly locale: string,
    readonly texts: Texts,
  ) {
    this.plurals = new Intl.PluralRules(tag);
    this.number = new Intl.NumberFormat(locale);
    this.list = new Intl.ListFormat(locale, { type: 'conjunction' });
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    this.time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    this.weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
    this.date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
    this.shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
    this.fullTime = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  }
}

let current = new Language('en', 'en', english);

/** The language of the page. */
export const language = (): Language => current;

export const numberOf = (count: number): string => current.number.format(count);

/** What the names in braces stand for. */
type Values<K extends Key, Value> = Readonly<Record<NamesIn<English[K]>, Value>>;
type Given<K extends Key> = [NamesIn<English[K]>] extends [never] ? [] : [values: Values<K, string | number>];

/** A text of the catalogue, as a string. Numbers are written as the reader writes them. */
export function say<K extends Key>(key: K, ...[values]: Given<K>): string {
  const pieces = piecesOf<string | number>(key, values ?? {});
  return pieces.map((piece) => (typeof piece === 'number' ? numberOf(piece) : piece)).join('');
}

/** The same, cut up around what stands for the names, which can be elements. */
export function sayAround<K extends Key, Value>(key: K, values: Values<K, Value>): (string | Value)[] {
  return piecesOf<Value>(key, values);
}

function piecesOf<Value>(key: Key, values: Readonly<Record<string, Value>>): (string | Value)[] {
  const entry: string | Partial<Record<Intl.LDMLPluralRule, string>> = current.texts[key];
  const text = typeof entry === 'string' ? entry : (entry[formFor(values)] ?? '');
  return text.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const value = values[piece] as Value;
    return typeof value === 'string' ? isolated(value) : value;
  });
}

function formFor(values: Readonly<Record<string, unknown>>): Intl.LDMLPluralRule {
  return current.plurals.select(Number(values['count']));
}

const leftwards = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** A name that is written in the other direction must not turn the words around it. */
function isolated(value: string): string {
  const isMixed = current.texts.direction === 'rtl' || leftwards.test(value);
  return isMixed ? `\u2068${value}\u2069` : value;
}

/** Why the service has refused something: in its own English words, or in the catalogue's, if it knows the code. */
export function reasonOf(code: string | undefined, message: string): string {
  const { texts } = current;
  const problems: Partial<Record<string, string>> = 'problems' in texts ? texts.problems : {};
  return problems[code ?? ''] ?? message;
}

/** The same of one field of a form. */
export function reasonOfField(field: string, message: string): string {
  const { texts } = current;
  const fields: Partial<Record<string, string>> = 'fields' in texts ? texts.fields : {};
  return fields[field] ?? message;
}

/** The catalogues that are not in this script, by their tags: the files, beside it. */
let files: Readonly<Record<string, string>> = {};
let turned = (): void => undefined;

export function offerLanguages(offered: Readonly<Record<string, string>>): void {
  files = offered;
}

/** @param callback is called when the page has turned to another language. */
export function whenTurned(callback: () => void): void {
  turned = callback;
}

/** The languages of the page, each with its own name for itself. */
export function languages(): readonly { tag: string; name: string }[] {
  return ['en', ...Object.keys(files)].map((tag) => ({ tag, name: ownNameOf(tag) }));
}

function ownNameOf(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.replace(/^./u, (first) => first.toLocaleUpperCase(tag));
}

/**
 * Turns the page to the first of these languages that there is, else to English. If the catalogue cannot be loaded, the
 * page stays as it is.
 */
export async function turnTo(wanted: readonly string[]): Promise<void> {
  const { tag, locale } = bestOf(wanted, ['en', ...Object.keys(files)]);
  const file = files[tag];
  try {
    current = new Language(tag, locale, file === undefined ? english : await load(file));
  } catch {
    return;
  }
  turned();
}

async function load(file: string): Promise<Texts> {
  const loaded = (await import(new URL(file, import.meta.url).href)) as { default: Texts };
  return loaded.default;
}

/** @returns the first of these languages that there is, and the reader's own kind of it. */
export function bestOf(
  wanted: readonly string[],
  available: readonly string[],
): { tag: string; locale: string } {
  for (const locale of wanted) {
    for (let parts = locale.split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
      const tag = available.find((one) => one.toLowerCase() === parts.join('-').toLowerCase());
      if (tag !== undefined) return { tag, locale };
    }
  }
  return { tag: 'en', locale: 'en' };
}
