import type { Request } from 'express';
import { HttpError } from './problem.js';

/** For how long what is too much of a body is read and thrown away, in milliseconds: so that the client reads the answer. */
const lingering = 2000;

/**
 * The bytes of a request's body as they come.
 * @throws HttpError `unsupported_media_type` at once for a form, or for what is compressed; `payload_too_large`, while it
 * is read at the latest; and `malformed_request` if the body breaks off.
 */
export async function* boundedBody(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  const { 'content-encoding': encoding = 'identity', 'content-length': announced = '0' } = request.headers;
  if (request.is('multipart/*') || encoding !== 'identity') {
    throw new HttpError(
      'unsupported_media_type',
      'Send the bytes of the file as the body: no form, and not compressed.',
    );
  }
  if (Number(announced) > maxBytes) await refuse(request, maxBytes);
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) break;
      yield chunk;
    }
  } catch {
    throw new HttpError('malformed_request', 'The body broke off: send it again.');
  }
  if (size > maxBytes) await refuse(request, maxBytes);
}

async function refuse(request: Request, maxBytes: number): Promise<never> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lingering);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', end).once('close', end).once('error', end).resume();
  });
  throw new HttpError('payload_too_large', `A file has at most ${maxBytes} bytes.`, {
    headers: { Connection: 'close' },
  });
}
