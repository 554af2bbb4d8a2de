/** What may import what. Each rule is proven by a planted violation in tests/architecture. */

const folder = (path) => `^src/${path}/`;
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

/** What the build bundles for the panel, so that an install needs none of it. */
const bundled = ['adminjs', '@adminjs', 'react', 'react-dom', 'react-redux', 'react-router-dom'];

/** Nobody but the `allowed` folders imports these packages. */
const only = (name, packages, allowed) => ({
  name,
  severity: 'error',
  from: { pathNot: allowed },
  to: { path: npm(...packages) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-only-domain',
      severity: 'error',
      from: { path: folder('domain') },
      to: { pathNot: folder('domain') },
    },
    {
      name: 'application-imports-only-domain-and-application',
      severity: 'error',
      from: { path: folder('application') },
      to: { pathNot: folder('(domain|application)') },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'Which version of the driver this Node can run is a fact for all who open a file.',
      severity: 'error',
      from: { path: '^src/infrastructure/([^/]+)' },
      to: {
        path: folder('infrastructure'),
        pathNot: '^src/infrastructure/($1(/|$)|persistence/sqlite/better-sqlite3\\.ts$)',
      },
    },
    {
      name: 'ports-know-no-use-case',
      severity: 'error',
      from: { path: folder('application/ports') },
      to: { path: folder('application'), pathNot: folder('application/ports') },
    },
    {
      name: 'subjects-know-only-what-they-rest-on',
      comment: 'Accounts are what every subject rests on; all write to the audit trail.',
      severity: 'error',
      from: { path: '^src/application/([^/]+)/' },
      to: {
        path: folder('application'),
        pathNot: [
          '^src/application/$1/',
          folder('application/(ports|accounts)'),
          '/admin/add-to-trail\\.ts$',
        ],
      },
    },
    {
      name: 'stores-do-not-know-each-other',
      comment:
        'The stores that speak SQL share sql/, copy/ knows them all, and what lies above knows none of them.',
      severity: 'error',
      from: { path: '^src/infrastructure/persistence/([^/]+)', pathNot: '/(sqlite|postgres|copy)/' },
      to: {
        path: folder('infrastructure/persistence/[^/]+'),
        pathNot: '^src/infrastructure/persistence/$1/',
      },
    },
    {
      name: 'sql-stores-know-only-what-they-share',
      severity: 'error',
      from: { path: '^src/infrastructure/persistence/(sqlite|postgres)/' },
      to: {
        path: folder('infrastructure/persistence/[^/]+'),
        pathNot: ['^src/infrastructure/persistence/$1/', folder('infrastructure/persistence/sql')],
      },
    },
    {
      name: 'http-machinery-does-not-know-the-api',
      severity: 'error',
      from: { path: folder('infrastructure/http'), pathNot: folder('infrastructure/http/api') },
      to: { path: folder('infrastructure/http/api') },
    },
    {
      name: 'nobody-imports-a-program',
      severity: 'error',
      from: { pathNot: folder('composition/programs') },
      to: { path: folder('composition/programs') },
    },
    {
      name: 'only-composition-knows-composition',
      severity: 'error',
      from: { path: '^(src|database)/', pathNot: folder('composition') },
      to: { path: folder('composition') },
    },
    only(
      'only-composition-knows-inversify',
      ['inversify', '@inversifyjs', 'reflect-metadata'],
      folder('composition'),
    ),
    only(
      'only-the-stores-know-their-drivers',
      ['typeorm', 'better-sqlite3', 'sqlite3', 'pg'],
      [
        '^database/migrations/',
        folder('infrastructure/(persistence/(sql|sqlite|postgres|copy)|django|rate-limits)'),
        '^src/infrastructure/admin/entity-model\\.ts$',
      ],
    ),
    only(
      'only-the-edges-know-express',
      ['express', 'express-session', 'helmet'],
      folder('(infrastructure/(http|admin)|composition)'),
    ),
    only('only-the-edges-know-joi', ['joi'], folder('(infrastructure/(http|dump)|composition)')),
    only('only-admin-knows-adminjs', bundled, folder('infrastructure/admin')),
    only('only-metrics-knows-prom-client', ['prom-client'], folder('infrastructure/metrics')),
    only(
      'only-webhooks-knows-its-libraries',
      ['standardwebhooks', 'request-filtering-agent'],
      folder('infrastructure/webhooks'),
    ),
    only(
      'only-attachments-knows-its-libraries',
      ['sharp', 'file-type', '@aws-sdk'],
      folder('infrastructure/attachments'),
    ),
    only('only-auth-knows-passport', ['passport[^/]*'], folder('infrastructure/auth')),
    only('only-auth-knows-tokens', ['jose', 'jsonwebtoken'], folder('infrastructure/auth')),
    {
      name: 'migrations-import-only-typeorm',
      severity: 'error',
      from: { path: '^database/migrations/' },
      to: { pathNot: ['^database/migrations/', npm('typeorm')] },
    },
    {
      name: 'client-imports-only-its-libraries',
      severity: 'error',
      from: { path: '^client/' },
      to: { pathNot: ['^client/', npm('openapi-fetch', 'eventsource-parser')] },
    },
    {
      name: 'chat-page-imports-only-the-client-and-its-libraries',
      severity: 'error',
      from: { path: '^web/' },
      to: { pathNot: ['^web/', '^client/index\\.ts$', npm('preact', 'linkify-it')] },
    },
    {
      name: 'service-does-not-know-its-clients',
      severity: 'error',
      from: { path: '^(src|database)/' },
      to: { path: ['^(client|web)/', npm('openapi-fetch', 'eventsource-parser', 'preact', 'linkify-it')] },
    },
    {
      name: 'production-does-not-know-tests',
      severity: 'error',
      from: { path: '^(src|database|client|web)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'production-imports-only-declared-dependencies',
      severity: 'error',
      from: { path: '^(src|database|client)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined'],
        pathNot: npm(...bundled),
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^client/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true, // the client has a package.json of its own

    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
