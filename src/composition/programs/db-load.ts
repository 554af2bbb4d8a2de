import { runTool } from './run-tool.js';

// npm run db:load [-- FILE]

await runTool('Nothing was loaded', async () => (await import('./tools/db-load.js')).run());
