// Bundles the React components of the admin panel, so that nothing is bundled while Duet runs. Goes after tsc.
import { mkdirSync, readdirSync, statSync } from 'node:fs';

const folder = 'dist/admin';
const compiled = 'dist/src/infrastructure/admin';

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = ['package.json', `${compiled}/components.js`].concat(
  readdirSync(`${compiled}/components`).map((name) => `${compiled}/components/${name}`),
);

if (Math.max(...sources.map(changed)) > changed(`${folder}/bundle.js`)) {
  mkdirSync(folder, { recursive: true });
  // AdminJS reads these when it is imported.
  process.env.NODE_ENV = 'production';
  process.env.ADMIN_JS_TMP_DIR = folder;
  const { default: AdminJS } = await import('adminjs');
  const { componentLoader } = await import(`../${compiled}/components.js`);
  await new AdminJS({ componentLoader }).initialize();
}
