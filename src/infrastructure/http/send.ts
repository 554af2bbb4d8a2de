import type { IncomingMessage, ServerResponse } from 'node:http';

import { pipeline } from 'node:stream/promises';
import helmet from 'helmet';

const jsonType = 'application/json; charset=utf-8';

export type HeaderFields = Readonly<Record<string, string>>;

/** A response that knows the id of its request. */
export interface Identified {
  requestId?: string;
  /** Whether it is an answer that goes on. */
  streams?: boolean;
}

/** What helmet says to browsers about JSON, found out once instead of for each answer. */
const securityHeaders: HeaderFields = headersOf(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: false, // app.ts sends it, where the operator asks for it
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  }),
);

/** The head of an answer that goes on, written at once. */
export function sendHead(response: ServerResponse & Identified, headers: HeaderFields): void {
  response.writeHead(200, headersFor(response, headers)).flushHeaders();
}

/** Answers with JSON, or with nothing if there is no body. */
export function send(
  response: ServerResponse & Identified,
  status: number,
  body?: unknown,
  headers?: HeaderFields,
): void {
  const common = headersFor(response, headers);
  if (body === undefined) {
    response.writeHead(status, common).end();
    return;
  }
  const json = JSON.stringify(body);
  response
    .writeHead(status, { 'Content-Type': jsonType, 'Content-Length': Buffer.byteLength(json), ...common })
    .end(json);
}

/**
 * Answers with JSON that is read as the client takes it, so that it needs no memory. If the client goes away, the rest
 * is left unread; if the text fails, the connection breaks, so that nobody takes the part for the whole.
 * @throws what the text throws.
 */
export async function sendStream(
  response: ServerResponse & Identified,
  status: number,
  text: AsyncIterable<string>,
  headers?: HeaderFields,
): Promise<void> {
  response.writeHead(status, { 'Content-Type': jsonType, ...headersFor(response, headers) });
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  await streamTo(response, text);
}

/** Ends the response with what is read as the client takes it. @throws what the source throws. */
export async function streamTo(
  response: ServerResponse,
  source: AsyncIterable<string> | AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    await pipeline(source, response);
  } catch (error) {
    if (!clientGone.has((error as { code?: string }).code ?? '')) throw error;
  }
}

/** What Node calls the end of a connection that the client has closed. */
const clientGone = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);

/**
 * What every answer has, and these. What is named comes before what is spread: on Node 20, an object that begins with a
 * spread and gets more properties is slow, and V8 has to clear up after it. That was a fifth of what an unread count took.
 */
export function headersFor({ requestId }: Identified, headers?: HeaderFields): HeaderFields {
  return {
    'Cache-Control': 'no-store', // people's messages and tokens
    ...securityHeaders,
    ...(requestId === undefined ? undefined : { 'X-Request-Id': requestId }),
    ...headers,
  };
}

function headersOf(
  middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void,
): HeaderFields {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => undefined,
  };
  middleware({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}
