import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** The panel, which is loaded when somebody visits it first: AdminJS is as large as all the rest. */
export class LazyPanel {
  #panel: RequestHandler | undefined;
  #loading: Promise<RequestHandler> | undefined;

  /** @param build imports AdminJS. */
  constructor(
    private readonly build: () => Promise<RequestHandler>,
    private readonly logger: Logger,
  ) {}

  /** Waits until the panel is there, for some seconds at the first visit. */
  readonly handler: RequestHandler = async (request, response, next) => {
    this.#panel ??= await (this.#loading ??= this.#load());
    return this.#panel(request, response, next);
  };

  async #load(): Promise<RequestHandler> {
    const started = performance.now();
    try {
      const panel = await this.build();
      this.logger.info(
        { milliseconds: Math.round(performance.now() - started) },
        'The admin panel is there.',
      );
      return panel;
    } catch (error) {
      this.logger.error({ err: error }, 'The admin panel cannot be loaded. Everything else works.');
      return unavailable;
    }
  }
}

function unavailable(_request: Request, response: Response): void {
  response
    .status(503)
    .setHeader('X-Content-Type-Options', 'nosniff')
    .type('text')
    .send('The admin panel could not be loaded: the log says why.\n');
}
