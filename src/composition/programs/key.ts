import { runTool } from './run-tool.js';

// npm run key:create -- NAME, key:list, key:revoke -- NAME

const failure = process.argv[2] === 'list' ? 'The keys cannot be listed' : 'Nothing was changed';

await runTool(failure, async () => (await import('./tools/key.js')).run());
