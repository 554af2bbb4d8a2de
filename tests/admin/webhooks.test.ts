import { expect } from 'chai';
import { startAdmin, type AdminAnswer, type AdminClient, type AdminWorld } from '../support/admin.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { until } from '../support/client.js';
import { Receiver } from '../support/receiver.js';
import { newWebhook } from '../support/webhooks.js';

interface Shown {
  id: number;
  type: string;
  delivered: boolean;
  status: number | null;
  response: string | null;
}

const deliveriesIn = (answer: AdminAnswer) => (answer as unknown as { deliveries: Shown[] }).deliveries;

describe('webhooks in the admin panel', function () {
  this.timeout(60_000);
  let world: AdminWorld;
  let client: AdminClient;
  let receiver: Receiver;
  let id: number;

  before(async () => {
    world = await startAdmin({ WEBHOOK_PRIVATE: 'on' });
    ({ client } = world);
    receiver = await new Receiver().start();
    const settings = {
      url: receiver.url,
      events: ['message.created', 'message.read'],
      description: 'mails',
    } as const;
    ({ id } = await world.service.store.run(async ({ webhooks, events }) =>
      webhooks.add(newWebhook({ ...settings, position: await events.end() })),
    ));
  });

  after(async () => {
    await world.service.stop();
    await receiver.stop();
  });

  const deliveries = async () =>
    deliveriesIn(await client.get(`/api/resources/Webhook/records/${id}/deliveries`));

  it('are listed with their state, and without their secret', async () => {
    const { records } = await client.list('Webhook');
    expect(records.map(({ params }) => params['url'])).to.deep.equal([receiver.url]);
    const shown = await client.show('Webhook', id);
    expect(shown.record.params).to.include({ status: 'active', events: 'message.created, message.read' });
    expect(JSON.stringify(shown)).not.to.match(/whsec_/);
  });

  it('are paused and resumed, which is written down', async () => {
    expect((await client.act('Webhook', id, 'pause')).notice?.message).to.equal('webhookPaused');
    expect((await client.show('Webhook', id)).record.params['status']).to.equal('paused');
    expect((await client.act('Webhook', id, 'resume')).notice?.message).to.equal('webhookResumed');
    const { records } = await client.list('AuditEntry', { 'filters.resource': 'Webhook' });
    const { origin } = new URL(receiver.url);
    expect(records.map(({ params }) => [params['details'], params['recordExists']])).to.deep.equal([
      [`${origin}: active`, true],
      [`${origin}: paused`, true],
    ]);
  });

  it('show what they were sent and what was answered, are tested, and sent to again', async () => {
    const { store } = world.service;
    const [ann, bob] = await addUsers(store, 'ann', 'bob');
    const thread = await openThread(store, ann, bob);
    let isDown = true;
    receiver.answer = (_, response) => {
      if (isDown) response.writeHead(500).end('out of order');
    };
    await addMessage(store, thread, ann, { text: 'Hello' });
    await until('the failure is noted', async () => (await deliveries()).length === 1);
    const [failed] = await deliveries();
    expect(failed).to.deep.include({ type: 'message.created', delivered: false, response: 'out of order' });
    isDown = false;
    const tested = deliveriesIn(await client.act('Webhook', id, 'deliveries'));
    expect(tested[0]).to.deep.include({ type: 'test', delivered: true, status: 204 });
    const again = await client.act('Webhook', id, 'deliveries', { delivery: String(failed?.id) });
    const sent = deliveriesIn(again).find((one) => one.id === failed?.id);
    expect(sent).to.deep.include({ delivered: true, status: 204 });
    const wrong = await client.act('Webhook', id, 'deliveries', { delivery: 'x' });
    expect(deliveriesIn(wrong)).to.equal(undefined);
  });

  it('are not made, changed or deleted here', async () => {
    for (const action of ['edit', 'delete']) await client.act('Webhook', id, action);
    expect((await client.list('Webhook')).records).to.have.lengthOf(1);
  });
});
