// Bundles the chat page into dist/web: the page, and beside it what it loads, under names that change with the content.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import sharp from 'sharp';

const folder = 'dist/web';
const source = 'web/languages';

/** The catalogues by their languages' tags: each file there is one. */
const catalogues = new Map();
for (const file of (await readdir(source)).sort()) {
  const { code } = await transform(await readFile(`${source}/${file}`, 'utf8'), { loader: 'ts' });
  const { default: texts } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  catalogues.set(basename(file, '.ts'), texts);
}
// English is in the script. The others are loaded by those who read them.
const loaded = [...catalogues.keys()].filter((tag) => tag !== 'en');

await rm(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    script: 'web/main.tsx',
    style: 'web/style.css',
    icon: 'web/icon.svg',
    'icon-unread': 'web/icon-unread.svg',
    ...Object.fromEntries(loaded.map((tag) => [`language.${tag}`, `${source}/${tag}.ts`])),
  },
  entryNames: '[name]-[hash]',
  outdir: `${folder}/chat`,
  bundle: true,
  minify: true,
  charset: 'utf8',
  format: 'esm',
  target: 'es2022',
  loader: { '.svg': 'copy' },
  legalComments: 'none',
  metafile: true,
});
// Browsers look for a newer one at the address of the one they have.
await build({
  entryPoints: { worker: 'web/worker.ts' },
  outdir: `${folder}/chat`,
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: 'es2022',
  legalComments: 'none',
});
const assets = Object.fromEntries(
  Object.keys(metafile.outputs).map((file) => [basename(file).replace(/-[^-]*$/, ''), basename(file)]),
);

// For where the page is installed: systems want pixels, and some cut them to a form of their own.
const surface = '#ffffff';
const icons = [];
for (const { size, purpose, part } of [
  { size: 192, purpose: 'any', part: 0.92 },
  { size: 512, purpose: 'any', part: 0.92 },
  { size: 512, purpose: 'maskable', part: 0.6 },
]) {
  const inner = Math.round(size * part);
  const drawing = await sharp('web/icon.svg', { density: 1000 }).resize(inner, inner).png().toBuffer();
  const background = purpose === 'maskable' ? surface : '#ffffff00';
  const picture = await sharp({ create: { width: size, height: size, channels: 4, background } })
    .composite([{ input: drawing }])
    .png()
    .toBuffer();
  const src = await writeAsset(`icon-${purpose}-${size}`, 'png', picture);
  icons.push({ src, sizes: `${size}x${size}`, type: 'image/png', purpose });
}
// Addresses in it are relative to it, so it is right under whatever path the page is served.
const manifest = {
  name: 'Duet',
  short_name: 'Duet',
  start_url: '../',
  scope: '../',
  display: 'standalone',
  background_color: surface,
  theme_color: surface,
  icons,
};
assets['manifest'] = await writeAsset('manifest', 'webmanifest', JSON.stringify(manifest));
assets['touch-icon'] = icons[0].src;

/** @returns its name, which changes with the content. */
async function writeAsset(name, extension, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const file = `${name}-${hash}.${extension}`;
  await writeFile(`${folder}/chat/${file}`, content);
  return file;
}

const attribute = (value) => JSON.stringify(value).replaceAll('"', '&quot;');
const needsJavaScript = [...catalogues].map(
  ([tag, texts]) => `<p lang="${tag}" dir="${texts.direction}">${texts.needsJavaScript}</p>`,
);
let page = (await readFile('web/index.html', 'utf8'))
  .replace(
    '{languages}',
    attribute(Object.fromEntries(loaded.map((tag) => [tag, assets[`language.${tag}`]]))),
  )
  .replace('{noscript}', needsJavaScript.join(''));
for (const name of ['script', 'style', 'icon', 'icon-unread', 'touch-icon', 'manifest'])
  page = page.replaceAll(`{${name}}`, `{base}/chat/${assets[name]}`);
await writeFile(`${folder}/index.html`, page);
