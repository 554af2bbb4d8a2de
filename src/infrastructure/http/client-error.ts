import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody, problemType } from './problem.js';
import { send } from './send.js';

/** Answers a request that Node's HTTP parser gave up on, and that no handler will see. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Node's own name for the answer that this connection waits for.
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (answer?.req.complete === true) {
    // What cannot be read came after a whole request, whose answer it must not replace.
    answer.once('close', () => socket.destroy());
    return;
  }
  if (!socket.writable || answer?.headersSent === true) {
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify(
    problemBody({
      status,
      title,
      code: 'malformed_request',
      detail: 'This is not an HTTP request that can be read.',
    }),
  );
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Type: ${problemType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Answers an `Expect` header that asks for anything but 100-continue. */
export const refuseExpectation: RequestListener = (_request, response) => {
  const detail = 'Leave out the Expect header.';
  const problem = problemBody({
    status: 417,
    title: 'Expectation Failed',
    code: 'malformed_request',
    detail,
  });
  send(response, 417, problem, { 'Content-Type': problemType });
};
