// Made by `npm run client` from /openapi.json.

export interface paths {
  '/api/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find people by the beginning of their username
     * @description Active users whose username begins with `search`, whatever its case, ordered by username. Without `search`, all of them.
     */
    get: operations['searchUsers'];
    put?: never;
    /**
     * Make an account
     * @description Usernames are unique whatever their case, and are stored in Unicode form NFKC.
     */
    post: operations['registerUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get one's own account
     * @description The account whose token the request carries, with its role and the time when it was made.
     */
    get: operations['getOwnUser'];
    put?: never;
    post?: never;
    /**
     * Erase one's own account, for good
     * @description Name, password, logins and blocks are gone. Threads stay for the other participants; the messages too, as from a deleted user, unless the operator has them removed. Wrong passwords count as failed logins.
     */
    delete: operations['eraseOwnAccount'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Log in
     * @description A wrong password, an unknown user and a deactivated one get the same answer after the same time.
     */
    post: operations['obtainTokens'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/token/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Spend a refresh token for a new pair
     * @description A refresh token can be spent once. If one comes twice, the whole login ends.
     */
    post: operations['refreshTokens'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/token/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Log out
     * @description Ends the login that the refresh token belongs to, also if it has ended before.
     */
    post: operations['revokeTokens'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/threads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List one's own threads
     * @description The caller's threads, the most recently active first.
     */
    get: operations['listOwnThreads'];
    put?: never;
    /**
     * Open the thread with somebody, or get the one there is
     * @description Name the other participant, or both. A pair has one thread: if it is there, it is returned as it is. Admins may name two others.
     */
    post: operations['openThread'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{user}/threads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a user's threads
     * @description One's own, or as an admin anybody's; the most recently active first.
     */
    get: operations['listThreads'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{user}/unread-count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count a user's unread messages
     * @description How many messages wait in all threads together. One's own count, or as an admin anybody's.
     */
    get: operations['countUnread'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/threads/{thread}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a thread
     * @description For its two participants, and for admins. For everybody else it does not exist.
     */
    get: operations['getThread'];
    put?: never;
    post?: never;
    /**
     * Delete a thread and its messages, for both
     * @description The thread and its messages are gone, for both participants. By either of them, or by an admin.
     */
    delete: operations['deleteThread'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/threads/{thread}/read': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mark the messages of a thread as read
     * @description Those from the other participant. An empty or absent body will do.
     */
    post: operations['markThreadRead'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/threads/{thread}/messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the messages of a thread, page by page
     * @description Either by `offset` and `ordering`, or by `after` or `before`, which cost the same at any depth and neither skip nor repeat while messages arrive. With these, `count` is still the total of the thread, `next` goes on in the same direction, and `previous` is null.
     */
    get: operations['listMessages'];
    put?: never;
    /**
     * Send a message
     * @description Only the two participants send. With an `Idempotency-Key`, a repeated request returns the first message instead of sending another.
     */
    post: operations['sendMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/messages/{message}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a message
     * @description For the two participants of its thread, and for admins. For everybody else it does not exist.
     */
    get: operations['getMessage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Mark a message as read
     * @description Only by its recipient. Marking it again changes nothing.
     */
    patch: operations['markMessageRead'];
    trace?: never;
  };
  '/api/v1/limits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the limits that this service is configured with
     * @description For clients that go on after a long time. A message that may have been sent longer ago than `idempotency_key_seconds` must not be repeated by itself: the repeat might be a second message.
     */
    get: operations['getLimits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{user}/block': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Block somebody
     * @description From then on neither of the two sends to the other or opens their thread. What is there can still be listed, read and marked as read. Blocking again changes nothing.
     */
    put: operations['blockUser'];
    post?: never;
    /**
     * Take a block back
     * @description One's own; the other's stays, if there is one.
     */
    delete: operations['unblockUser'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/me/blocks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the users that you block
     * @description Only one's own blocks. Nobody is told who blocks them.
     */
    get: operations['listBlocks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{user}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get everything that is held about a user
     * @description One's own, or as an admin anybody's. The document is written while it is read, and is whole only if its end has come: a connection that breaks is an error.
     */
    get: operations['exportUser'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{user}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Erase somebody's account, as an admin
     * @description As users do it for themselves, without the password. Not for one's own account.
     */
    delete: operations['eraseUser'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Follow what happens
     * @description Goes on until the token expires, or one side closes it; come back with `Last-Event-ID`, and nothing is missed and nothing comes twice. Without it, the stream starts now. `reset` says that what was missed is not known any more: read the threads again. `typing` has no id and does not come again.
     */
    get: operations['followEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/threads/{thread}/typing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Show that one is writing
     * @description The other participant gets it as the event `typing`, if they listen. Repeat it every few seconds.
     */
    post: operations['signalTyping'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether the process lives
     * @description Answers as long as the process does, whatever its storage does.
     */
    get: operations['isAlive'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whether requests will be served
     * @description Whether a load balancer should send requests here: not while the service starts or stops, nor while its storage cannot be read or takes no writes.
     */
    get: operations['isReady'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What monitoring asks for
     * @description Keep it from strangers: it tells how busy the service is. The documentation says what each metric means.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    User: {
      id: number;
      username: string;
    };
    Me: {
      id: number;
      username: string;
      /** @enum {unknown} */
      role: 'user' | 'admin';
      /** Format: date-time */
      created: string;
    };
    Message: {
      id: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id. */
      sender: number;
      text: string;
      /** Format: date-time */
      created: string;
      /** @description Whether the recipient has marked it as read. */
      is_read: boolean;
    };
    Thread: {
      id: number;
      /** @description In the order of their ids. */
      participants: components['schemas']['User'][];
      /** Format: date-time */
      created: string;
      /**
       * Format: date-time
       * @description When the last message was sent.
       */
      updated: string;
      last_message: components['schemas']['Message'] | null;
      /** @description How many messages of the other participant the reader has not marked as read; null for an admin who takes no part. */
      unread_count: number | null;
    };
    UserPage: {
      /** @description How many there are on all pages together. */
      count: number;
      /**
       * Format: uri
       * @description The absolute URL of the next page; null if there is none.
       */
      next: string | null;
      /**
       * Format: uri
       * @description The absolute URL of the previous page; null if there is none.
       */
      previous: string | null;
      results: components['schemas']['User'][];
    };
    ThreadPage: {
      /** @description How many there are on all pages together. */
      count: number;
      /**
       * Format: uri
       * @description The absolute URL of the next page; null if there is none.
       */
      next: string | null;
      /**
       * Format: uri
       * @description The absolute URL of the previous page; null if there is none.
       */
      previous: string | null;
      results: components['schemas']['Thread'][];
    };
    MessagePage: {
      /** @description How many there are on all pages together. */
      count: number;
      /**
       * Format: uri
       * @description The absolute URL of the next page; null if there is none.
       */
      next: string | null;
      /**
       * Format: uri
       * @description The absolute URL of the previous page; null if there is none.
       */
      previous: string | null;
      results: components['schemas']['Message'][];
    };
    Tokens: {
      /** @description A JWT, to be sent with requests. */
      access: string;
      /** @description A JWT, to be spent once for a new pair. */
      refresh: string;
    };
    Export: {
      /**
       * Format: date-time
       * @description When the reading began.
       */
      exported: string;
      user: {
        id: number;
        username: string;
        /** @enum {unknown} */
        role: 'user' | 'admin';
        /** Format: date-time */
        created: string;
        is_active: boolean;
      };
      /** @description Whom the user blocks. */
      blocks: {
        user: components['schemas']['User'];
        /** Format: date-time */
        created: string;
      }[];
      /** @description Who the user is at outside issuers of tokens. */
      identities: {
        issuer: string;
        subject: string;
      }[];
      /** @description Those to the API that have not ended. */
      logins: {
        /** Format: date-time */
        expires: string;
      }[];
      /** @description Logins to the admin panel that have not ended. */
      admin_sessions: {
        /** Format: date-time */
        expires: string;
      }[];
      /** @description What admins did to the account. */
      audit: {
        action: string;
        details: string;
        /** Format: date-time */
        created: string;
      }[];
      /** @description Those that are still remembered. */
      idempotency_keys: {
        message: number;
        key: string;
      }[];
      /** @description By rising id. */
      threads: components['schemas']['Thread'][];
      /** @description Sent and received, thread by thread, the oldest first. */
      messages: components['schemas']['Message'][];
    };
    UnreadCount: {
      count: number;
    };
    Limits: {
      /** @description For how long at least a repeated send is recognised by its `Idempotency-Key`. */
      idempotency_key_seconds: number;
    };
    Marked: {
      /** @description How many messages this call marked as read. */
      marked: number;
    };
    /** @description One event of the stream, with its `data` parsed. */
    Event:
      | {
          /** @constant */
          event: 'thread.created';
          id: string;
          data: components['schemas']['Thread'];
        }
      | {
          /** @constant */
          event: 'thread.deleted';
          id: string;
          data: {
            id: number;
            /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
            total_unread: number;
          };
        }
      | {
          /** @constant */
          event: 'message.created';
          id: string;
          data: components['schemas']['ReceivedMessage'];
        }
      | {
          /** @constant */
          event: 'message.deleted';
          id: string;
          data: {
            id: number;
            thread: number;
            /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
            total_unread: number;
          };
        }
      | {
          /** @constant */
          event: 'message.read';
          id: string;
          data: components['schemas']['ReadMark'];
        }
      | {
          /** @constant */
          event: 'typing';
          data: {
            thread: number;
            user: number;
          };
        }
      | {
          /** @constant */
          event: 'reset';
          id: string;
          data: Record<string, never>;
        };
    ReceivedMessage: {
      id: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id. */
      sender: number;
      text: string;
      /** Format: date-time */
      created: string;
      /** @description Whether the recipient has marked it as read. */
      is_read: boolean;
      /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
      total_unread?: number;
    };
    ReadMark: {
      thread: number;
      /** @description Who has read: always the recipient. */
      reader: number;
      /** @description All that the other participant sent, up to and including this id. */
      up_to?: number;
      /** @description These messages; instead of `up_to`. */
      ids?: number[];
      /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
      total_unread?: number;
    };
    Health: {
      /** @enum {unknown} */
      status: 'alive' | 'ready' | 'starting' | 'draining' | 'storage unavailable';
    };
    Problem: {
      /** @description A URN made of the code. */
      type: string;
      title: string;
      /** @description The status of the answer. */
      status: number;
      /** @description What was wrong and what to do, for people. */
      detail: string;
      /** @description Stable, for programs to branch on. */
      code: string;
      /** @description With `validation_error`: every fault that was found. */
      errors?: {
        /** @enum {unknown} */
        in: 'path' | 'query' | 'body' | 'header';
        field: string;
        message: string;
      }[];
    };
  };
  responses: {
    /** @description Not Found: `route_not_found`. */
    RouteNotFound: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status?: 404;
          /** @enum {unknown} */
          code?: 'route_not_found';
        };
      };
    };
    /** @description Method Not Allowed: `method_not_allowed`. */
    MethodNotAllowed: {
      headers: {
        'X-Request-Id': components['headers']['X-Request-Id'];
        Allow: components['headers']['Allow'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status?: 405;
          /** @enum {unknown} */
          code?: 'method_not_allowed';
        };
      };
    };
    /** @description Bad Request: `malformed_request`. */
    MalformedRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @constant */
          status?: 400;
          /** @enum {unknown} */
          code?: 'malformed_request';
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description The id of the request in the log: the one that came with it, or a new one. */
    'X-Request-Id': string;
    /** @description The absolute URL of what was made. */
    Location: string;
    /** @description What to call the file. */
    'Content-Disposition': string;
    /** @description The scheme to use. */
    'WWW-Authenticate': string;
    /** @description The methods of this path. */
    Allow: string;
    /** @description How long to wait, in seconds. */
    'Retry-After': number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  searchUsers: {
    parameters: {
      query?: {
        /** @description How the username begins, whatever its case. */
        search?: string;
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Users who can be written to, by username. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  registerUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description 1 to 150 letters, digits and @ . + - _. */
          username: string;
          /** @description 8 to 128 characters. */
          password: string;
        };
      };
    };
    responses: {
      /** @description The account was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Forbidden: `own_tokens_off`, `registration_closed`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'own_tokens_off' | 'registration_closed';
          };
        };
      };
      /** @description Conflict: `username_taken`. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: 'username_taken';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `logins_busy`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'logins_busy';
          };
        };
      };
    };
  };
  getOwnUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller's account. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  eraseOwnAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          password: string;
        };
      };
    };
    responses: {
      /** @description The account is erased. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`, `invalid_credentials`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired' | 'invalid_credentials';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Conflict: `last_admin`. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: 'last_admin';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`, `logins_busy`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable' | 'logins_busy';
          };
        };
      };
    };
  };
  obtainTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          username: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description A new login. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `invalid_credentials`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'invalid_credentials';
          };
        };
      };
      /** @description Forbidden: `own_tokens_off`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'own_tokens_off';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `logins_busy`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'logins_busy';
          };
        };
      };
    };
  };
  refreshTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          refresh: string;
        };
      };
    };
    responses: {
      /** @description The new pair. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `token_invalid`, `token_expired`, `token_revoked`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'token_invalid' | 'token_expired' | 'token_revoked';
          };
        };
      };
      /** @description Forbidden: `own_tokens_off`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'own_tokens_off';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable';
          };
        };
      };
    };
  };
  revokeTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          refresh: string;
        };
      };
    };
    responses: {
      /** @description The login has ended, now or before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `own_tokens_off`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'own_tokens_off';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable';
          };
        };
      };
    };
  };
  listOwnThreads: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of threads, latest `updated` first. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ThreadPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  openThread: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The other's id; the caller's own may stand beside it. An admin may name two others. */
          participants: number[];
        };
      };
    };
    responses: {
      /** @description The thread that the pair has. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Thread'];
        };
      };
      /** @description The thread was opened. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Thread'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`, `too_many_participants`, `self_thread`, `unknown_participant`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?:
              | 'validation_error'
              | 'malformed_request'
              | 'malformed_json'
              | 'too_many_participants'
              | 'self_thread'
              | 'unknown_participant';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_a_participant`, `blocked`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_a_participant' | 'blocked';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  listThreads: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: never;
      path: {
        /** @description The id of the user, or `me`. */
        user: 'me' | number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of threads, latest `updated` first. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ThreadPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_your_account`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_your_account';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  countUnread: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the user, or `me`. */
        user: 'me' | number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sum over all threads. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UnreadCount'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_your_account`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_your_account';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  getThread: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The thread. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Thread'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  deleteThread: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  markThreadRead: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description A message id: the last to be marked. Without it, all are. */
          up_to?: number;
        };
      };
    };
    responses: {
      /** @description How many were marked. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Marked'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_a_participant`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_a_participant';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  listMessages: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
        /** @description Oldest first, the default, or newest first. */
        ordering?: 'created' | '-created';
        /** @description A message id: what comes after it, oldest first. Instead of `offset` and `ordering`. */
        after?: number;
        /** @description A message id: what came before it, newest first. Instead of `offset` and `ordering`. */
        before?: number;
      };
      header?: never;
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of messages. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessagePage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  sendMessage: {
    parameters: {
      query?: never;
      header?: {
        /** @description A new one for each message, so that a repeated request sends it once. */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description 1 to 5,000 characters, of which one can be seen. */
          text: string;
        };
      };
    };
    responses: {
      /** @description A repeat: the message that was sent first with this key. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description The message was sent. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_a_participant`, `blocked`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_a_participant' | 'blocked';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Unprocessable Entity: `idempotency_key_reused`. */
      422: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: 'idempotency_key_reused';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  getMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The message. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `message_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'message_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  markMessageRead: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {boolean} */
          is_read: true;
        };
      };
    };
    responses: {
      /** @description The message, read. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `malformed_json`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'malformed_json';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_the_recipient`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_the_recipient';
          };
        };
      };
      /** @description Not Found: `message_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'message_not_found';
          };
        };
      };
      /** @description Payload Too Large: `payload_too_large`. */
      413: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: 'payload_too_large';
          };
        };
      };
      /** @description Unsupported Media Type: `unsupported_media_type`. */
      415: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: 'unsupported_media_type';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  getLimits: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The limits. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Limits'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  blockUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the user. */
        user: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The user is blocked, now or before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `self_block`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request' | 'self_block';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  unblockUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the user. */
        user: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller does not block the user, now or before. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  listBlocks: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of users, by username. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  exportUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the user, or `me`. */
        user: 'me' | number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document, as a file. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Content-Disposition': components['headers']['Content-Disposition'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Export'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_your_account`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_your_account';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  eraseUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the user. */
        user: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account is erased. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `password_required`, `not_your_account`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'password_required' | 'not_your_account';
          };
        };
      };
      /** @description Not Found: `user_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'user_not_found';
          };
        };
      };
      /** @description Conflict: `last_admin`. */
      409: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: 'last_admin';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  followEvents: {
    parameters: {
      query?: never;
      header?: {
        /** @description The last `id` that came, to get all that came after it. */
        'Last-Event-Id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Server-sent events. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': components['schemas']['Event'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Too Many Requests: `too_many_streams`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'too_many_streams';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  signalTyping: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the thread. */
        thread: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was passed on. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: 'validation_error' | 'malformed_request';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`. */
      401: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired';
          };
        };
      };
      /** @description Forbidden: `not_a_participant`, `blocked`. */
      403: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: 'not_a_participant' | 'blocked';
          };
        };
      };
      /** @description Not Found: `thread_not_found`. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: 'thread_not_found';
          };
        };
      };
      /** @description Too Many Requests: `rate_limited`. */
      429: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: 'rate_limited';
          };
        };
      };
      /** @description Internal Server Error: `internal_error`. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: 'internal_error';
          };
        };
      };
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: 'storage_unavailable' | 'issuer_unavailable';
          };
        };
      };
    };
  };
  isAlive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  isReady: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description They will. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description The service starts or stops, or its storage fails. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In the text format of Prometheus. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description One of several workers does not answer just now. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Retry-After': components['headers']['Retry-After'];
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
