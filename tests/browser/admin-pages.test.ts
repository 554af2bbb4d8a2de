import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { CreateServiceKey } from '../../src/application/accounts/create-service-key.js';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { useCasesOn } from '../../src/composition/container.js';
import { Panel } from '../support/panel.js';

const devices = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1280, height: 800 },
  phone: { width: 390, height: 780 },
};

const paths = [
  ...[
    'login',
    '',
    'nope',
    'resources/User',
    'resources/Thread',
    'resources/Message',
    'resources/ServiceKey',
    'resources/AuditEntry',
  ],
  ...['show', 'edit', 'deactivate', 'exportData', 'erase', 'remove'].map(
    (name) => `resources/User/records/:user/${name}`,
  ),
  ...['User', 'Thread', 'ServiceKey'].map((name) => `resources/${name}/actions/new`),
  ...['show', 'revoke'].map((name) => `resources/ServiceKey/records/:key/${name}`),
  ...['show', 'delete'].map((name) => `resources/Thread/records/:thread/${name}`),
  ...['show', 'delete', 'markRead'].map((name) => `resources/Message/records/:message/${name}`),
  ...['resources/AuditEntry/records/1/show', 'resources/Message?filters.text=nothing+like+this'],
  'resources/Message/bulk/bulkDelete?recordIds=:message',
];

describe('a page of the admin panel', function () {
  this.timeout(240_000);
  const panel = new Panel();
  const { visit, complaints } = panel;
  let page: Page;

  before(async () => {
    ({ page } = panel);
    const { root, service } = panel.world;
    const useCases = useCasesOn(service.store);
    const caller = { id: root.id, role: root.role };
    for (const name of ['shop', 'crm']) await useCases.get(CreateServiceKey).execute({ caller, name });
    await useCases.get(RevokeServiceKey).execute({ caller, name: 'shop' });
    await panel.enter();
  });

  /** The path with the ids of ada, of an unread message of hers, and of a key. */
  async function filledIn(path: string): Promise<string> {
    const { ada, world } = panel;
    const known = await world.service.store.read(({ threads }) =>
      threads.pageOf(ada.id, { limit: 100, offset: 0 }),
    );
    const message = known?.items.find(({ lastMessage }) => lastMessage?.isRead === false)?.lastMessage;
    const [key] = await world.service.store.read(async ({ serviceKeys }) =>
      (await serviceKeys.all()).map(({ id }) => id),
    );
    const ids = { user: ada.id, key, thread: message?.threadId, message: message?.id };
    return path.replace(/:(user|key|thread|message)/, (_, name: keyof typeof ids) => String(ids[name]));
  }

  /** Turned from one into the other, because loading a page takes longer than all that is looked at. */
  async function auditOnEachDevice(what: string): Promise<void> {
    for (const [device, viewport] of Object.entries(devices)) {
      await page.setViewportSize(viewport);
      await panel.audit(`${what} on a ${device}`);
    }
  }

  /** On how many lines the text of each of these elements stands, as an expression for the browser. */
  function linesOf(selector: string): string {
    return `[...document.querySelectorAll('${selector}')].map((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const lines = new Set();
      while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        for (const { top } of range.getClientRects()) lines.add(Math.round(top));
      }
      return lines.size;
    })`;
  }

  for (const path of paths) {
    it(`fits a desktop, a laptop and a phone, and breaks no rule of axe-core’s: /${path}`, async () => {
      await visit(await filledIn(path));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      if (path !== 'login') expect(page.url(), 'still logged in').not.to.include('/login');
      await auditOnEachDevice('the page');
      const filter = page.getByRole('button', { name: /^Filter/ });
      if ((await filter.count()) === 0) return;
      await filter.click();
      await auditOnEachDevice('the page with its filters');
    });
  }

  for (const [list, columns] of Object.entries({
    User: ['id', 'username'],
    Thread: ['id', 'title'],
    Message: ['id', 'senderId', 'threadId'],
    ServiceKey: ['name', 'created'],
    AuditEntry: ['recordId', 'adminName', 'action'],
  })) {
    it(`shows the columns by which a record is known, each on a line: ${list}`, async () => {
      await visit(`resources/${list}`);
      await page.locator('tbody tr').first().waitFor();
      for (const [device, viewport] of Object.entries(devices)) {
        await page.setViewportSize(viewport);
        for (const column of columns) {
          const where = `${column} on a ${device}`;
          const cells = page.locator(`td[data-property="${column}"]`);
          expect(await cells.first().isVisible(), where).to.equal(true);
          expect(await cells.first().innerText(), where).not.to.equal('');
          if (device === 'phone') continue;
          const lines = await page.evaluate<number[]>(linesOf(`td[data-property="${column}"]`));
          expect(new Set(lines), `${where} stands on one line`).to.deep.equal(new Set([1]));
        }
      }
    });
  }

  it('says on each device who did what', async () => {
    await visit('resources/AuditEntry');
    for (const [device, viewport] of Object.entries(devices)) {
      await page.setViewportSize(viewport);
      const entry = page.locator('tbody tr').first();
      await entry.waitFor();
      const text = await entry.innerText();
      for (const part of ['root', 'Delete', 'Service key', 'shop']) expect(text, device).to.include(part);
    }
  });

  it('is reached from the others, by a menu on a phone', async () => {
    await page.setViewportSize(devices.desktop);
    await page.getByRole('link', { name: 'Audit trail' }).waitFor();
    await page.setViewportSize(devices.phone);
    await page.getByRole('button', { name: 'Menu' }).click();
    const navigation = page.getByRole('navigation', { name: 'Panel' });
    await navigation.getByRole('link', { name: 'Messages' }).click();
    await page.getByRole('heading', { name: /^Messages/ }).waitFor();
    await page.locator('tbody tr').first().getByText('One more thing').waitFor();
  });

  it('has had no script refused, no error, and nothing loaded from elsewhere', () => {
    expect(complaints).to.deep.equal([]);
  });
});
