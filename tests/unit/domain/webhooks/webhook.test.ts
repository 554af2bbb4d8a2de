import { expect } from 'chai';
import {
  afterFailure,
  checkDescription,
  checkWebhookUrl,
  dueAt,
  giveUpAfter,
  isDue,
  neededSince,
  pauses,
  resumed,
  secretOverlap,
  secretsAt,
  wants,
  withSecret,
  type Webhook,
} from '../../../../src/domain/webhooks/webhook.js';
import { at } from '../../../support/fixtures.js';
import { newWebhook } from '../../../support/webhooks.js';

const webhook = (change: Partial<Webhook> = {}): Webhook => ({ id: 1, ...newWebhook(change) });

describe('a webhook', () => {
  it('goes to an http or https URL without a user or a fragment', () => {
    for (const url of [
      'https://shop.example',
      'HTTP://shop.example:8080/a?who=a@b.example',
      `https://shop.example/${'x'.repeat(2048 - 'https://shop.example/'.length)}`,
    ]) {
      expect(() => checkWebhookUrl(url), url).not.to.throw();
    }
    for (const url of [
      ...['', 'shop.example', 'ftp://shop.example', 'javascript:alert(1)', 'https://', 'https:///a b'],
      ...[
        'https://a@shop.example/',
        'https://a:b@shop.example/',
        'https://shop.example/#a',
        'https:\\\\shop',
        'https://shop.example/\ud800',
      ],
      `https://shop.example/${'x'.repeat(2049 - 'https://shop.example/'.length)}`,
    ]) {
      expect(() => checkWebhookUrl(url), url)
        .to.throw()
        .with.property('code', 'invalid_webhook_url');
    }
  });

  it('has a description of at most 200 characters, emoji too', () => {
    expect(() => checkDescription('😀'.repeat(200))).not.to.throw();
    expect(() => checkDescription('')).not.to.throw();
    for (const text of ['x'.repeat(201), 'a\u0000', '\ud800']) {
      expect(() => checkDescription(text))
        .to.throw()
        .with.property('code', 'invalid_description');
    }
  });

  it('wants the types that it names, or all', () => {
    const named = webhook({ events: ['message.read', 'user.deleted'] });
    expect(wants(named, 'message.read')).to.equal(true);
    expect(wants(named, 'message.created')).to.equal(false);
    expect(wants(webhook({ events: ['*'] }), 'message.created')).to.equal(true);
  });

  it('is told with its delay', () => {
    const slow = webhook({ delay: 5 });
    expect(dueAt(slow, at(0))).to.deep.equal(at(5000));
    expect(isDue(slow, at(0), at(4999))).to.equal(false);
    expect(isDue(slow, at(0), at(5000))).to.equal(true);
    expect(isDue(webhook(), at(1), at(0)), 'by a clock that goes ahead').to.equal(true);
  });

  it('waits longer after each failure, and is switched off after three days of them', () => {
    let failing = webhook();
    let now = at(0);
    const waited: number[] = [];
    while (failing.status === 'active') {
      failing = afterFailure(failing, 500, now);
      expect(failing.failingSince).to.deep.equal(at(0));
      if (failing.nextAttempt === undefined) break;
      waited.push(failing.nextAttempt.getTime() - now.getTime());
      now = failing.nextAttempt;
    }
    expect(waited.slice(0, pauses.length)).to.deep.equal(pauses);
    expect(new Set(waited.slice(pauses.length - 1))).to.deep.equal(new Set(pauses.slice(-1)));
    expect(failing).to.deep.include({ status: 'off', offReason: 'failing', failures: waited.length + 1 });
    expect(now.getTime() - at(0).getTime()).to.be.at.least(giveUpAfter);
  });

  it('is switched off at once by a receiver that is gone', () => {
    const gone = afterFailure(webhook(), 410, at(5));
    expect(gone).to.deep.include({ status: 'off', offReason: 'gone', nextAttempt: undefined });
  });

  it('begins anew when it is resumed', () => {
    const off = webhook({ status: 'off', offReason: 'failing', failingSince: at(0), failures: 9 });
    expect(resumed(off)).to.deep.equal(webhook());
  });

  it('signs with the secret before, too, for a day after a change', () => {
    const rotated = withSecret(webhook({ secret: 'old' }), 'new', at(0));
    expect(secretsAt(rotated, at(secretOverlap - 1))).to.deep.equal(['new', 'old']);
    expect(secretsAt(rotated, at(secretOverlap))).to.deep.equal(['new']);
    expect(secretsAt(webhook({ secret: 'only' }), at(0))).to.deep.equal(['only']);
  });

  it('needs events since it got on, but no longer than until it is given up', () => {
    const day = 24 * 3_600_000;
    expect(neededSince(webhook({ reached: at(0) }), at(day))).to.deep.equal(at(0));
    expect(neededSince(webhook({ reached: at(0) }), at(5 * day))).to.deep.equal(at(2 * day));
    expect(neededSince(webhook({ reached: at(0), delay: 86_400 }), at(5 * day))).to.deep.equal(at(day));
  });
});
