import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler } from 'express';
import { HttpError } from './problem.js';

const parse = express.json({
  limit: '64kb',
  verify: (request: IncomingMessage & { bodySize?: number }, _response, bytes) => {
    if (!isUtf8(bytes)) throw new HttpError('malformed_json', 'The body is not UTF-8.');
    request.bodySize = bytes.length;
  },
});

/** The parser would take every charset that begins with `utf-`, and reads bytes by it that are UTF-8. */
const otherCharset = /;\s*charset\s*=\s*(?!"?utf-8"?\s*(;|$))/i;

/** Reads a JSON body into `request.body`, which stays undefined if there is none. */
export const jsonBody: RequestHandler = (request, response, next) => {
  const { 'transfer-encoding': chunked, 'content-length': length = '0' } = request.headers;
  if (chunked === undefined && length === '0') {
    next();
  } else if (!request.is('application/json') || otherCharset.test(request.headers['content-type'] ?? '')) {
    next(new HttpError('unsupported_media_type', 'Send JSON in UTF-8, as Content-Type: application/json.'));
  } else {
    parse(request, response, next);
  }
};
