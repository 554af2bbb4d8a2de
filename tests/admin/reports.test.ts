import { expect } from 'chai';
import { ReportMessage } from '../../src/application/evidence/report-message.js';
import type { User } from '../../src/domain/accounts/user.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import type { ReportCaseData } from '../../src/infrastructure/admin/report-resource.js';
import { acts } from '../support/acts.js';
import { startAdmin, type AdminAnswer, type AdminClient, type AdminWorld } from '../support/admin.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';

const caseIn = ({ body }: AdminAnswer) => body as unknown as ReportCaseData;

describe('reports in the admin panel', function () {
  this.timeout(60_000);
  let world: AdminWorld;
  let client: AdminClient;
  let ann: User;
  let bob: User;
  let thread: Thread;
  let rude: Message;
  let id: number;

  before(async () => {
    world = await startAdmin();
    ({ client } = world);
    const { store } = world.service;
    [ann, bob] = await addUsers(store, 'ann', 'bob');
    thread = await openThread(store, ann, bob);
    const now = new Date();
    await addMessage(store, thread, bob, { text: 'Hello', created: now });
    rude = await addMessage(store, thread, ann, { text: 'rude', created: now });
    const later = await addMessage(store, thread, ann, { text: 'later', created: now });
    const { report } = await new ReportMessage(store, new SystemClock()).execute({
      caller: { id: bob.id, role: 'user' },
      message: rude.id,
      reason: 'abuse',
      comment: 'See?',
    });
    ({ id } = report);
    await store.run(async (all) => {
      await acts(all).edit(rude, 'polite', now);
      await acts(all).edit(later, 'later on', now);
      await acts(all).remove({ ...later, text: 'later on' }, now);
    });
  });

  after(() => world.service.stop());

  const look = async () => caseIn(await client.get(`/api/resources/Report/records/${id}/case`));
  const act = (form: Record<string, string>) => client.act('Report', id, 'case', form);
  const trail = async (resource: string) =>
    (await client.list('AuditEntry', { 'filters.resource': resource })).records.map(({ params }) => [
      params['action'],
      params['recordId'],
    ]);

  it('are listed by what was decided about them, and counted on the first page', async () => {
    const { records } = await client.list('Report', { 'filters.status': 'open' });
    expect(records.map(({ params }) => [params['reason'], params['text']])).to.deep.equal([
      ['abuse', 'rude'],
    ]);
    expect((await client.list('Report', { 'filters.status': 'closed' })).records).to.deep.equal([]);
    expect((await client.get('/api/dashboard')).body).to.include({ openReports: 1 });
  });

  it('show the conversation around the message as it was', async () => {
    const { report, sender, reporter, messages, isThere } = await look();
    expect(report).to.include({ text: 'rude', comment: 'See?', message: rude.id, status: 'open' });
    expect([sender.name, reporter.name, isThere]).to.deep.equal(['ann', 'bob', true]);
    expect(
      messages.map(({ text, deleted, earlier }) => [text, deleted !== null, earlier.map((one) => one.text)]),
    ).to.deep.equal([
      ['Hello', false, []],
      ['polite', false, ['rude']],
      ['later on', true, ['later']],
    ]);
    const page = await client.get(`/api/resources/Thread/records/${thread.id}/messages`);
    expect(page.body['messages'], 'as the conversation itself').to.deep.equal(messages);
  });

  it('are closed with a note, and opened again, which is written down', async () => {
    expect((await act({ status: 'closed', note: 'Warned.' })).notice?.message).to.equal('reportSaved');
    expect((await look()).report).to.include({ status: 'closed', note: 'Warned.' });
    await act({ status: 'open', note: '' });
    expect((await look()).report).to.include({ status: 'open', note: null, closed: null });
    expect(await trail('Report')).to.deep.equal([
      ['change', id],
      ['change', id],
    ]);
    expect((await act({ status: 'gone' })).notice?.type).to.equal('error');
  });

  it('let an admin block the sender for the reporter, and deactivate the sender', async () => {
    expect((await look()).isBlocked).to.equal(false);
    const blocked = await act({ deed: 'block' });
    expect(blocked.notice?.message).to.equal('userBlocked');
    expect(caseIn(blocked).isBlocked).to.equal(true);
    expect(caseIn(await act({ deed: 'deactivate' })).sender.isActive).to.equal(false);
    expect(await trail('User')).to.deep.include.members([
      ['block', bob.id],
      ['change', ann.id],
    ]);
  });

  it('outlive the thread', async () => {
    await world.service.store.run((all) => acts(all).removeThread(thread));
    const { isThere, report, messages } = await look();
    expect([isThere, report.text]).to.deep.equal([false, 'rude']);
    expect(messages, 'no deleted message is held by it').to.deep.equal([]);
  });
});
