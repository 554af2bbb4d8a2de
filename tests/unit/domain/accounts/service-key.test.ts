import { expect } from 'chai';
import { checkServiceName, isServiceKey, keyOf } from '../../../../src/domain/accounts/service-key.js';
import { expectRefused } from '../../../support/rejection-of.js';

describe('service key', () => {
  it('has a name of letters, digits, dots, underscores and hyphens', () => {
    for (const name of ['shop', 'Shop.eu-2_b', '7', 'x'.repeat(64)]) {
      expect(() => {
        checkServiceName(name);
      }, name).not.to.throw();
    }
    for (const name of ['', '-shop', '.shop', 'a shop', 'shöp', 'shop\n', 'a"b', 'x'.repeat(65)]) {
      expectRefused(() => {
        checkServiceName(name);
      }, 'invalid_service_name');
    }
  });

  it('is told from an access token by how it begins', () => {
    expect(isServiceKey(keyOf('x'))).to.equal(true);
    for (const token of ['eyJhbGciOiJIUzI1NiJ9.e30.x', 'duet', 'DUET_x', ' duet_x', '']) {
      expect(isServiceKey(token), token).to.equal(false);
    }
  });
});
