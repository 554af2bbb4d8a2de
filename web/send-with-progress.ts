/**
 * A request as `fetch` makes it, that tells what part of its body has gone, from 0 to 1: `fetch` itself does not.
 * @throws TypeError without a connection; the signal's reason if it is aborted.
 */
export function sendWithProgress(
  request: Request,
  body: Blob,
  onProgress: (part: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { signal, method, url, headers } = request;
    const sent = new XMLHttpRequest();
    const abort = (): void => {
      sent.abort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    sent.open(method, url);
    headers.forEach((value, name) => sent.setRequestHeader(name, value));
    sent.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    sent.onerror = () => reject(new TypeError('The connection broke.'));
    sent.onload = () => {
      const retryAfter = sent.getResponseHeader('Retry-After');
      const given = {
        'Content-Type': 'application/json',
        ...(retryAfter !== null && { 'Retry-After': retryAfter }),
      };
      resolve(new Response(sent.responseText, { status: sent.status, headers: given }));
    };
    sent.send(body);
  });
}
