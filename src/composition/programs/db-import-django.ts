import { runTool } from './run-tool.js';

// npm run db:import-django -- FILE.sqlite3 [--zone ZONE] [--map PART=NAME]…

await runTool('Nothing was imported', async () => (await import('./tools/db-import-django.js')).run());
