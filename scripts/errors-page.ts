import { STATUS_CODES } from 'node:http';
import { format, resolveConfig } from 'prettier';
import type { ErrorCode } from '../src/infrastructure/http/error-texts.js';
import { problems } from '../src/infrastructure/http/problem.js';

/** Where the page lies, from the root of the repository. */
export const errorsFile = 'docs/errors.md';

/** Every error code with its cause and cure, in Markdown, from where the codes are defined. */
export async function errorsPage(): Promise<string> {
  const codes = Object.keys(problems) as ErrorCode[];
  const statuses = [...new Set(codes.map((code) => problems[code].status))].toSorted((a, b) => a - b);
  const sections = statuses.map((status) => {
    const rows = codes
      .filter((code) => problems[code].status === status)
      .map((code) => `| \`${code}\` | ${problems[code].cause} | ${problems[code].cure} |`);
    const table = ['| code | cause | cure |', '| --- | --- | --- |', ...rows].join('\n');
    return `## ${status} ${STATUS_CODES[status]}\n\n${table}`;
  });
  const page = `<!-- Made by \`npm run docs\` from src/infrastructure/http/error-texts.ts. -->

# Errors

An error is answered as RFC 9457's \`application/problem+json\`. Branch on its \`code\`, which does not change; \`title\` and \`detail\` are for people and may. \`type\` is \`urn:duet:problem:\` and the code. Which codes an operation can answer with is in \`/openapi.json\`.

${sections.join('\n\n')}
`;
  return format(page, { ...(await resolveConfig(errorsFile)), parser: 'markdown' });
}
