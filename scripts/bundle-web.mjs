// Bundles the chat page into dist/web: the page, and beside it what it loads, under names that change with the content.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';

const folder = 'dist/web';

await rm(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { script: 'web/main.tsx', style: 'web/style.css', icon: 'web/icon.svg' },
  entryNames: '[name]-[hash]',
  outdir: `${folder}/chat`,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.svg': 'copy' },
  legalComments: 'none',
  metafile: true,
});

let page = await readFile('web/index.html', 'utf8');
for (const file of Object.keys(metafile.outputs)) {
  const name = basename(file);
  page = page.replace(`{${name.slice(0, name.indexOf('-'))}}`, `{base}/chat/${name}`);
}
await writeFile(`${folder}/index.html`, page);
