// Two people talk, live. Beside a development server (`npm start`): npx tsx docs/examples/talk.ts
import { Duet, ok } from '../../client/index.js'; // in a program of yours: from 'duet-client'

const url = process.argv[2] ?? 'http://localhost:3000';

/** Logs in, and calls back once events arrive: from then on nothing is missed. */
async function join(username: string, password: string, heard: (text: string) => void): Promise<Duet> {
  const duet = new Duet(url);
  await duet.logIn(username, password);
  const { id } = await ok(duet.api.GET('/api/v1/users/me'));
  await new Promise<void>((open, fail) => {
    const listen = async () => {
      for await (const { event, data } of duet.events({ signal: end.signal, onState: () => open() })) {
        if (event === 'message.created' && data.sender !== id) heard(data.text);
      }
    };
    listen().catch(fail);
  });
  return duet;
}

const end = new AbortController();

const ann = await join('test1', 'test1test1', (text) => {
  console.log(`test1 hears: ${text}`);
  end.abort();
});
const bob = await join('test2', 'test2test2', (text) => {
  console.log(`test2 hears: ${text}`);
  void bob.send(thread.id, 'Loud and clear 🎉');
});

const { id } = await ok(bob.api.GET('/api/v1/users/me'));
const thread = await ok(ann.api.POST('/api/v1/threads', { body: { participants: [id] } }));
await ann.send(thread.id, 'Can you hear me?');
