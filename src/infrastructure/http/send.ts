import type { ServerResponse } from 'node:http';

export type HeaderFields = Readonly<Record<string, string>>;

/** Answers with JSON, or with nothing if there is no body. */
export function send(response: ServerResponse, status: number, body?: unknown, headers?: HeaderFields): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(json),
      'Cache-Control': 'no-store', // people's messages and tokens
      ...headers,
    })
    .end(json);
}
