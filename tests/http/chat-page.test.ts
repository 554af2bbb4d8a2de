import { expect } from 'chai';
import sharp from 'sharp';
import { bundleChatPage } from '../support/chat-page.js';
import { Api } from '../support/client.js';

describe('the chat page', () => {
  const api = new Api();
  before(bundleChatPage);
  afterEach(() => api.stop());

  const get = (path: string, method = 'GET') => fetch(api.service.url + path, { method });
  const linksIn = (page: string) =>
    [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => link);

  it('is served with what it loads, under a policy that lets nothing else in', async () => {
    await api.start();
    const page = await get('/');
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.match(/^text\/html; charset=utf-8/);
    expect(page.headers.get('cache-control')).to.equal('no-cache');
    const text = await page.text();
    const links = linksIn(text);
    expect(links).to.have.length(5);
    expect(text).not.to.match(/<script(?![^>]* src=)|<style|\son\w+=|style=/);
    const types = [
      /^image\/svg/,
      /^image\/png/,
      /^application\/manifest\+json/,
      /^text\/css/,
      /^text\/javascript/,
    ];
    for (const [index, link] of links.entries()) {
      const asset = await get(link);
      expect(asset.status, link).to.equal(200);
      expect(asset.headers.get('content-type'), link).to.match(types[index]!);
      expect(asset.headers.get('cache-control'), link).to.equal('public, max-age=31536000, immutable');
      expect(asset.headers.get('x-content-type-options')).to.equal('nosniff');
      await asset.arrayBuffer(); // or its connection would stay open
      expect((await get(link, 'HEAD')).status).to.equal(200);
    }
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.match(/^default-src 'none';/)
      .and.include("require-trusted-types-for 'script'")
      .and.not.match(/unsafe|https?:|data:|\*/);
  });

  it('is all that is there', async () => {
    await api.start();
    for (const path of [
      '/chat',
      '/chat/',
      '/chat/index.html',
      '/chat/..%2findex.html',
      '/index.html',
      '/chat/script.js',
    ]) {
      expect((await api.anonymous('GET', api.service.url + path)).status, path).to.equal(404);
    }
    const refused = await get('/', 'POST');
    expect([refused.status, refused.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD, OPTIONS']);
  });

  it('has its service worker under a name that stays, and lets the page name no other', async () => {
    await api.start();
    const worker = await get('/chat/worker.js');
    expect(worker.status).to.equal(200);
    expect(worker.headers.get('content-type')).to.match(/^text\/javascript/);
    expect(worker.headers.get('cache-control')).to.equal('no-cache');
    expect(await worker.text())
      .to.include('notificationclick')
      .and.not.match(/"fetch"|caches/);
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).to.include('trusted-types duet-worker;').and.include("worker-src 'self'");
  });

  it('can be installed, by addresses that are right under any path', async () => {
    await api.start();
    const [, link = ''] = /rel="manifest" href="([^"]*)"/.exec(await (await get('/')).text()) ?? [];
    const manifest = (await (await get(link)).json()) as Record<'start_url' | 'scope', string> & {
      icons: { src: string; sizes: string }[];
    };
    const at = new URL(`https://example.test/duet${link}`);
    expect(new URL(manifest.start_url, at).href).to.equal('https://example.test/duet/');
    expect(new URL(manifest.scope, at).href).to.equal('https://example.test/duet/');
    for (const { src, sizes } of manifest.icons) {
      const icon = await get(new URL(src, at).pathname.slice('/duet'.length));
      const { format, width, height } = await sharp(await icon.arrayBuffer()).metadata();
      expect([format, `${width}x${height}`]).to.deep.equal(['png', sizes]);
    }
  });

  it('is below the path that a proxy has for it', async () => {
    await api.start({ PUBLIC_URL: 'https://example.test/duet' });
    for (const link of linksIn(await (await get('/')).text())) {
      expect(link).to.match(/^\/duet\/chat\//);
      expect((await get(link.slice('/duet'.length))).status, link).to.equal(200);
    }
  });

  it('lets the host application frame it, and pictures come from where the operator says', async () => {
    await api.start();
    const closed = await get('/');
    expect(closed.headers.get('content-security-policy')).to.include("frame-ancestors 'none'");
    expect(closed.headers.get('x-frame-options')).to.equal('DENY');
    await api.start({
      HOST_ORIGINS: 'https://shop.example,https://www.shop.example',
      SIGN_IN_URL: 'https://shop.example/in?a="1"&b=$&',
      AVATAR_ORIGINS: 'https://pictures.example',
      REGISTRATION: 'closed',
    });
    const page = await get('/');
    const policy = page.headers.get('content-security-policy');
    expect(policy).to.include('frame-ancestors https://shop.example https://www.shop.example;');
    expect(policy).to.include("img-src 'self' blob: https://pictures.example;");
    expect(page.headers.get('x-frame-options')).to.equal(null);
    const [, settings = ''] = /data-settings="([^"]*)"/.exec(await page.text()) ?? [];
    expect(JSON.parse(settings.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))).to.deep.equal({
      signIn: true,
      register: false,
      directory: true,
      opening: true,
      messageSearch: true,
      hostOrigins: ['https://shop.example', 'https://www.shop.example'],
      signInUrl: 'https://shop.example/in?a=%221%22&b=$&',
      avatarOrigins: ['https://pictures.example'],
    });
  });

  it('is not there with CHAT=off', async () => {
    await api.start({ CHAT: 'off' });
    expect((await api.anonymous('GET', `${api.service.url}/`)).status).to.equal(404);
  });
});
