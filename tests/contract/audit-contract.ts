import { expect } from 'chai';
import type { AuditEntry } from '../../src/application/ports/audit-trail.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { at } from '../support/fixtures.js';
import { rejectionOf } from '../support/rejection-of.js';

export function describeAuditTrail(current: () => UnitOfWork): void {
  describe('the audit trail', () => {
    const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
      adminId: 1,
      adminName: 'root',
      service: undefined,
      action: 'delete',
      resource: 'Thread',
      recordId: 7,
      details: `alice and bob, "2" messages '; ü😀`,
      created: at(5),
      ...change,
    });
    const latest = (limit = 10) => current().read(({ auditTrail }) => auditTrail.latest(limit));

    it('has what was added, the newest first, though no record it names is there', async () => {
      const added = [entry(), entry({ resource: 'User', recordId: 1, action: 'create', created: at(4) })];
      await current().run(async ({ auditTrail }) => {
        for (const one of added) await auditTrail.add(one);
      });
      const found = await latest();
      expect(found.map(({ id: _, ...fields }) => fields)).to.deep.equal(added.toReversed());
      expect(found[0]?.id).to.be.greaterThan(found[1]?.id ?? Infinity);
      expect(await latest(1)).to.deep.equal(found.slice(0, 1));
    });

    it('tells of services, in a user’s name and in nobody’s', async () => {
      const added = [
        entry({ service: 'shop', action: 'send', resource: 'Message' }),
        entry({ service: 'shop', adminId: undefined, adminName: undefined }),
      ];
      await current().run(async ({ auditTrail }) => {
        for (const one of added) await auditTrail.add(one);
      });
      const found = await latest();
      expect(found.map(({ id: _, ...fields }) => fields)).to.deep.equal(added.toReversed());
    });

    it('has what was done to a user, and to nobody and nothing else', async () => {
      const about = (id: number, after = 0, limit = 10) =>
        current().read(({ auditTrail }) => auditTrail.about(id, after, limit));
      await current().run(async ({ auditTrail }) => {
        for (const [resource, recordId] of [
          ['User', 7],
          ['User', 8],
          ['Thread', 7],
          ['User', 7],
        ] as const) {
          await auditTrail.add(entry({ resource, recordId }));
        }
      });
      const found = await about(7);
      const all = (await latest()).toReversed();
      expect(found).to.deep.equal([all[0], all[3]]);
      expect(await about(7, 0, 1)).to.deep.equal([all[0]]);
      expect(await about(7, all[0]?.id)).to.deep.equal([all[3]]);
      expect(await about(9)).to.deep.equal([]);
    });

    it('forgets what was rolled back', async () => {
      await rejectionOf(
        current().run(async ({ auditTrail }) => {
          await auditTrail.add(entry());
          throw new Error('Rolled back.');
        }),
      );
      expect(await latest()).to.deep.equal([]);
    });
  });
}
