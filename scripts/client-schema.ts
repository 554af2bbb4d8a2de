import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { loadConfig } from '../src/composition/config/config.js';
import { startService } from '../src/composition/service.js';

/** Where the types lie, from the root of the repository. */
export const clientSchemaFile = 'client/schema.ts';

/** The types of the API, in TypeScript, from the document that the service serves. */
export async function clientSchema(): Promise<string> {
  const types = astToString(await openapiTS(await servedDocument()));
  const page = `// Made by \`npm run client\` from /openapi.json.\n\n${types}`;
  return format(page, { ...(await resolveConfig(clientSchemaFile)), parser: 'typescript' });
}

/** Without its examples, which would be most of the file. */
async function servedDocument(): Promise<string> {
  const quiet = loadConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'memory:',
    ADMIN: 'off',
    JWT_SECRET: 'x'.repeat(32),
  });
  const service = await startService({ ...quiet, testData: false });
  try {
    const document = await (await fetch(`${service.url}/openapi.json`)).text();
    const isExample = (key: string) => key === 'example' || key === 'examples';
    return JSON.stringify(
      JSON.parse(document, (key, value: unknown) => (isExample(key) ? undefined : value)),
    );
  } finally {
    await service.stop();
  }
}
