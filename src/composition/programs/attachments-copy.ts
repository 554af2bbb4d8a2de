import { runTool } from './run-tool.js';

// npm run attachments:copy -- FROM TO, both as ATTACHMENTS names a place

await runTool('Not all is copied', async () => (await import('./tools/attachments-copy.js')).run());
