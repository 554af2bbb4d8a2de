import { expect } from 'chai';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { HttpWebhookSender } from '../../../src/infrastructure/webhooks/http-webhook-sender.js';
import { RandomWebhookSecretSource } from '../../../src/infrastructure/webhooks/random-webhook-secret-source.js';
import { Receiver } from '../../support/receiver.js';

describe('HttpWebhookSender', () => {
  let receiver: Receiver;
  const secret = new RandomWebhookSecretSource().next();

  beforeEach(async () => {
    receiver = await new Receiver().start();
  });

  afterEach(() => receiver.stop());

  const posting = (url: string) => ({
    url,
    key: 'msg_1',
    body: '{"type":"test","data":{}}',
    secrets: [secret],
  });
  const named = (name: string) => receiver.url.replace('127.0.0.1', name);

  /** Names that resolve to these addresses, one look after the other, the last one from then on. */
  function resolving(...addresses: string[]): LookupFunction {
    return (_name, { all }, done) => {
      const address = addresses.length > 1 ? addresses.shift()! : addresses[0]!;
      const family = address.includes(':') ? 6 : 4;
      if (all === true) done(null, [{ address, family }]);
      else done(null, address, family);
    };
  }

  it('signs so that the library of receivers takes it', async () => {
    receiver.secret = secret;
    const sender = new HttpWebhookSender({ isPrivateAllowed: true });
    expect(await sender.post(posting(receiver.url))).to.deep.include({ status: 204, error: undefined });
    const [{ raw, headers }] = receiver.received as [(typeof receiver.received)[0]];
    const other = new Webhook(new RandomWebhookSecretSource().next());
    expect(() => other.verify(raw, headers as Record<string, string>)).to.throw();
  });

  for (const [what, address] of Object.entries({
    loopback: '127.0.0.1',
    'loopback in IPv6': '::1',
    'a mapped address': '::ffff:127.0.0.1',
    'a private network': '10.0.0.8',
    'link-local, where clouds keep their secrets': '169.254.169.254',
    multicast: '224.0.0.1',
    'no address at all': '0.0.0.0',
  })) {
    it(`sends nothing to a name that resolves to ${what}`, async () => {
      const sender = new HttpWebhookSender({ isPrivateAllowed: false, lookup: resolving(address) });
      expect(await sender.refusalOf(named('innocent.example'))).to.match(/not on the public Internet/);
      const { status, error } = await sender.post(posting(named('innocent.example')));
      expect(status).to.equal(undefined);
      expect(error).to.match(/not on the public Internet/);
      expect(receiver.received).to.deep.equal([]);
    });
  }

  it('looks again when it connects: a name may resolve to another address by then', async () => {
    const lookup = resolving('1.2.3.4', '127.0.0.1'); // the first look goes no further than the name
    const sender = new HttpWebhookSender({ isPrivateAllowed: false, lookup });
    expect(await sender.refusalOf(named('rebound.example')), 'at first').to.equal(undefined);
    expect((await sender.post(posting(named('rebound.example')))).error).to.match(/not on the public/);
    expect(receiver.received).to.deep.equal([]);
  });

  it('waits for an answer no longer than it may', async () => {
    receiver.answer = () => new Promise(() => undefined);
    const sender = new HttpWebhookSender({ isPrivateAllowed: true, timeout: 100 });
    const { status, error } = await sender.post(posting(receiver.url));
    expect([status, error]).to.deep.equal([undefined, 'No answer within 0.1 seconds.']);
  });

  it('takes a thousand characters of an answer that does not end, and its status', async () => {
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const sender = new HttpWebhookSender({ isPrivateAllowed: true });
    const { status, response } = await sender.post(posting(receiver.url));
    expect([status, response]).to.deep.equal([200, 'x'.repeat(1000)]);
  });

  it('keeps of an answer only what a database takes', async () => {
    receiver.answer = (_, response) => void response.writeHead(500).end('a\u0000b');
    const sender = new HttpWebhookSender({ isPrivateAllowed: true });
    expect((await sender.post(posting(receiver.url))).response).to.equal('a\ufffdb');
  });
});
