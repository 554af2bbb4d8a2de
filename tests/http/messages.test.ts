import { expect } from 'chai';
import { idsOf, suite, tally, times, type User } from '../support/client.js';

suite('messages', (api) => {
  let ida: User;
  let jon: User;
  let thread: number;
  const post = (text: unknown) => ida.call('POST', `/threads/${thread}/messages`, { text });
  const count = async () => (await ida.call('GET', `/threads/${thread}/messages?limit=1`)).body.count;

  before(async () => {
    ({ ida, jon } = await api.people('ida', 'jon'));
    thread = (await api.open(ida, jon)).id;
  });

  it('are sent, and say where they are', async () => {
    const { status, headers, body } = await post('Hello, Jon.');
    expect(status).to.equal(201);
    expect(body).to.deep.include({ thread, sender: ida.id, text: 'Hello, Jon.', is_read: false });
    const location = new URL(headers.get('location') ?? '', `${api.base}/threads/${thread}/messages`);
    for (const user of [ida, jon]) {
      expect((await user.call('GET', location.href)).body).to.deep.equal(body);
      expect((await user.call('GET', `/messages/${body.id}`)).body).to.deep.equal(body);
    }
  });

  const texts: Record<string, string> = {
    'one letter': 'x',
    'a full stop': '.',
    'the text null': 'null',
    'the text 0': '0',
    'white space around': '  \t hello \n\n ',
    'lines of all kinds': 'a\nb\r\nc\rd\u0085e\u2028f\u2029g',
    'combining characters, not composed': 'e\u0301 A\u030a \u1112\u1161\u11ab',
    'composed characters': '\u00e9 \u00c5 \ud55c',
    'compatibility characters': 'ﬁ ① ｆｕｌｌ ℌ',
    'right to left': 'שלום, مرحبا \u202e abc \u202c',
    'joined emoji': '👨‍👩‍👧‍👦 👍🏽 🇩🇪',
    'a variation selector': '☂\ufe0f',
    'a byte order mark before it': '\ufefftext',
    'the last code points of planes': '\uffff \u{1fffe} \u{10ffff}',
    'private use': '\ue000 \u{f0000}',
    'control characters': '\u0001\u0007\u001b[31m\u007f\u009f',
    'a replacement character': '\ufffd',
    SQL: `'); DROP TABLE messages; --`,
    HTML: '<script>alert("x")</script>&amp;',
    JSON: '{"text": "\\u0000", "\\\\": []}',
    'a written escape': '\\u0000 \\ud800 %00 \\0',
    '5,000 letters': 'x'.repeat(5000),
    '5,000 characters beyond the BMP': '😀'.repeat(5000),
    '5,000 of three bytes': '\u20ac'.repeat(5000),
    '5,000 combining characters': 'e' + '\u0301'.repeat(4999),
    '4,999 spaces and a letter': ' '.repeat(4999) + 'x',
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`are kept as sent: ${name}`, async () => {
      const { status, body } = await post(text);
      expect([status, body.text === text]).to.deep.equal([201, true]);
      expect((await jon.call('GET', `/messages/${body.id}`)).body.text === text).to.equal(true);
      const page = await jon.call('GET', `/threads/${thread}/messages?ordering=-created&limit=1`);
      expect(page.body.results[0]?.text === text).to.equal(true);
      expect((await jon.call('GET', `/threads/${thread}`)).body.last_message?.text === text).to.equal(true);
    });
  }

  it('may be written with escapes, also in pairs', async () => {
    const { body } = await api.raw({
      method: 'POST',
      target: `/api/v1/threads/${thread}/messages`,
      headers: [
        ['Authorization', `Bearer ${ida.access}`],
        ['Content-Type', 'Application/JSON; Charset="UTF-8"'],
      ],
      body: '{"text":"' + '\\ud83d\\ude00'.repeat(5000) + '"}',
    });
    expect(body.text === '😀'.repeat(5000)).to.equal(true);
  });

  const blanks =
    ' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029' +
    '\u202f\u205f\u3000';
  const refused: Record<string, unknown> = {
    'nothing in it': '',
    '5,001 letters': 'x'.repeat(5001),
    '5,001 characters beyond the BMP': '😀'.repeat(5001),
    '5,001 with the white space around': ' '.repeat(2500) + 'x' + ' '.repeat(2500),
    '20,000 spaces': ' '.repeat(20_000),
    NUL: '\0',
    'NUL within': 'a\0b',
    'NUL at the end': 'a\0',
    'half a pair': '\ud83d',
    'the other half': '\ude00',
    'half a pair within': 'a\ud83db',
    'half a pair at the end': 'a\ud83d',
    'a pair the wrong way round': 'a\ude00\ud83db',
    'half a pair after a pair': '😀\ud83d',
    'all white space there is': blanks,
    ...Object.fromEntries(
      Array.from(blanks, (blank) => [`only U+${blank.charCodeAt(0).toString(16).padStart(4, '0')}`, blank]),
    ),
    null: null,
    'a number': 1,
    'a boolean': true,
    'a list': ['x'],
    'an object': { toString: 'x' },
  };
  for (const [name, text] of Object.entries(refused)) {
    it(`are refused: ${name}`, async () => {
      const before = await count();
      const { status, body } = await post(text);
      expect(status).to.equal(400);
      for (const error of body.errors ?? []) expect(error.in).to.equal('body');
      expect(await count()).to.equal(before);
    });
  }

  it('keep their order, however many come at once', async () => {
    const thread = (await api.open(ida, jon)).id;
    const answers = await times(30, (index) =>
      (index % 2 === 0 ? ida : jon).call('POST', `/threads/${thread}/messages`, { text: `at once ${index}` }),
    );
    expect(tally(answers)).to.deep.equal({ 201: 30 });
    const oldest = await api.all(ida.call, `/threads/${thread}/messages?limit=100`);
    const newest = await api.all(jon.call, `/threads/${thread}/messages?limit=100&ordering=-created`);
    expect(newest).to.deep.equal(oldest.toReversed());
    expect(idsOf(oldest)).to.deep.equal(idsOf(oldest).toSorted((a, b) => a - b));
    const created = oldest.map((message) => message.created);
    expect(created).to.deep.equal(created.toSorted());
    expect(oldest.filter(({ text }) => /^at once/.test(text))).to.have.lengthOf(30);
    expect((await ida.call('GET', `/threads/${thread}`)).body.last_message).to.deep.equal(oldest.at(-1));
  });
});
