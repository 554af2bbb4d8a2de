import { expect } from 'chai';
import { operator } from '../../src/domain/accounts/user.js';
import { Duet, ok, ProblemError } from '../../client/index.js';
import { CreateServiceKey } from '../../src/application/accounts/create-service-key.js';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { useCasesOn } from '../../src/composition/container.js';
import { password } from '../support/client.js';
import { rejectionOf } from '../support/rejection-of.js';
import { startService, type Service } from '../support/service.js';

describe('the client: a service', () => {
  let service: Service;
  let key: string;
  const token = async () => key;
  let ada: number;
  let grace: number;

  before(async () => {
    service = await startService();
    const anyone = new Duet(service.url);
    ({ id: ada } = await anyone.register('ada', password));
    ({ id: grace } = await anyone.register('grace', password));
    ({ key } = await useCasesOn(service.store)
      .get(CreateServiceKey)
      .execute({ caller: operator, name: 'shop' }));
  });

  after(() => service.stop());

  it('acts as nobody, or in the name of a user', async () => {
    const shop = new Duet(service.url, { token });
    const { id } = await ok(shop.api.POST('/api/v1/threads', { body: { participants: [ada, grace] } }));
    const refusal = await rejectionOf(ok(shop.api.GET('/api/v1/users/me')));
    expect(refusal).to.be.instanceOf(ProblemError).and.to.have.property('code', 'no_user');

    const asAda = new Duet(service.url, { token, actAs: ada });
    expect((await ok(asAda.api.GET('/api/v1/users/me'))).username).to.equal('ada');
    const asGrace = new Duet(service.url, { token, actAs: grace });
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const events = asAda.events({ onState: () => open() });
    const first = events.next();
    await opened;
    const sent = await asGrace.send(id, 'Hello');
    const { value } = await first;
    expect([value?.event, value?.data]).to.deep.include({ ...sent, total_unread: 1 });
    await events.return();
  });

  it('is told that its key was revoked', async () => {
    const { key: mine } = await useCasesOn(service.store)
      .get(CreateServiceKey)
      .execute({ caller: operator, name: 'crm' });
    await useCasesOn(service.store).get(RevokeServiceKey).execute({ caller: operator, name: 'crm' });
    const crm = new Duet(service.url, { token: async () => mine, actAs: ada });
    const refusal = await rejectionOf(ok(crm.api.GET('/api/v1/users/me')));
    expect(refusal).to.be.instanceOf(ProblemError).and.to.have.property('code', 'token_invalid');
  });

  it('is told so in the middle of following events, too, and asks no more', async () => {
    const keys = useCasesOn(service.store);
    const { key: mine } = await keys.get(CreateServiceKey).execute({ caller: operator, name: 'erp' });
    const states: string[] = [];
    let asked = 0;
    const token = async () => {
      asked += 1;
      return mine;
    };
    const erp = new Duet(service.url, { token, actAs: ada });
    let opened: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (opened = resolve));
    const onState = (state: string) => {
      states.push(state);
      opened();
    };
    const next = erp.events({ onState }).next();
    const ended = rejectionOf(next);
    await open;
    await keys.get(RevokeServiceKey).execute({ caller: operator, name: 'erp' });
    const refusal = await ended;
    expect(refusal).to.be.instanceOf(ProblemError).and.to.have.property('code', 'token_invalid');
    expect(states).to.deep.equal(['open', 'closed']);
    expect(asked, 'at the start, and once after it was refused').to.equal(2);
  });
});
