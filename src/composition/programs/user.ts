import { runTool } from './run-tool.js';

// npm run user:create -- [--admin] NAME, user:password -- NAME, user:deactivate -- NAME, user:activate -- NAME

await runTool('Nothing was changed', async () => (await import('./tools/user.js')).run());
