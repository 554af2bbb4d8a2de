// Bundles what the admin panel loads in the browser, so that nothing is bundled while Duet runs. Goes after tsc.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import { transform } from 'esbuild';
import { rollup } from 'rollup';

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

// AdminJS's own components, from their source instead of the bundle that they come with: that one contains a rich text
// editor, which the panel never shows and which has had advisories (docs/security.md).
const globals = {
  react: 'React',
  'react-dom': 'ReactDOM',
  'react-feather': 'FeatherIcons',
  'react-router': 'ReactRouter',
  'react-router-dom': 'ReactRouterDOM',
};

if (changed('package.json') > changed(`${folder}/design-system.bundle.js`)) {
  // By rollup, with the options of the bundle that it stands for: esbuild takes default imports in another way.
  const bundle = await rollup({
    input: 'node_modules/@adminjs/design-system/entry.js',
    external: Object.keys(globals),
    plugins: [
      nodeResolve(),
      replace({
        'process.env.NODE_ENV': '"production"',
        'process.env.IS_BROWSER': 'true',
        preventAssignment: true,
      }),
      commonjs(),
    ],
    onwarn: () => undefined,
  });
  const { output } = await bundle.generate({
    format: 'iife',
    name: 'AdminJSDesignSystem',
    globals,
    interop: 'auto',
    inlineDynamicImports: true,
  });
  const { code } = await transform(output[0].code, { minify: true, target: 'es2022', legalComments: 'none' });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/design-system.bundle.js`, code);
}

const scripts = 'node_modules/adminjs/lib/frontend/assets/scripts';

// AdminJS writes this sentence into its client, where no translation reaches it.
const alert = 'Your session expired. You will be redirected to login screen';

if (
  Math.max(changed('package.json'), changed('scripts/bundle-admin.mjs')) > changed(`${folder}/app.bundle.js`)
) {
  const app = readFileSync(`${scripts}/app-bundle.production.js`, 'utf8');
  if (!app.includes(alert)) throw new Error(`AdminJS no longer says "${alert}": look at what it says now.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}/app.bundle.js`,
    app.replace(alert, 'Your session has ended. Please log in again.'),
  );
  copyFileSync(`${scripts}/global-bundle.production.js`, `${folder}/global.bundle.js`);
}
