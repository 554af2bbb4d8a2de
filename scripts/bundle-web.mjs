// Bundles the chat page into dist/web: the page, and beside it what it loads, under names that change with the content.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';

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
const assets = Object.fromEntries(
  Object.keys(metafile.outputs).map((file) => [basename(file).replace(/-[^-]*$/, ''), basename(file)]),
);

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
for (const name of ['script', 'style', 'icon'])
  page = page.replace(`{${name}}`, `{base}/chat/${assets[name]}`);
await writeFile(`${folder}/index.html`, page);
