import { expect } from 'chai';
import sharp from 'sharp';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { FixedClock } from '../support/fakes.js';
import { suite, type Answer, type Attachment, type Bytes, type User } from '../support/client.js';

/** A photo as a camera makes it: lying on its side, with its place and its device. */
const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Camera', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 27/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

const clock = new FixedClock();
const maxBytes = 100_000;

suite(
  'attachments',
  (api) => {
    let people: Record<'ann' | 'ben' | 'cat', User>;
    let thread: number;

    const upload = async (user: User, name: string, bytes: Bytes): Promise<Attachment> => {
      const { status, body, raw } = await api.upload(user, name, bytes);
      expect(status, raw).to.equal(201);
      return body as unknown as Attachment;
    };
    const send = (user: User, content: object, headers = {}) =>
      user.call('POST', `/threads/${thread}/messages`, content, headers);
    const get = (url: string, headers = {}) => fetch(url, { headers });
    const expectProblem = ({ status, body }: Answer, expected: number, code: string) =>
      expect([status, body.code]).to.deep.equal([expected, code]);

    before(async () => {
      clock.time = new Date();
      people = await api.people('ann', 'ben', 'cat');
      thread = (await api.open(people.ann, people.ben)).id;
    });

    it('are uploaded, sent, and seen by the two and nobody else', async () => {
      const { ann, ben, cat } = people;
      const text = Buffer.from('Dear Ben, …');
      const file = await upload(ann, 'letter.txt', text);
      expect(file).to.deep.include({ name: 'letter.txt', type: 'text/plain', size: text.length });
      expect([file.width, file.height, file.thumbnail_url]).to.deep.equal([null, null, null]);
      expectProblem(await ben.call('GET', `/attachments/${file.id}`), 404, 'attachment_not_found');
      const { status, body } = await send(ann, { attachments: [file.id] });
      expect(status).to.equal(201);
      expect([body.text, body.attachments]).to.deep.equal(['', [file]]);
      for (const user of [ann, ben]) {
        expect((await user.call('GET', `/attachments/${file.id}`)).body).to.deep.equal(file);
        const messages = await user.call('GET', `/threads/${thread}/messages?ordering=-created&limit=1`);
        expect(messages.body.results[0]?.attachments).to.deep.equal([file]);
        const { last_message: last } = (await user.call('GET', `/threads/${thread}`)).body;
        expect(last?.attachments).to.deep.equal([file]);
      }
      expectProblem(await cat.call('GET', `/attachments/${file.id}`), 404, 'attachment_not_found');
      const response = await get(file.url);
      expect(await response.text()).to.equal(text.toString());
    });

    it('have one link for an hour at least, which nobody can make', async () => {
      const { ann } = people;
      const file = await upload(ann, 'a.bin', new Uint8Array([0, 1, 2]));
      expect(file.type).to.equal('application/octet-stream');
      const url = new URL(file.url);
      expect(Number(url.searchParams.get('expires')) * 1000 - clock.now().getTime()).to.be.within(
        3_600_000,
        7_200_000,
      );
      for (const [name, value] of [
        ['expires', '9999999999'],
        ['signature', `${url.searchParams.get('signature')?.slice(0, -2)}AA`],
      ] as const) {
        const forged = new URL(url);
        forged.searchParams.set(name, value);
        expectProblem(await api.anonymous('GET', forged.href), 403, 'link_refused');
      }
      const others = url.href.replace(`/${file.id}/`, `/${file.id + 1}/`);
      expectProblem(await api.anonymous('GET', others), 403, 'link_refused');
      expectProblem(
        await api.anonymous('GET', url.href.replace('/file?', '/thumbnail?')),
        403,
        'link_refused',
      );
      expectProblem(await api.anonymous('GET', url.href.split('?')[0] ?? ''), 400, 'validation_error');
      clock.set = 2 * 3_600_000;
      expectProblem(await api.anonymous('GET', url.href), 403, 'link_refused');
      const fresh = (await ann.call('GET', `/attachments/${file.id}`)).body as unknown as Attachment;
      expect((await get(fresh.url)).status).to.equal(200);
      clock.set = 0;
    });

    it('that are photos stand upright, without place and device, and have a thumbnail', async () => {
      const { ann } = people;
      const bytes = await photo();
      expect((await sharp(bytes).metadata()).exif?.includes('Camera')).to.equal(true);
      const file = await upload(ann, 'photo.png', bytes);
      expect(file).to.deep.include({ name: 'photo.png', type: 'image/jpeg', width: 30, height: 40 });
      const shown = await get(file.url);
      expect(shown.headers.get('content-type')).to.equal('image/jpeg');
      expect(shown.headers.get('content-disposition')).to.match(/^inline;/);
      const kept = Buffer.from(await shown.arrayBuffer());
      expect(kept.length).to.equal(file.size);
      const { exif, xmp, icc, orientation, width } = await sharp(kept).metadata();
      expect([exif, xmp, icc, orientation ?? 1, width]).to.deep.equal([
        undefined,
        undefined,
        undefined,
        1,
        30,
      ]);
      expect(kept.includes('Camera')).to.equal(false);
      const thumbnail = await get(file.thumbnail_url ?? '');
      expect(thumbnail.headers.get('content-type')).to.equal('image/webp');
      expect((await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()).height).to.equal(40);
    });

    it('that move still move, and keep their size', async () => {
      const frames = ['red', 'green', 'blue'].map((background) => ({
        create: { width: 20, height: 10, channels: 3 as const, background },
      }));
      const one = await Promise.all(frames.map((frame) => sharp(frame).png().toBuffer()));
      const gif = await sharp(one, { join: { animated: true } })
        .gif()
        .toBuffer();
      const file = await upload(people.ann, 'moving.gif', gif);
      expect([file.type, file.width, file.height]).to.deep.equal(['image/gif', 20, 10]);
      const kept = Buffer.from(await (await get(file.url)).arrayBuffer());
      expect((await sharp(kept).metadata()).pages).to.equal(3);
    });

    it('that pretend to be pictures are downloads', async () => {
      const { ann } = people;
      const page = '<!doctype html><script>alert(1)</script>';
      const drawing =
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
      for (const [name, bytes] of [
        ['page.png', page],
        ['drawing.svg', drawing],
      ] as const) {
        const file = await upload(ann, name, bytes);
        expect(file.thumbnail_url).to.equal(null);
        const { headers } = await get(file.url);
        expect(headers.get('content-disposition')).to.match(/^attachment;/);
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('content-security-policy')).to.match(/default-src 'none'.*sandbox/);
        expect(headers.get('content-type')).not.to.match(/html|svg/);
        expect(headers.get('cache-control')).to.equal('private, no-cache');
      }
    });

    const bomb = async () => {
      const black = { width: 9000, height: 9000, channels: 3 as const, background: 'black' };
      return sharp({ create: black, limitInputPixels: false }).png({ palette: true, colours: 2 }).toBuffer();
    };
    const refused: Record<string, () => Promise<Buffer> | Buffer> = {
      'a picture of too many pixels': bomb,
      'half a picture': async () => (await photo()).subarray(0, 400),
      'a picture whose place cannot be removed': () =>
        Buffer.from('000000186674797068656963000000006d696631686569630000', 'hex'),
    };
    for (const [what, bytes] of Object.entries(refused)) {
      it(`refuses ${what}`, async () => {
        expectProblem(await api.upload(people.ann, 'a.jpg', await bytes()), 400, 'image_refused');
      });
    }

    it('are not taken when they are empty, forms, or have no name', async () => {
      const { ann } = people;
      expectProblem(await api.upload(ann, 'a.txt', ''), 400, 'empty_attachment');
      const form = new FormData();
      form.set('file', new Blob(['a']));
      expectProblem(await api.upload(ann, 'a.txt', form), 415, 'unsupported_media_type');
      for (const name of ['', ' ', '..', 'a/', 'a\nb', 'x'.repeat(256)]) {
        expectProblem(await api.upload(ann, name, 'a'), 400, 'validation_error');
      }
      expectProblem(await api.upload({ access: 'x' }, 'a.txt', 'a'), 401, 'token_invalid');
      const host = await api.host('shop');
      expectProblem(await api.upload({ access: host.key }, 'a.txt', 'a'), 403, 'no_user');
    });

    it('have the name of the file alone, and tell it to browsers as it is', async () => {
      const { ann } = people;
      const name = 'Résumé "’24" 100%.txt';
      const file = await upload(ann, `C:\\fakepath\\${name}`, 'a');
      expect(file.name).to.equal(name);
      const { headers } = await get(file.url);
      expect(headers.get('content-disposition')).to.equal(
        `attachment; filename="R_sum_ __24_ 100_.txt"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%22%E2%80%9924%22%20100%25.txt`,
      );
      expect((await upload(ann, '../../etc/\u202egpj.exe', 'a')).name).to.equal('gpj.exe');
    });

    it('that are too large are refused as they come, and nothing is kept', async () => {
      const { ann } = people;
      expect((await api.upload(ann, 'a.bin', new Uint8Array(maxBytes))).status).to.equal(201);
      const tooLarge = new Uint8Array(maxBytes + 1);
      expectProblem(await api.upload(ann, 'a.bin', tooLarge), 413, 'payload_too_large');
      const chunks = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let sent = 0; sent <= maxBytes; sent += 10_000) controller.enqueue(new Uint8Array(10_000));
          controller.close();
        },
      });
      expectProblem(await api.upload(ann, 'a.bin', chunks), 413, 'payload_too_large');
      expect((await ann.call('GET', '/limits')).body).to.include({ attachment_max_bytes: maxBytes });
    });

    it('are answered in ranges', async () => {
      const file = await upload(people.ann, 'a.txt', '0123456789');
      const part = async (range: string, headers = {}) => {
        const response = await get(file.url, { range, ...headers });
        return [response.status, await response.text(), response.headers.get('content-range')];
      };
      expect(await part('bytes=2-4')).to.deep.equal([206, '234', 'bytes 2-4/10']);
      expect(await part('bytes=7-')).to.deep.equal([206, '789', 'bytes 7-9/10']);
      expect(await part('bytes=-2')).to.deep.equal([206, '89', 'bytes 8-9/10']);
      expect(await part('bytes=-10')).to.deep.equal([206, '0123456789', 'bytes 0-9/10']);
      expect(await part('bytes=-99'), 'the last 99 of 10').to.deep.equal([206, '0123456789', 'bytes 0-9/10']);
      expect(await part('bytes=2-99')).to.deep.equal([206, '23456789', 'bytes 2-9/10']);
      expect((await part('bytes=0-1,3-4')).slice(0, 2)).to.deep.equal([200, '0123456789']);
      expect((await part('bytes=2-4', { 'if-range': '"other"' }))[0]).to.equal(200);
      const beyond = await api.anonymous('GET', file.url, undefined, { range: 'bytes=10-' });
      expectProblem(beyond, 416, 'range_not_satisfiable');
      expect(beyond.headers.get('content-range')).to.equal('bytes */10');
      const head = await fetch(file.url, { method: 'HEAD', headers: { range: 'bytes=2-4' } });
      expect([head.status, head.headers.get('content-length'), await head.text()]).to.deep.equal([
        200,
        '10',
        '',
      ]);
      const tag = head.headers.get('etag') ?? '';
      expect((await get(file.url, { 'if-none-match': tag })).status).to.equal(304);
    });

    it('may have a text beside them, and are 1 to 10 different ones', async () => {
      const { ann } = people;
      const ids: number[] = [];
      for (let index = 0; index < 11; index += 1) ids.push((await upload(ann, `${index}.txt`, 'a')).id);
      for (const content of [
        { attachments: ids },
        { attachments: [] },
        { attachments: [ids[0], ids[0]] },
        { attachments: [`${ids[0]}`] },
        { attachments: [ids[0]], text: ' ' },
        { attachments: null },
        { text: '' },
      ]) {
        expectProblem(await send(ann, content), 400, 'validation_error');
      }
      const { status, body } = await send(ann, { text: 'All of them', attachments: ids.slice(1) });
      expect([status, body.text]).to.deep.equal([201, 'All of them']);
      expect(body.attachments.map(({ id }) => id)).to.deep.equal(ids.slice(1));
      expectProblem(await send(ann, { attachments: [ids[1]] }), 400, 'unknown_attachment');
      expectProblem(await send(people.ben, { attachments: [ids[0]] }), 400, 'unknown_attachment');
    });

    it('of a notice are refused: a service has none', async () => {
      const host = await api.host('notices');
      const file = await upload(people.ann, 'a.txt', 'a');
      const content = { kind: 'system', text: 'Paid', attachments: [file.id] };
      expectProblem(
        await host.call('POST', `/threads/${thread}/messages`, content),
        400,
        'unknown_attachment',
      );
      expect((await host.call('GET', `/attachments/${file.id}`)).status).to.equal(200);
    });

    it('are gone with their message, for everybody who kept the link', async () => {
      const { ann, ben, cat } = people;
      const other = (await api.open(ann, cat)).id;
      const file = await upload(ann, 'a.txt', 'a');
      await ann.call('POST', `/threads/${other}/messages`, { attachments: [file.id] });
      expect((await get(file.url)).status).to.equal(200);
      await ann.call('DELETE', `/threads/${other}`);
      expectProblem(await api.anonymous('GET', file.url), 404, 'attachment_not_found');
      const tag = '*';
      const again = await api.anonymous('GET', file.url, undefined, { 'if-none-match': tag });
      expectProblem(again, 404, 'attachment_not_found');
      expectProblem(await ben.call('GET', `/attachments/${file.id}`), 404, 'attachment_not_found');
    });

    it('that were reported, or deleted with their message, are for admins and services alone', async () => {
      const { ann, ben, cat } = people;
      const host = await api.host('moderator');
      const file = await upload(ann, 'photo.jpg', await photo());
      const { body: sent } = await send(ann, { text: 'Look', attachments: [file.id] });
      const { body: made } = await ben.call('POST', `/messages/${sent.id}/reports`, { reason: 'abuse' });
      const bare = { ...file, url: null, thumbnail_url: null };
      expect(made.attachments, 'to the reporter').to.deep.equal([bare]);
      const reported = async () =>
        (await host.call('GET', `/reports/${made.id}`)).body.attachments[0] as Attachment;
      const before = await reported();
      expect(before).to.deep.include({ id: file.id, name: 'photo.jpg', width: 30, height: 40 });
      expect(before.url).not.to.equal(file.url);
      await ann.call('DELETE', `/messages/${sent.id}`);

      for (const url of [file.url, file.thumbnail_url ?? '']) {
        expectProblem(await api.anonymous('GET', url), 404, 'attachment_not_found');
        expectProblem(await api.anonymous('GET', `${url}&evidence=yes`), 403, 'link_refused');
      }
      expectProblem(await api.anonymous('GET', before.url.replace('&evidence=yes', '')), 403, 'link_refused');
      for (const user of [ann, ben, cat]) {
        expectProblem(await user.call('GET', `/attachments/${file.id}`), 404, 'attachment_not_found');
      }
      const [told] = (await host.call('GET', `/messages/${sent.id}/history`)).body.results;
      const listed = (await host.call('GET', '/reports?limit=1')).body.results[0];
      const fresh = (await host.call('GET', `/attachments/${file.id}`)).body as unknown as Attachment;
      const links = [before, await reported(), told?.attachments[0], listed?.attachments[0], fresh];
      for (const link of links as Attachment[]) {
        expect(link).to.deep.equal(before);
        for (const url of [link.url, link.thumbnail_url ?? '']) {
          const response = await get(url);
          expect([response.status, response.headers.get('content-type')?.slice(0, 6)]).to.deep.equal([
            200,
            'image/',
          ]);
        }
      }
      const { raw } = await ann.call('GET', '/users/me/export');
      const { earlier_texts: texts } = JSON.parse(raw) as { earlier_texts: { attachments: unknown[] }[] };
      expect(texts.at(-1)?.attachments, 'to its author').to.deep.equal([bare]);
    });

    it('are in the export', async () => {
      const { ben } = people;
      const { raw } = await ben.call('GET', '/users/me/export');
      const { messages } = JSON.parse(raw) as { messages: { attachments: Attachment[] }[] };
      const [first] = messages.flatMap(({ attachments }) => attachments);
      expect((await get(first?.url ?? '')).status).to.equal(200);
    });
  },
  () => ({ ATTACHMENT_MAX_BYTES: String(maxBytes), ACCESS_TOKEN_SECONDS: '86400' }),
  replace(tokens.clock, clock),
);

suite(
  'a service without attachments',
  (api) => {
    it('says so', async () => {
      const { dan } = await api.people('dan');
      const { status, body } = await api.upload(dan, 'a.txt', 'a');
      expect([status, body.code]).to.deep.equal([403, 'attachments_off']);
      expect((await dan.call('GET', '/limits')).body).to.include({ attachment_max_bytes: null });
    });
  },
  () => ({ ATTACHMENTS: 'off' }),
);
