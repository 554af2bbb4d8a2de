import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { publicPath } from '../../infrastructure/http/public-path.js';
import { wrap } from '../container.js';
import { assemble, open } from '../service.js';
import { tokens } from '../tokens.js';
import { readOptions, type DuetOptions } from './options.js';
import { useCasesOf, type UseCases } from './use-cases.js';

/** Duet in a process of somebody else. */
export interface Duet {
  /**
   * Answers everything below PUBLIC_URL: the API, events, the pages, the panel. For `createServer`, and for `app.use`
   * of Express and its like; what is not below that path goes to `next`, or is 404 without one.
   */
  readonly handler: (
    request: IncomingMessage,
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ) => void;
  readonly useCases: UseCases;
  /** Ends the streams, waits for the requests under way, closes the store. May be called again. */
  close(): Promise<void>;
}

/** What Express adds to the requests that it passes on. */
interface Passed {
  baseUrl?: string;
  originalUrl?: string;
  query?: unknown;
}

/** How long requests under way may take after `close`, in milliseconds. */
const drainTime = 8000;

/**
 * Opens the store, brings it up to date and begins what is done beside requests.
 * @throws ConfigError with everything that is wrong with the options; what the store says if it cannot be opened.
 */
export async function createDuet(options: DuetOptions = {}): Promise<Duet> {
  const { config, replacements } = readOptions(options);
  // The requests are of the classes of the application's server.
  const anyClasses = wrap(tokens.httpOptions, ({ messageClasses: _, ...rest }) => rest);
  const container = assemble(config, [...replacements, anyClasses]);
  const running = await open(container, config);
  const app = container.get(tokens.app);
  running.begin();
  const underWay = new Set<ServerResponse>();
  let closed: Promise<void> | undefined;

  return {
    handler: mountedAt(publicPath(config.http.publicUrl), (request, response) => {
      if (closed !== undefined) {
        response.writeHead(503, { 'Retry-After': '1' }).end();
        return;
      }
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      app(request, response);
    }),
    useCases: useCasesOf(container),
    close: () => (closed ??= running.stop(() => drained(underWay))),
  };
}

/** Takes the path off, unless the application's framework has done so. */
function mountedAt(path: string, listener: RequestListener): Duet['handler'] {
  return (request: IncomingMessage & Passed, response, next) => {
    const { url = '/', baseUrl = '', originalUrl = url } = request;
    if (!path.endsWith(baseUrl)) {
      const error = new Error(`Duet is mounted at ${baseUrl}: set PUBLIC_URL to where that is from outside.`);
      if (next === undefined) throw error;
      next(error);
      return;
    }
    const isStripped = baseUrl !== '' || originalUrl !== url;
    if (!isStripped && !(url + '/').startsWith(`${path}/`) && !url.startsWith(`${path}?`)) {
      if (next !== undefined) next();
      else response.writeHead(404).end();
      return;
    }
    const own = isStripped ? url : url.slice(path.length);
    request.url = own.startsWith('/') ? own : `/${own}`;
    if (request.originalUrl !== undefined) {
      // What others read when the answer is done, such as a log, shall be what it was.
      response.prependOnceListener('finish', () => Object.assign(request, { originalUrl, baseUrl }));
      Object.assign(request, { originalUrl: request.url, baseUrl: '' });
      delete request.query; // Express 4 has put it there; Duet reads it more strictly
    }
    listener(request, response);
  };
}

function drained(underWay: ReadonlySet<ServerResponse>): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(late);
      resolve();
    };
    const late = setTimeout(() => {
      for (const response of underWay) response.destroy();
      end();
    }, drainTime);
    const look = () => underWay.size === 0 && end();
    for (const response of underWay) response.once('close', () => setImmediate(look));
    look();
  });
}
