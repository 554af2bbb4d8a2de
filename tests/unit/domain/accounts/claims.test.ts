import { expect } from 'chai';
import { described, heed } from '../../../../src/domain/accounts/claims.js';
import { at } from '../../../support/fixtures.js';

describe('What a profile follows', () => {
  const unknown = { name: undefined, avatarUrl: undefined, claims: undefined };
  const nothing = { name: undefined, avatarUrl: undefined };
  const said = { name: 'Ann', avatarUrl: 'https://a.example/1' };

  it('is a token that says something for the first time', () => {
    expect(heed(unknown, said, at(0))).to.deep.equal({ ...said, claims: { ...said, since: at(0) } });
    expect(heed(unknown, nothing, at(0))).to.equal(undefined);
    const named = { ...nothing, name: 'Ann' };
    expect(heed(unknown, named, at(0))).to.deep.equal({ ...named, claims: { ...named, since: at(0) } });
  });

  it('is no token that says what tokens said before, of each part by itself', () => {
    const ours = { name: 'Bea', avatarUrl: 'https://b.example', claims: { ...said, since: at(0) } };
    expect(heed(ours, said, at(9))).to.equal(undefined);
    expect(heed(ours, nothing, at(9))).to.equal(undefined);
    expect(heed(ours, { ...said, name: 'Ann Lee' }, at(9))).to.deep.equal({
      name: 'Ann Lee',
      avatarUrl: 'https://b.example',
      claims: { ...said, name: 'Ann Lee', since: at(9) },
    });
  });

  it('is no token that is older than another word, and one of the same moment', () => {
    const news = { ...said, name: 'Ann Lee' };
    const known = { ...said, claims: { ...said, since: at(1000) } };
    expect(heed(known, news, at(999))).to.equal(undefined);
    expect(heed(known, news, at(1000))?.name).to.equal('Ann Lee');
    const changed = described(known, { name: 'Bea' }, at(5900));
    expect(changed).to.deep.equal({ ...said, name: 'Bea', claims: { ...said, since: at(5000) } });
    expect(heed(changed, news, at(4999))).to.equal(undefined);
    expect(heed(changed, news, at(5000))?.name).to.equal('Ann Lee');
  });

  it('is what somebody says here, who may also take away, and no silence', () => {
    expect(described(unknown, {}, at(0))).to.deep.equal(unknown);
    expect(described({ ...said, claims: undefined }, { avatarUrl: null }, at(0))).to.deep.equal({
      name: 'Ann',
      avatarUrl: undefined,
      claims: { ...nothing, since: at(0) },
    });
  });
});
