// Bundles the service and its tools into dist/programs, each with all that it loads, so that they start in half the
// time: a file that is found, read and compiled for itself costs more than what is in it. Goes after bundle-panel.mjs.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { build } from 'esbuild';

const compiled = 'dist/src/composition/programs';
const folder = 'dist/programs';

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = [
  'dist/.tsbuildinfo',
  'package-lock.json',
  'scripts/bundle-panel.mjs',
  'scripts/bundle-programs.mjs',
];

if (Math.max(...sources.map(changed)) > changed(`${folder}/main.js`)) {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: readdirSync(compiled)
      .filter((name) => name.endsWith('.js'))
      .map((name) => `${compiled}/${name}`),
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // With natives; or found by their files; or drivers that TypeORM knows, and Duet does not have.
    external: [
      ...[
        'argon2',
        'better-sqlite3',
        'better-sqlite3-13',
        'sqlite3',
        'pg-native',
        'swagger-ui-dist',
        'sharp',
        '@aws-sdk/client-s3',
      ],
      ...['@google-cloud/spanner', '@sap/hana-client', 'hdb-pool', 'ioredis', 'mongodb', 'mssql', 'mysql'],
      ...['mysql2', 'oracledb', 'pg-query-stream', 'react-native-sqlite-storage', 'redis', 'sql.js'],
      ...['ts-node', 'typeorm-aurora-data-api-driver'],
    ],
    // What packages in CommonJS expect to have. Modules may have names of their own like these.
    banner: {
      js: `import { createRequire as duetRequire } from 'node:module';
const require = duetRequire(import.meta.url);
const duetFile = import.meta.filename, duetFolder = import.meta.dirname;`,
    },
    define: { __filename: 'duetFile', __dirname: 'duetFolder' },
    logLevel: 'warning',
  });
}
