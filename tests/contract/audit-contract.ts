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
