import { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';

/** The classes of which a server makes its requests and responses: as `createServer` takes them. */
export interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/** Classes for one server with one app of Express. */
export function messageClasses(): MessageClasses {
  return {
    IncomingMessage: class extends IncomingMessage {},
    ServerResponse: class<Request extends IncomingMessage> extends ServerResponse<Request> {},
  };
}

/**
 * Puts what Express adds to requests and responses under the classes that they are of. Otherwise it changes the
 * prototype of each one, after which nothing that V8 has learned about such objects holds any more.
 */
export function putUnder(classes: MessageClasses, app: Express): void {
  Object.setPrototypeOf(classes.IncomingMessage.prototype, app.request);
  Object.setPrototypeOf(classes.ServerResponse.prototype, app.response);
  Object.assign(app, {
    request: classes.IncomingMessage.prototype,
    response: classes.ServerResponse.prototype,
  });
}
