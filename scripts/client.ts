import { writeFile } from 'node:fs/promises';
import { clientSchema, clientSchemaFile } from './client-schema.js';

// npm run client

await writeFile(clientSchemaFile, await clientSchema());
