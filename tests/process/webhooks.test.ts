import { expect } from 'chai';
import { until, type Body, type Call, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { postgresSuite, postgresUrl } from '../support/postgres.js';
import { launch, processSuite, production, RemoteApi, run, type Process } from '../support/process.js';
import { Receiver } from '../support/receiver.js';
import { storeUrl } from '../support/service.js';

const textIn = ({ data }: { data: Record<string, unknown> }) => (data['message'] as Body).text;

async function keyOf(env: Record<string, string>): Promise<string> {
  const { stdout } = await run(['node', 'dist/programs/key.js', 'create', 'shop'], env);
  return stdout.trim();
}

async function create(shop: Call, receiver: Receiver): Promise<void> {
  const settings = { url: receiver.url, events: ['message.created'] };
  const { status, raw } = await shop('POST', '/webhooks', settings);
  expect(status, raw).to.equal(201);
  receiver.secret = (JSON.parse(raw) as { secret: string }).secret;
}

/** All came, in their order, each with one id, however often. */
function expectAll(receiver: Receiver, texts: readonly string[]): void {
  const keys = new Map<string, string>();
  const first: string[] = [];
  for (const received of receiver.received) {
    const text = textIn(received);
    if (!keys.has(text)) first.push(text);
    expect(received.key, text).to.equal(keys.get(text) ?? received.key);
    keys.set(text, received.key);
  }
  expect(first).to.deep.equal(texts);
}

/** A user's call goes to the process that the user signed in at. */
const at = (api: RemoteApi, user: User): User => ({ ...user, call: api.as(user.access) });

const told = (receiver: Receiver, text: string) => () =>
  Promise.resolve(receiver.taken.some((one) => textIn(one) === text));

processSuite('webhooks over kill -9', () => {
  it('are told everything, in order, though the process is killed again and again', async () => {
    const env = { ...production(storeUrl('better-sqlite3')), WEBHOOK_PRIVATE: 'on' };
    const receiver = await new Receiver().start();
    receiver.answer = () => new Promise((resolve) => setTimeout(resolve, 10));
    const shop = await keyOf(env);
    let service: Process = await launch(env);
    let api = new RemoteApi(service);
    const { ann, bob } = await api.people('ann', 'bob');
    const thread = (await api.open(ann, bob)).id;
    await create(api.as(shop), receiver);
    const texts: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 20; count += 1) {
        texts.push(`round ${round}, number ${count}`);
        await api.send(at(api, ann), thread, texts.at(-1) ?? '');
      }
      service.signal('SIGKILL');
      await service.ended;
      service = await launch(env);
      api = new RemoteApi(service);
    }
    await until('the last one is told', told(receiver, texts.at(-1) ?? ''), 40_000);
    await service.stop();
    await receiver.stop();
    expectAll(receiver, texts);
  });
});

postgresSuite('webhooks and two processes on one PostgreSQL', () => {
  processSuite('share the work', () => {
    let env: Record<string, string>;
    let services: Process[];
    let apis: RemoteApi[];
    let receiver: Receiver;
    let ann: User;
    let bob: User;
    let thread: number;

    before(async () => {
      env = { ...production(await postgresUrl()), WEBHOOK_PRIVATE: 'on' };
      receiver = await new Receiver().start();
      const shop = await keyOf(env);
      services = await Promise.all([launch(env), launch(env)]);
      apis = services.map((service) => new RemoteApi(service));
      ({ ann, bob } = await apis[0]!.people('ann', 'bob'));
      thread = (await apis[0]!.open(ann, bob)).id;
      await create(apis[0]!.as(shop), receiver);
    });

    after(() => receiver.stop());

    it('know who is there at either of them', async () => {
      for (const [index, api] of apis.entries()) {
        const stream = await EventStream.open(api.base, bob.access);
        let count = 0;
        // A process that is too busy to answer in time counts as one where nobody is: another message asks again.
        await until(`somebody is seen at process ${index}`, async () => {
          const text = `at process ${index}, number ${(count += 1)}`;
          await apis[0]!.send(ann, thread, text);
          await until('it is told', told(receiver, text));
          const { data } = receiver.taken.find((one) => textIn(one) === text)!;
          return (data['recipient'] as { online: boolean }).online;
        });
        await stream.cut();
      }
    });

    it('deliver each once, and go on within 30 seconds when one of them is killed, whichever that is', async () => {
      const before = receiver.received.length;
      const texts: string[] = [];
      const send = async (text: string, api: RemoteApi) => {
        texts.push(text);
        await api.send(at(api, ann), thread, text);
      };
      for (let count = 0; count < 10; count += 1) await send(`to both ${count}`, apis[count % 2]!);
      await until('all are told', told(receiver, 'to both 9'));
      expect(receiver.received.slice(before).map(textIn)).to.deep.equal(texts);
      for (const index of [0, 1]) {
        services[index]!.signal('SIGKILL');
        await services[index]!.ended;
        const other = apis[1 - index]!;
        await send(`after the end of ${index}`, other);
        await until('it is told', told(receiver, `after the end of ${index}`), 30_000);
        services[index] = await launch(env);
        apis[index] = new RemoteApi(services[index]);
      }
      receiver.received.splice(0, before);
      expectAll(receiver, texts);
    });
  });
});
