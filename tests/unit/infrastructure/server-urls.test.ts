import { expect } from 'chai';
import { serverUrls, withoutSecrets } from '../../../src/infrastructure/persistence/postgres/server-urls.js';

describe('The servers of a URL', () => {
  it('are each a URL of its own, with the same user and settings', () => {
    expect(
      serverUrls('postgres://duet:se,cret@one:5432,[::1]:5433,three/chat?sslmode=require'),
    ).to.deep.equal([
      'postgres://duet:se,cret@one:5432/chat?sslmode=require',
      'postgres://duet:se,cret@[::1]:5433/chat?sslmode=require',
      'postgres://duet:se,cret@three/chat?sslmode=require',
    ]);
  });

  it('may be said to take writes, which is not passed on', () => {
    for (const wanted of ['read-write', 'primary']) {
      expect(
        serverUrls(`postgres://one,two/chat?target_session_attrs=${wanted}&sslmode=require`),
      ).to.deep.equal(['postgres://one/chat?sslmode=require', 'postgres://two/chat?sslmode=require']);
    }
  });

  it('are one if there is one, as it is', () => {
    for (const url of [
      'postgres://duet@one/chat?application_name=a%20b',
      'postgresql:///chat?host=/run/postgresql',
    ]) {
      expect(serverUrls(url)).to.deep.equal([url]);
    }
  });

  it('are told without user and password', () => {
    expect(withoutSecrets('postgres://duet:secret@one:5432,two/chat?sslmode=require')).to.equal(
      'postgres://one:5432,two/chat',
    );
  });
});
