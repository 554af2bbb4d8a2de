import { expect } from 'chai';
import { AdminClient, startAdmin } from '../support/admin.js';
import { Api } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { storeUrl } from '../support/service.js';

describe('a change of JWT_SECRET', () => {
  const api = new Api();
  const [first, second] = [
    'the first secret, of more than 32 bytes',
    'the second one, of more than 32 bytes',
  ];
  const DATABASE_URL = storeUrl('better-sqlite3');

  const restart = async (env: Record<string, string>) => {
    await api.stop();
    await api.start({ DATABASE_URL, ADMIN: 'on', ...env });
  };

  after(() => api.stop());

  it('ends no login while the secret before it is known, and all of them afterwards', async () => {
    const { service, client } = await startAdmin({ DATABASE_URL, JWT_SECRET: first });
    const { cookie } = client;
    await service.stop();
    await restart({ JWT_SECRET: first });
    const ann = await api.register('ann');
    const { body: ticket } = await ann.call('POST', '/events/ticket');

    await restart({ JWT_SECRET: second, JWT_SECRET_PREVIOUS: first });
    expect((await api.as(ann.access)('GET', '/users/me')).status).to.equal(200);
    const panel = new AdminClient(api.service);
    panel.cookie = cookie;
    expect(await panel.isIn(), 'the session of the panel').to.equal(true);
    const stream = await EventStream.byQuery(api.base, {
      ticket: String((ticket as { ticket?: string }).ticket),
    });
    await stream.cut();
    const renewed = await api.anonymous('POST', '/auth/token/refresh', { refresh: ann.refresh });
    expect(renewed.status, renewed.raw).to.equal(200);
    const later = await api.logIn('ann');

    await restart({ JWT_SECRET: second });
    expect((await api.as(ann.access)('GET', '/users/me')).body.code).to.equal('token_invalid');
    for (const access of [renewed.body.access, later.access]) {
      expect((await api.as(access)('GET', '/users/me')).status, 'signed with the new one').to.equal(200);
    }
  });

  it('lets in nobody whose token is signed with a third', async () => {
    await restart({ JWT_SECRET: 'a third secret, of more than 32 bytes' });
    const stranger = await api.logIn('ann');
    await restart({ JWT_SECRET: second, JWT_SECRET_PREVIOUS: first });
    expect((await api.as(stranger.access)('GET', '/users/me')).body.code).to.equal('token_invalid');
  });
});
