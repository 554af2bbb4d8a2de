import type { ServerResponse } from 'node:http';

import type { Request, Response } from 'express';
import { HttpError } from './problem.js';
import { headersFor, streamTo, type Identified } from './send.js';

export interface SentFile {
  readonly name: string;
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Whether browsers show it. Everything else they save. */
  readonly isShown: boolean;
  /** Another for other bytes. */
  readonly tag: string;
  readonly read: (range?: { start: number; end: number }) => Promise<AsyncIterable<Uint8Array>>;
}

/**
 * Answers with a file or the range of it that the request asks for. Browsers ask again whenever they show what they have
 * kept, because it may be gone or no longer be theirs to see.
 * @throws HttpError `range_not_satisfiable`; what `read` throws.
 */
export async function sendFile(response: ServerResponse & Identified, file: SentFile): Promise<void> {
  const { req: request } = response as Response;
  const etag = `"${file.tag}"`;
  const headers = {
    'Cache-Control': 'private, no-cache',
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    ETag: etag,
  };
  if (isKnown(request, etag)) {
    response.writeHead(304, headersFor(response, headers)).end();
    return;
  }
  const range = rangeOf(request, file.size, etag);
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const body = request.method === 'HEAD' ? undefined : await file.read(range);
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'Content-Disposition': disposition(file),
    'Content-Length': end - start + 1,
    'Accept-Ranges': 'bytes',
    ...headersFor(response, headers),
    ...(range && { 'Content-Range': `bytes ${start}-${end}/${file.size}` }),
  });
  if (body === undefined) response.end();
  else await streamTo(response, body);
}

function isKnown({ headers }: Request, etag: string): boolean {
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
}

/**
 * Undefined for all of it: also where several are asked for, the client has a part of something else, or it is a HEAD
 * (RFC 9110, 14.2).
 */
function rangeOf(request: Request, size: number, etag: string): { start: number; end: number } | undefined {
  const condition = request.headers['if-range'];
  if (request.method !== 'GET' || (condition !== undefined && condition !== etag)) return undefined;
  const suffix = Number(/^bytes=-(\d+)$/i.exec(request.headers.range ?? '')?.[1]);
  // Express knows no range that is longer than the file, of which RFC 9110, 14.1.2 says: then it is all of it.
  if (suffix > size) return { start: 0, end: size - 1 };
  const ranges = request.range(size);
  if (ranges === -1) {
    throw new HttpError('range_not_satisfiable', `The file has ${size} bytes.`, {
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return ranges[0];
}

/** With the name in ASCII for old programs, and as it is (RFC 6266, 8187). */
function disposition({ name, isShown }: SentFile): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${isShown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
