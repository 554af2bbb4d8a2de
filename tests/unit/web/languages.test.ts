import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  bestOf,
  language,
  languages,
  offerLanguages,
  reasonOf,
  reasonOfField,
  say,
  sayAround,
  turnTo,
  whenTurned,
} from '../../../web/language.js';
import english from '../../../web/languages/en.js';
import { dayNameOf, shortTimeOf, sizeOf } from '../../../web/words.js';

type Texts = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const folder = join(import.meta.dirname, '../../../web/languages');
const tags = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
const translated = tags.filter((tag) => tag !== 'en');
const read = async (tag: string): Promise<Texts> =>
  ((await import(`../../../web/languages/${tag}.js`)) as { default: Texts }).default;

const isPlural = (entry: unknown): entry is Readonly<Record<string, string>> =>
  typeof entry === 'object' && entry !== null && 'other' in entry;
const formsOf = (entry: Texts[string]) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const namesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Whether a form is for one number only: then its text need not say which. */
function isForOne(tag: string, form: string): boolean {
  const rules = new Intl.PluralRules(tag);
  const numbers = Array.from({ length: 1000 }, (_, number) => number);
  return numbers.filter((number) => rules.select(number) === form).length === 1;
}

describe('the languages of the chat page', () => {
  it('are these', () => expect(tags).to.include.members(['ar', 'de', 'en', 'uk']));

  for (const tag of tags) {
    it(`are whole: ${tag}`, async () => {
      const texts = await read(tag);
      const extra = tag === 'en' ? [] : ['problems', 'fields'];
      expect(Object.keys(texts)).to.have.members([...Object.keys(english), ...extra]);
      const faults: string[] = [];
      for (const [key, original] of Object.entries(english as Texts)) {
        const entry = texts[key]!;
        const names = [...new Set(formsOf(original).flatMap(namesIn))].sort();
        const compare = (what: string, text: string, expected: readonly string[]) => {
          if (text.trim() === '' || text !== text.trim()) faults.push(`${what} begins or ends with a space`);
          if (namesIn(text).join() !== expected.join()) faults.push(`${what} is to have ${names.join()}`);
        };
        if (!isPlural(original)) {
          compare(key, entry as string, names);
          continue;
        }
        const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
        if (Object.keys(entry).sort().join() !== [...pluralCategories].sort().join())
          faults.push(`${key} is to have the forms ${pluralCategories.join()}`);
        for (const [form, text] of Object.entries(entry)) {
          const mayLackCount = isForOne(tag, form) && !text.includes('{count}');
          compare(`${key}.${form}`, text, mayLackCount ? names.filter((name) => name !== '{count}') : names);
        }
      }
      expect(faults).to.deep.equal([]);
    });
  }

  it('all explain the same refusals', async () => {
    const [first, ...others] = await Promise.all(translated.map(read));
    for (const other of others)
      for (const part of ['problems', 'fields'])
        expect(Object.keys(other[part]!)).to.have.members(Object.keys(first![part]!));
  });

  it('go in the direction of their script', async () => {
    const { direction } = await read('ar');
    expect(direction).to.equal('rtl');
    for (const tag of ['en', 'de', 'uk']) expect((await read(tag))['direction']).to.equal('ltr');
  });

  describe('in use', () => {
    let drawn: number;

    beforeEach(() => {
      drawn = 0;
      const files = Object.fromEntries(translated.map((tag) => [tag, `languages/${tag}.js`]));
      offerLanguages(files);
      whenTurned(() => (drawn += 1));
    });

    afterEach(() => turnTo(['en']));

    it('call themselves by their own names', () => {
      const names = new Map(languages().map(({ tag, name }) => [tag, name]));
      expect(names.get('uk')).to.equal('Українська');
      expect(names.get('de')).to.equal('Deutsch');
      expect(names.get('ar')).to.equal('العربية');
    });

    it('are chosen by what the reader prefers, in the reader’s own kind of it', () => {
      const available = ['en', 'de', 'zh-Hant'];
      expect(bestOf(['fr-FR', 'de-AT', 'en-GB'], available)).to.deep.equal({ tag: 'de', locale: 'de-AT' });
      expect(bestOf(['EN-gb'], available)).to.deep.equal({ tag: 'en', locale: 'EN-gb' });
      expect(bestOf(['zh-Hant-TW'], available)).to.deep.equal({ tag: 'zh-Hant', locale: 'zh-Hant-TW' });
      expect(bestOf(['deu', 'fr'], available).tag).to.equal('en');
      expect(bestOf([], available)).to.deep.equal({ tag: 'en', locale: 'en' });
    });

    it('count as their speakers do', async () => {
      const counted = async (tag: string, counts: readonly number[]) => {
        await turnTo([tag]);
        return counts.map((count) => say('drafts', { count }));
      };
      expect(await counted('en-GB', [0, 1, 2000])).to.deep.equal(['0 drafts', '1 draft', '2,000 drafts']);
      expect(await counted('de', [1, 2000])).to.deep.equal(['1 Entwurf', '2.000 Entwürfe']);
      expect(await counted('uk', [1, 2, 5, 11, 21, 22, 25])).to.deep.equal([
        '1 чернетка',
        '2 чернетки',
        '5 чернеток',
        '11 чернеток',
        '21 чернетка',
        '22 чернетки',
        '25 чернеток',
      ]);
      expect(await counted('ar-AE', [0, 1, 2, 3, 11, 100])).to.deep.equal([
        '0 مسودة',
        'مسودة واحدة',
        'مسودتان',
        '3 مسودات',
        '11 مسودة',
        '100 مسودة',
      ]);
    });

    it('write days, numbers and sizes as their speakers do', async () => {
      const now = new Date();
      const daysAgo = (days: number) => new Date(now).setDate(now.getDate() - days);
      await turnTo(['uk']);
      expect([dayNameOf(daysAgo(0)), dayNameOf(daysAgo(1))]).to.deep.equal(['Сьогодні', 'Учора']);
      await turnTo(['ar']);
      expect([dayNameOf(daysAgo(0)), dayNameOf(daysAgo(1))]).to.deep.equal(['اليوم', 'أمس']);
      await turnTo(['de-AT']);
      expect([dayNameOf(daysAgo(0)), shortTimeOf(daysAgo(1))]).to.deep.equal(['Heute', 'Gestern']);
      expect(dayNameOf('2024-01-12T12:00:00Z')).to.equal('12. Jän. 2024');
      expect(sizeOf(1_500_000)).to.equal('1,5 MB');
    });

    it('keep a name in its own direction', async () => {
      expect(say('confirmBlock', { name: 'Ada' })).to.match(/^Block Ada\?/);
      expect(say('blockPerson', { name: 'ليلى' })).to.equal('Block \u2068ليلى\u2069');
      await turnTo(['ar']);
      expect(say('blockPerson', { name: 'Ada' })).to.equal('حظر \u2068Ada\u2069');
      expect(sayAround('isBlocked', { name: { element: true } })).to.deep.equal([
        'لقد حظرت ',
        { element: true },
        '.',
      ]);
    });

    it('say why something was refused, and in English as the service says it', async () => {
      expect(reasonOf('blocked', 'As the service says it.')).to.equal('As the service says it.');
      await turnTo(['de']);
      expect(reasonOf('blocked', 'No.')).to.equal(
        'Sie und diese Person können einander zurzeit nicht schreiben.',
      );
      expect(reasonOfField('password', 'No.')).to.equal('Ein Passwort hat 8 bis 128 Zeichen.');
      expect(reasonOf('a_new_code', 'A new rule.')).to.equal('A new rule.');
      expect(reasonOf(undefined, 'A proxy’s answer.')).to.equal('A proxy’s answer.');
    });

    it('are left as they are if another one cannot be loaded', async () => {
      await turnTo(['de']);
      expect(drawn).to.equal(1);
      offerLanguages({ uk: 'languages/gone.js', de: 'languages/de.js' });
      await turnTo(['uk']);
      expect(language().tag).to.equal('de');
      expect(drawn).to.equal(1);
    });
  });
});
