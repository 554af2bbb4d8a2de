import { runTool } from './run-tool.js';

// npm run db:dump [-- FILE]

await runTool('Nothing was dumped', async () => (await import('./tools/db-dump.js')).run());
