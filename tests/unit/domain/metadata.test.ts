import { expect } from 'chai';
import { parseMetadata } from '../../../src/domain/metadata.js';
import { expectRefused } from '../../support/rejection-of.js';

describe('metadata', () => {
  it('is an object, or nothing', () => {
    expect(parseMetadata({ order: 42, paid: null })).to.deep.equal({ order: 42, paid: null });
    for (const nothing of [undefined, null, {}]) expect(parseMetadata(nothing)).to.deep.equal({});
    for (const other of [[], 'text', 7, true]) {
      expectRefused(() => parseMetadata(other), 'invalid_metadata');
    }
  });

  it('has 4 KiB as JSON at most, in UTF-8', () => {
    const ofSize = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
    expect(parseMetadata(ofSize(4096))).to.deep.equal(ofSize(4096));
    expectRefused(() => parseMetadata(ofSize(4097)), 'invalid_metadata');
    expectRefused(() => parseMetadata({ a: 'é'.repeat(2048) }), 'invalid_metadata');
  });

  it('has four levels at most, however deep it is', () => {
    const four = { a: { b: [{ c: 1 }] } };
    expect(parseMetadata(four)).to.deep.equal(four);
    expectRefused(() => parseMetadata({ a: four }), 'invalid_metadata');
    expectRefused(() => parseMetadata({ a: { b: [{ c: [] }] } }), 'invalid_metadata');
    let abyss: object = {};
    for (let level = 0; level < 30_000; level += 1) abyss = { abyss };
    expectRefused(() => parseMetadata(abyss), 'invalid_metadata');
  });
});
