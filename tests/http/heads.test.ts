import { expect } from 'chai';
import { suite } from '../support/client.js';

suite('the heads of answers', (api) => {
  it('name what was made, when an account is', async () => {
    const answer = await api.anonymous('POST', '/users', { username: 'ann', password: 'correct horse' });
    expect(answer.headers.get('location')).to.equal(`${api.base}/users/${answer.body.id}`);
  });

  it('have the id of the request, those of pages too', async () => {
    const headers = { 'X-Request-Id': 'mine' };
    for (const path of ['/metrics', '/healthz', '/openapi.json', '/docs/swagger-ui.css', '/', '/nope']) {
      const { headers: received } = await fetch(api.service.url + path, { headers });
      expect(received.get('x-request-id'), path).to.equal('mine');
    }
  });

  it('say nothing of HTTPS, which is for the owner of the host to say', async () => {
    for (const path of ['/', '/docs', '/openapi.json', '/healthz', '/metrics', '/api/v1/users', '/nope']) {
      const { headers } = await fetch(api.service.url + path);
      expect(headers.get('strict-transport-security'), path).to.equal(null);
    }
  });
});

for (const [value, expected] of [
  ['on', 'max-age=31536000'],
  ['86400', 'max-age=86400'],
] as const) {
  suite(
    `with HSTS=${value}, the heads of answers`,
    (api) => {
      it('tell browsers to come by HTTPS, without a word on other hosts', async () => {
        for (const path of ['/docs', '/openapi.json', '/metrics', '/api/v1/users', '/nope']) {
          const { headers } = await fetch(api.service.url + path);
          expect(headers.get('strict-transport-security'), path).to.equal(expected);
        }
      });
    },
    () => ({ HSTS: value }),
  );
}

suite(
  'an answer to another origin',
  (api) => {
    it('may be asked for without asking each time', async () => {
      const { status, headers } = await fetch(`${api.base}/users/me`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' },
      });
      expect(status).to.equal(204);
      expect(headers.get('access-control-max-age')).to.equal('7200');
    });

    it('is not mixed up with the question which methods there are', async () => {
      const { headers } = await api.anonymous('OPTIONS', '/users/me');
      expect(headers.get('allow')).to.equal('GET, PATCH, DELETE, HEAD, OPTIONS');
      expect((await api.anonymous('OPTIONS', '/nope')).status).to.equal(404);
    });
  },
  () => ({ CORS_ORIGINS: 'https://shop.example' }),
);
