import { runTool } from './run-tool.js';

// npm run db:backup -- FILE

await runTool('Nothing was backed up', async () => (await import('./tools/db-backup.js')).run());
