import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** The panel, which is there some seconds after the rest: AdminJS is large. */
export class LazyPanel {
  #panel: RequestHandler | undefined;
  #arrived: (panel: RequestHandler) => void = () => undefined;
  readonly #arrival = new Promise<RequestHandler>((resolve) => (this.#arrived = resolve));

  /**
   * @param folder where the build has put AdminJS's bundle.
   * @param build is called when AdminJS has been imported.
   */
  constructor(
    private readonly folder: string,
    private readonly build: () => Promise<RequestHandler>,
    private readonly logger: Logger,
  ) {}

  /** Waits until the panel is there. */
  readonly handler: RequestHandler = (request, response, next) => {
    if (this.#panel !== undefined) return this.#panel(request, response, next);
    return this.#arrival.then((panel) => panel(request, response, next));
  };

  /** Starts to load it. */
  load(): void {
    void this.#load().then((panel) => {
      this.#panel = panel;
      this.#arrived(panel);
    });
  }

  async #load(): Promise<RequestHandler> {
    const started = performance.now();
    try {
      // AdminJS reads these when it is imported. The build has made the bundle.
      process.env['ADMIN_JS_SKIP_BUNDLE'] = 'true';
      process.env['ADMIN_JS_TMP_DIR'] = this.folder;
      await importInSteps();
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

/** How long requests have their turn between two steps, in milliseconds. */
const breath = 25;

/**
 * Imports what AdminJS is made of, piece by piece: at once it would hold up all requests for more than a second.
 * A piece that is not there any more is imported with the rest.
 */
async function importInSteps(): Promise<void> {
  const adminjs = createRequire(import.meta.url).resolve('adminjs');
  const design = createRequire(adminjs).resolve('@adminjs/design-system');
  const pieces = [
    ...['lodash', 'polished', 'react-select'].map((name) => [design, name] as const),
    ...[
      '@adminjs/design-system',
      '@babel/parser',
      '@babel/core',
      '@babel/preset-env',
      '@babel/preset-react',
    ].map((name) => [adminjs, name] as const),
    ...['@babel/register', 'rollup', '@rollup/plugin-commonjs', 'axios', 'ora', '@hello-pangea/dnd'].map(
      (name) => [adminjs, name] as const,
    ),
    ...['adminjs', '@adminjs/express', '@adminjs/typeorm'].map(
      (name) => [import.meta.filename, name] as const,
    ),
  ];
  for (const [from, name] of pieces) {
    try {
      await import(pathToFileURL(createRequire(from).resolve(name)).href);
    } catch {
      continue;
    }
    await pause(breath);
  }
}

function unavailable(_request: Request, response: Response): void {
  response
    .status(503)
    .setHeader('X-Content-Type-Options', 'nosniff')
    .type('text')
    .send('The admin panel could not be loaded: the log says why.\n');
}
