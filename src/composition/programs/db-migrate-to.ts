import { runTool } from './run-tool.js';

// npm run db:migrate-to -- URL, or with the URL in NEW_DATABASE_URL or in the file that NEW_DATABASE_URL_FILE names

await runTool('Not moved', async () => (await import('./tools/db-migrate-to.js')).run());
