import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import type { ServiceKey } from '../../src/domain/accounts/service-key.js';
import { at } from '../support/fixtures.js';
import { expectRefusal } from '../support/rejection-of.js';

export function describeServiceKeys(current: () => UnitOfWork): void {
  describe('service keys', () => {
    const add = (name: string) =>
      current().run(({ serviceKeys }) => serviceKeys.add({ name, hash: `hash of ${name}`, created: at(1) }));
    const all = () => current().read(({ serviceKeys }) => serviceKeys.all());
    const noteUse = ({ id }: Pick<ServiceKey, 'id'>, used: Date) =>
      current().run(({ serviceKeys }) => serviceKeys.noteUse(id, used));

    it('are listed as they were made, the oldest first', async () => {
      expect(await all()).to.deep.equal([]);
      const [shop, crm] = [await add('shop'), await add('crm')];
      expect(shop).to.deep.equal({
        id: shop.id,
        name: 'shop',
        hash: 'hash of shop',
        created: at(1),
        lastUsed: undefined,
      });
      expect(await all()).to.deep.equal([shop, crm]);
    });

    it('have names of their own, in exactly this case', async () => {
      const shop = await add('shop');
      await expectRefusal(add('shop'), 'service_name_taken');
      const other = await add('Shop');
      expect(await all()).to.deep.equal([shop, other]);
    });

    it('are removed by name, which is free then; an id never comes twice', async () => {
      const shop = await add('shop');
      const remove = (name: string) => current().run(({ serviceKeys }) => serviceKeys.remove(name));
      expect(await remove('crm')).to.equal(undefined);
      expect(await remove('shop')).to.deep.equal(shop);
      expect(await all()).to.deep.equal([]);
      expect((await add('shop')).id).to.be.above(shop.id);
    });

    it('have the time of their latest use', async () => {
      const [shop, crm] = [await add('shop'), await add('crm')];
      await noteUse(shop, at(3));
      await noteUse(shop, at(2));
      await noteUse({ id: crm.id + 1 }, at(4));
      expect(await all()).to.deep.equal([{ ...shop, lastUsed: at(3) }, crm]);
    });
  });
}
