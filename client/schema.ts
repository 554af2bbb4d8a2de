// Made by `npm run client` from /openapi.json.

export interface paths {
  '/api/v1/attachments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Upload a file for a message
     * @description The file is the caller's own until a message takes it, and is gone after 24 hours if none does. Its type is found in its bytes. A picture (JPEG, PNG, WebP, GIF, AVIF) is made anew: upright, and without what it tells of place, device and time. `GET /limits` tells how large a file may be.
     */
    post: operations['uploadAttachment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments/{attachment}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an attachment with new links
     * @description For the two in whose thread it was sent, before that for its uploader, and for admins and services; for these also when its message is gone, as long as evidence holds it. For everybody else it does not exist.
     */
    get: operations['getAttachment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments/{attachment}/file': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the bytes of an attachment
     * @description By a link that Duet has given, which is the right to follow it: no token is needed, so that `<img src>` works. Ranges are answered. Only images are shown by browsers, everything else is a download. A link is good for an hour at least; `GET /attachments/{attachment}` gives a new one.
     */
    get: operations['readAttachment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/attachments/{attachment}/thumbnail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a small picture of an image
     * @description By a link that Duet has given, which is the right to follow it: no token is needed, so that `<img src>` works. Ranges are answered. Only images are shown by browsers, everything else is a download. A link is good for an hour at least; `GET /attachments/{attachment}` gives a new one.
     */
    get: operations['readThumbnail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find people by the beginning of their username or name
     * @description Active users whose username begins with `search`, or a word in username or name does, whatever the case; by username. Without `search`, all of them. Where the directory is closed, this is for admins and services.
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
    /**
     * Say how you want to be shown
     * @description What is left out stays as it is; null takes away.
     */
    patch: operations['changeOwnProfile'];
    trace?: never;
  };
  '/api/v1/users/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change one's own password
     * @description All other logins end, those of the admin panel too. Wrong passwords count as failed logins.
     */
    put: operations['changeOwnPassword'];
    post?: never;
    delete?: never;
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
  '/api/v1/users/{user}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get somebody's account
     * @description For admins and services.
     */
    get: operations['getAccount'];
    /**
     * Make a user of your application known, or bring the account up to date
     * @description For admins and services. Safe to repeat, and to do many times at once: there is one account for an external id, which is also the `sub` of your issuer's tokens. What is left out stays as it is; null takes away. Without a username, a new account gets one like its name or its external id.
     */
    put: operations['provisionUser'];
    post?: never;
    /**
     * Erase somebody's account, as an admin
     * @description As users do it for themselves, without the password. Not for one's own account.
     */
    delete: operations['eraseUser'];
    options?: never;
    head?: never;
    /**
     * Change somebody's account
     * @description For admins and services. What is left out stays as it is; null takes away. Deactivation ends all logins.
     */
    patch: operations['changeAccount'];
    trace?: never;
  };
  '/api/v1/users/{user}/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Log a user of your application in
     * @description For admins and services: the application knows who its user is, and hands these tokens to its client.
     */
    post: operations['handOutTokens'];
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
     * @description The caller's threads, the most recently active first: without those that are archived, unless `archived` says otherwise.
     */
    get: operations['listOwnThreads'];
    put?: never;
    /**
     * Open the thread with somebody, or get the one there is
     * @description Name the other participant, or both. A pair has one thread without a key, and one for each key: if it is there, it is returned as it is, whatever metadata was sent. Admins may name two others.
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
     * @description The thread and its messages are gone, for both participants, and they may open another at once. By either of them, unless the operator leaves that to services; or by an admin; the audit trail keeps who did it.
     */
    delete: operations['deleteThread'];
    options?: never;
    head?: never;
    /**
     * Archive or mute a thread, or change its metadata
     * @description Archived and muted are the caller’s own, and the other participant does not see them. A message from the other side, or a notice, brings an archived thread back.
     */
    patch: operations['changeThread'];
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
     * @description Only the two participants send. A service that acts as nobody puts a notice for both there, with `kind: "system"`. With an `Idempotency-Key`, a repeated request returns the first message instead of sending another.
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
    /**
     * Delete a message, for both
     * @description By its sender, within `edit_seconds` of `GET /limits`; by admins and services at any time. What it said is kept for them for a while.
     */
    delete: operations['deleteMessage'];
    options?: never;
    head?: never;
    /**
     * Mark a message as read, or edit it
     * @description One of the two. Only its recipient marks a message as read; only its sender edits it, within `edit_seconds` of `GET /limits`, and not while one of the two blocks the other. The earlier text is kept for admins and services. Marking it again, or giving it the text that it has, changes nothing.
     */
    patch: operations['changeMessage'];
    trace?: never;
  };
  '/api/v1/messages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Find messages in one's own conversations
     * @description Messages in which each word of `search` is, or is how a word begins; latest first. Case and accents do not matter, and nothing is an operator: what is neither letter nor digit only parts words. In scripts without spaces, any part of a text is found. `search` has 1 to 20 words. The latest 1,000 are found: a `count` of 1,000 may mean more. A new or edited message is found about a second later. One search of a user is looked for at a time, and three may wait. The operator can switch search off.
     */
    get: operations['searchMessages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
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
     * @description For clients that go on after a long time. A message that may have been sent longer ago than `idempotency_key_seconds` must not be repeated by itself: the repeat might be a second message. One that was sent longer ago than `edit_seconds`, its sender neither edits nor deletes.
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
  '/api/v1/messages/{message}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * See what a message said before
     * @description For admins and services; also of a message that was deleted. As long as it is kept: `EVIDENCE_DAYS` after it was edited or deleted, or while a report of the message is open. With the attachments that a deleted message had.
     */
    get: operations['listHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/messages/{message}/reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report a message
     * @description Only by its recipient, and once: reporting it again returns the first report, unchanged. The report keeps what the message says now, and its attachments. Admins and services see it; the sender is not told.
     */
    post: operations['reportMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List reports
     * @description For admins and services. The latest first.
     */
    get: operations['listReports'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/reports/{report}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a report
     * @description For admins and services. With what the message said and had when it was reported.
     */
    get: operations['getReport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Close a report, or open it again
     * @description For admins and services; written in the audit trail. A note that is left out stays. `EVIDENCE_DAYS` after it was closed, a report is forgotten.
     */
    patch: operations['changeReport'];
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
  '/api/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Follow what happens
     * @description Needs an access token, or a ticket in the query for the `EventSource` of browsers, which sends no headers. Goes on until the token or the ticket expires, or one side closes it; come back with `Last-Event-ID`, and nothing is missed and nothing comes twice. Without it, the stream starts now. `reset` says that what was missed is not known any more: read the threads again. `typing` has no id and does not come again. A service that acts as nobody gets the events of all users, each with the ids of the two as `participants`; threads show them as they always do. The page at `/docs` waits for the end of an answer, which does not come here: try it with `curl -N -H 'Authorization: Bearer …'`, or in the browser's console: get a ticket, then `new EventSource(…)` with it, and a listener for each type.
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
  '/api/v1/events/ticket': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Get a ticket for a stream of events
     * @description For the browser's own `EventSource`: `GET /events?ticket=…` needs no header. A ticket opens streams of the caller's events and nothing else, as many as they like, for an hour at most, and ends with the login that it came from; where no login is known here, with the token. It is a secret.
     */
    post: operations['issueTicket'];
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
  '/api/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the webhooks
     * @description For admins and services. By rising id.
     */
    get: operations['listWebhooks'];
    put?: never;
    /**
     * Be told of what happens
     * @description For admins and services. Each event from now on is posted to the URL, at least once and in order within a thread, signed as Standard Webhooks say. The secret comes in this answer only.
     */
    post: operations['createWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/webhooks/{webhook}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a webhook
     * @description For admins and services.
     */
    get: operations['getWebhook'];
    put?: never;
    post?: never;
    /**
     * Delete a webhook
     * @description For admins and services. What it has not been told yet, it is not told.
     */
    delete: operations['deleteWebhook'];
    options?: never;
    head?: never;
    /**
     * Change a webhook, pause it, or let it go on
     * @description For admins and services. What is left out stays as it is. One that goes on is told what it missed, as far as events are kept.
     */
    patch: operations['changeWebhook'];
    trace?: never;
  };
  '/api/v1/webhooks/{webhook}/secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give a webhook a new secret
     * @description For admins and services. For 24 hours each delivery has two signatures, of the new secret and of the one before.
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/webhooks/{webhook}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a webhook something to try it
     * @description For admins and services. Sends `{type: "test", timestamp, data: {webhook}}` at once and once, and says what came of it.
     */
    post: operations['testWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/webhooks/{webhook}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what a webhook was sent
     * @description For admins and services. The latest attempts first, of the last three days.
     */
    get: operations['listDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/webhooks/{webhook}/deliveries/{delivery}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a delivery again
     * @description For admins and services. At once and once, with what is known now. If the webhook waits and this gets through, it goes on at once.
     */
    post: operations['retryDelivery'];
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
      /** @description What the user is called, beside the username. */
      name: string | null;
      /**
       * Format: uri
       * @description The https URL of a picture, as it was given.
       */
      avatar_url: string | null;
    };
    Me: {
      id: number;
      username: string;
      /** @description What the user is called, beside the username. */
      name: string | null;
      /**
       * Format: uri
       * @description The https URL of a picture, as it was given.
       */
      avatar_url: string | null;
      /** @enum {unknown} */
      role: 'user' | 'admin';
      /** @description The user's id in the application that Duet serves: the `sub` of its tokens. */
      external_id: string | null;
      /** Format: date-time */
      created: string;
    };
    Account: {
      id: number;
      username: string;
      /** @description What the user is called, beside the username. */
      name: string | null;
      /**
       * Format: uri
       * @description The https URL of a picture, as it was given.
       */
      avatar_url: string | null;
      /** @enum {unknown} */
      role: 'user' | 'admin';
      /** @description The user's id in the application that Duet serves: the `sub` of its tokens. */
      external_id: string | null;
      /** Format: date-time */
      created: string;
      /** @description Whether the user is let in, found, and can be written to. */
      active: boolean;
      /** @description How many messages wait unread for the user in all threads. */
      unread_count: number;
    };
    Attachment: {
      id: number;
      /** @description What its uploader called the file. */
      name: string;
      /** @description The media type that was found in its bytes. */
      type: string;
      /** @description In bytes. */
      size: number;
      /** @description The width of an image as it is shown, in pixels; null for what is none. */
      width: number | null;
      /** @description The height of an image as it is shown, in pixels; null for what is none. */
      height: number | null;
      /**
       * Format: uri-reference
       * @description Where its bytes are, for an hour at least, without a token. Absolute; in webhooks a path, unless `PUBLIC_URL` is set.
       */
      url: string;
      /**
       * Format: uri-reference
       * @description Where a small picture of an image is, in the same way; null for what is none.
       */
      thumbnail_url: string | null;
    };
    HeldAttachment: {
      id: number;
      /** @description What its uploader called the file. */
      name: string;
      /** @description The media type that was found in its bytes. */
      type: string;
      /** @description In bytes. */
      size: number;
      /** @description The width of an image as it is shown, in pixels; null for what is none. */
      width: number | null;
      /** @description The height of an image as it is shown, in pixels; null for what is none. */
      height: number | null;
      /**
       * Format: uri-reference
       * @description As of an attachment, for admins and services, also when the message is gone; null for the reporter and in exports.
       */
      url: string | null;
      /**
       * Format: uri-reference
       * @description Where a small picture of an image is, in the same way; null for what is none.
       */
      thumbnail_url: string | null;
    };
    Message: {
      id: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id; null for a system message. */
      sender: number | null;
      /**
       * @description Of a participant, or of the host application: a notice without a sender.
       * @enum {unknown}
       */
      kind: 'user' | 'system';
      /** @description Empty for a message that has nothing but attachments. */
      text: string;
      attachments: components['schemas']['Attachment'][];
      /** @description What the host application keeps with it. Duet never reads it. */
      metadata: {
        [key: string]: unknown;
      };
      /** Format: date-time */
      created: string;
      /** @description When it was given the text that it has; null if it has the first one. */
      edited: string | null;
      /** @description Whether the recipient has marked it as read; a system message always is. */
      is_read: boolean;
    };
    Thread: {
      id: number;
      /** @description In the order of their ids. */
      participants: components['schemas']['User'][];
      /** @description What it is about, as the host application named it; null for the one thread without a key. */
      key: string | null;
      /** @description What the host application keeps with it. Duet never reads it. */
      metadata: {
        [key: string]: unknown;
      };
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
      /** @description Whether the reader has put it out of their list, until the other side writes; null for an admin who takes no part. */
      archived: boolean | null;
      /** @description Whether the reader wants no notifications of it; null for an admin who takes no part. */
      muted: boolean | null;
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
    Version: {
      /** @description The message's id; it may be gone. */
      message: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id; null for a system message. */
      sender: number | null;
      /**
       * @description Of a participant, or of the host application: a notice without a sender.
       * @enum {unknown}
       */
      kind: 'user' | 'system';
      text: string;
      /** @description What a message had that was deleted then; a message that was edited has them still. */
      attachments: components['schemas']['HeldAttachment'][];
      /** @description What the host application keeps with it. Duet never reads it. */
      metadata: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @description Since when the message said so.
       */
      created: string;
      /**
       * Format: date-time
       * @description When it was edited or deleted.
       */
      replaced: string;
      /**
       * @description What became of it then.
       * @enum {unknown}
       */
      change: 'edited' | 'deleted';
    };
    VersionPage: {
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
      results: components['schemas']['Version'][];
    };
    Report: {
      id: number;
      /** @description The message's id; it may be gone. */
      message: number;
      /** @description The thread's id. */
      thread: number;
      /** @description Who sent the message. */
      sender: number;
      /** @description Who reported it: its recipient. */
      reporter: number;
      /** @enum {unknown} */
      reason: 'spam' | 'abuse' | 'fraud' | 'other';
      /** @description Of the reporter. */
      comment: string | null;
      /** @description What the message said when it was reported. */
      text: string;
      /** @description What it had then. They stay as long as the report, also if the message is deleted. */
      attachments: components['schemas']['HeldAttachment'][];
      /**
       * Format: date-time
       * @description When the message was sent.
       */
      sent: string;
      /**
       * Format: date-time
       * @description When it was reported.
       */
      created: string;
      /** @enum {unknown} */
      status: 'open' | 'closed';
      /** @description Of those who look after reports; null for the reporter. */
      note: string | null;
      /** @description When it was closed; null while it is open. */
      closed: string | null;
    };
    ReportPage: {
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
      results: components['schemas']['Report'][];
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
        /** @description What the user is called, beside the username. */
        name: string | null;
        /**
         * Format: uri
         * @description The https URL of a picture, as it was given.
         */
        avatar_url: string | null;
        /** @enum {unknown} */
        role: 'user' | 'admin';
        /** @description The user's id in the application that Duet serves: the `sub` of its tokens. */
        external_id: string | null;
        /** Format: date-time */
        created: string;
        is_active: boolean;
      };
      /** @description What tokens of another issuer last said of the profile. */
      claims: {
        /** @description What the user is called, beside the username. */
        name: string | null;
        /**
         * Format: uri
         * @description The https URL of a picture, as it was given.
         */
        avatar_url: string | null;
        /** Format: date-time */
        since: string;
      } | null;
      /** @description Those that the user blocks. */
      blocks: {
        user: components['schemas']['User'];
        /** Format: date-time */
        created: string;
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
      /** @description What the user's messages said before they were edited or deleted, as far as it is kept. */
      earlier_texts: components['schemas']['Version'][];
      /** @description Those that the user made. */
      reports: components['schemas']['Report'][];
    };
    Webhook: {
      id: number;
      /** @description As it was given. */
      url: string;
      /** @description Types of events; `*` is all. */
      events: string[];
      /** @description How many seconds after it happened each event is sent. */
      delay: number;
      /** @description Whether messages are left out that have been read by then. */
      only_unread: boolean;
      description: string | null;
      /**
       * @description `off`: Duet gave up, for `off_reason`.
       * @enum {unknown}
       */
      status: 'active' | 'paused' | 'off';
      /**
       * @description `gone`: the receiver answered 410. `failing`: it took nothing for three days.
       * @enum {unknown}
       */
      off_reason: 'gone' | 'failing' | null;
      /** @description Since when an event has not been taken. */
      failing_since: string | null;
      /** @description When that is tried again. */
      next_attempt: string | null;
      /** Format: date-time */
      created: string;
    };
    NewWebhook: {
      id: number;
      /** @description As it was given. */
      url: string;
      /** @description Types of events; `*` is all. */
      events: string[];
      /** @description How many seconds after it happened each event is sent. */
      delay: number;
      /** @description Whether messages are left out that have been read by then. */
      only_unread: boolean;
      description: string | null;
      /**
       * @description `off`: Duet gave up, for `off_reason`.
       * @enum {unknown}
       */
      status: 'active' | 'paused' | 'off';
      /**
       * @description `gone`: the receiver answered 410. `failing`: it took nothing for three days.
       * @enum {unknown}
       */
      off_reason: 'gone' | 'failing' | null;
      /** @description Since when an event has not been taken. */
      failing_since: string | null;
      /** @description When that is tried again. */
      next_attempt: string | null;
      /** Format: date-time */
      created: string;
      /** @description What deliveries are signed with. It is shown this once. */
      secret: string;
    };
    Delivery: {
      id: number;
      /** @description The webhook's id. */
      webhook: number;
      /** @description The header `webhook-id`: the same in each attempt. */
      webhook_id: string;
      /** @description Of the event; `test` for a test. */
      type: string;
      /** @description How often it was tried. */
      attempts: number;
      /**
       * Format: date-time
       * @description When it was last tried.
       */
      attempted: string;
      /** @description Whether it was taken: with a status from 200 to 299. */
      delivered: boolean;
      /** @description Of the last answer; null if there was none. */
      status: number | null;
      /** @description How long the last attempt took, in milliseconds. */
      duration: number;
      /** @description Why there was no answer. */
      error: string | null;
      /** @description The beginning of the answer; null but for admins. */
      response: string | null;
      /** @description When it is tried again. */
      next_attempt: string | null;
    };
    WebhookPage: {
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
      results: components['schemas']['Webhook'][];
    };
    DeliveryPage: {
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
      results: components['schemas']['Delivery'][];
    };
    UnreadCount: {
      count: number;
    };
    Limits: {
      /** @description For how long at least a repeated send is recognised by its `Idempotency-Key`. */
      idempotency_key_seconds: number;
      /** @description How large a file may be that is uploaded; null where none are taken. */
      attachment_max_bytes: number | null;
      /** @description For how long after sending it a sender may edit or delete a message; 0: never. */
      edit_seconds: number;
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
          event: 'thread.updated';
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
            total_unread?: number;
            /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
            participants?: number[];
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
          event: 'message.updated';
          id: string;
          data: components['schemas']['UpdatedMessage'];
        }
      | {
          /** @constant */
          event: 'message.deleted';
          id: string;
          data: {
            id: number;
            thread: number;
            /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
            total_unread?: number;
            /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
            participants?: number[];
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
          event: 'user.created';
          id: string;
          data: components['schemas']['Account'];
        }
      | {
          /** @constant */
          event: 'user.updated';
          id: string;
          data: components['schemas']['User'] | components['schemas']['Account'];
        }
      | {
          /** @constant */
          event: 'user.deleted';
          id: string;
          data: {
            id: number;
          };
        }
      | {
          /** @constant */
          event: 'typing';
          data: {
            thread: number;
            user: number;
            /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
            participants?: number[];
          };
        }
      | {
          /** @constant */
          event: 'reset';
          id: string;
          data: Record<string, never>;
        };
    Ticket: {
      /** @description For `GET /events?ticket=…`. A secret, like a token. */
      ticket: string;
      /**
       * Format: date-time
       * @description When it ends, and the streams that it opened do.
       */
      expires: string;
    };
    ReceivedMessage: {
      id: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id; null for a system message. */
      sender: number | null;
      /**
       * @description Of a participant, or of the host application: a notice without a sender.
       * @enum {unknown}
       */
      kind: 'user' | 'system';
      /** @description Empty for a message that has nothing but attachments. */
      text: string;
      attachments: components['schemas']['Attachment'][];
      /** @description What the host application keeps with it. Duet never reads it. */
      metadata: {
        [key: string]: unknown;
      };
      /** Format: date-time */
      created: string;
      /** @description When it was given the text that it has; null if it has the first one. */
      edited: string | null;
      /** @description Whether the recipient has marked it as read; a system message always is. */
      is_read: boolean;
      /** @description How many messages wait unread for the reader in all threads; where that may have changed. */
      total_unread?: number;
      /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
      participants?: number[];
    };
    UpdatedMessage: {
      id: number;
      /** @description The thread's id. */
      thread: number;
      /** @description The user's id; null for a system message. */
      sender: number | null;
      /**
       * @description Of a participant, or of the host application: a notice without a sender.
       * @enum {unknown}
       */
      kind: 'user' | 'system';
      /** @description Empty for a message that has nothing but attachments. */
      text: string;
      attachments: components['schemas']['Attachment'][];
      /** @description What the host application keeps with it. Duet never reads it. */
      metadata: {
        [key: string]: unknown;
      };
      /** Format: date-time */
      created: string;
      /** @description When it was given the text that it has; null if it has the first one. */
      edited: string | null;
      /** @description Whether the recipient has marked it as read; a system message always is. */
      is_read: boolean;
      /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
      participants?: number[];
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
      /** @description The ids of the two, the lower one first; for a service that follows the events of all. */
      participants?: number[];
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
    /** @description Which of its bytes these are. */
    'Content-Range': string;
    /** @description That ranges can be asked for. */
    'Accept-Ranges': 'bytes';
    /** @description Another for other bytes. */
    ETag: string;
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
  uploadAttachment: {
    parameters: {
      query: {
        /** @description 1 to 255 characters without controls, of which one can be seen. */
        name: string;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    /** @description The bytes of the file, and nothing else: no form. */
    requestBody: {
      content: {
        '*/*': string;
      };
    };
    responses: {
      /** @description The file is kept. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Attachment'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `invalid_file_name`, `empty_attachment`, `image_refused`. */
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
              | 'unknown_user'
              | 'invalid_file_name'
              | 'empty_attachment'
              | 'image_refused';
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
      /** @description Forbidden: `services_only`, `no_user`, `attachments_off`. */
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
            code?: 'services_only' | 'no_user' | 'attachments_off';
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
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`, `uploads_busy`. */
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
            code?: 'storage_unavailable' | 'issuer_unavailable' | 'uploads_busy';
          };
        };
      };
    };
  };
  getAttachment: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the attachment. */
        attachment: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The attachment. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Attachment'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
          };
        };
      };
      /** @description Not Found: `attachment_not_found`. */
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
            code?: 'attachment_not_found';
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
  readAttachment: {
    parameters: {
      query: {
        /** @description Until when, in seconds since 1970. */
        expires: number;
        /** @description That it was given to an admin or a service: it works also when only evidence holds the attachment. */
        evidence?: 'yes';
        /** @description What makes it a link that Duet has given. */
        signature: string;
      };
      header?: never;
      path: {
        /** @description The id of the attachment. */
        attachment: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bytes. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Content-Disposition': components['headers']['Content-Disposition'];
          'Accept-Ranges': components['headers']['Accept-Ranges'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          '*/*': string;
        };
      };
      /** @description The range of them that was asked for. */
      206: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Content-Disposition': components['headers']['Content-Disposition'];
          'Content-Range': components['headers']['Content-Range'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          '*/*': string;
        };
      };
      /** @description They are as the client has them. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
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
      /** @description Forbidden: `link_refused`, `attachments_off`. */
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
            code?: 'link_refused' | 'attachments_off';
          };
        };
      };
      /** @description Not Found: `attachment_not_found`. */
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
            code?: 'attachment_not_found';
          };
        };
      };
      /** @description Range Not Satisfiable: `range_not_satisfiable`. */
      416: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 416;
            /** @enum {unknown} */
            code?: 'range_not_satisfiable';
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
  readThumbnail: {
    parameters: {
      query: {
        /** @description Until when, in seconds since 1970. */
        expires: number;
        /** @description That it was given to an admin or a service: it works also when only evidence holds the attachment. */
        evidence?: 'yes';
        /** @description What makes it a link that Duet has given. */
        signature: string;
      };
      header?: never;
      path: {
        /** @description The id of the attachment. */
        attachment: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bytes. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Content-Disposition': components['headers']['Content-Disposition'];
          'Accept-Ranges': components['headers']['Accept-Ranges'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          '*/*': string;
        };
      };
      /** @description The range of them that was asked for. */
      206: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          'Content-Disposition': components['headers']['Content-Disposition'];
          'Content-Range': components['headers']['Content-Range'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          '*/*': string;
        };
      };
      /** @description They are as the client has them. */
      304: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          ETag: components['headers']['ETag'];
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
      /** @description Forbidden: `link_refused`, `attachments_off`. */
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
            code?: 'link_refused' | 'attachments_off';
          };
        };
      };
      /** @description Not Found: `attachment_not_found`. */
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
            code?: 'attachment_not_found';
          };
        };
      };
      /** @description Range Not Satisfiable: `range_not_satisfiable`. */
      416: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @constant */
            status?: 416;
            /** @enum {unknown} */
            code?: 'range_not_satisfiable';
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
  searchUsers: {
    parameters: {
      query?: {
        /** @description How the username, or a word in username or name, begins, whatever its case. */
        search?: string;
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `directory_closed`. */
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
            code?: 'services_only' | 'directory_closed';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
  changeOwnProfile: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description 1 to 100 characters, of which one can be seen. */
          name?: string | null;
          /** @description an https URL of at most 2,048 characters. */
          avatar_url?: string | null;
        };
      };
    };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
  changeOwnPassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          current: string;
          /** @description 8 to 128 characters. */
          password: string;
        };
      };
    };
    responses: {
      /** @description The password is changed. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`, `own_tokens_off`. */
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
            code?: 'services_only' | 'no_user' | 'own_tokens_off';
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
  getAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
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
  provisionUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description `ext:` and the external id, percent-encoded. */
        user: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': {
          /** @description 1 to 150 letters, digits and @ . + - _. */
          username?: string;
          /** @description 1 to 100 characters, of which one can be seen. */
          name?: string | null;
          /** @description an https URL of at most 2,048 characters. */
          avatar_url?: string | null;
          /** @description Whether the user is let in, found, and can be written to. */
          active?: boolean;
        };
      };
    };
    responses: {
      /** @description The account, up to date. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description The account was made. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `admins_only`, `own_account`. */
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
            code?: 'services_only' | 'admins_only' | 'own_account';
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
      /** @description Conflict: `username_taken`, `last_admin`. */
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
            code?: 'username_taken' | 'last_admin';
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
  eraseUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `password_required`, `not_your_account`. */
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
            code?: 'services_only' | 'password_required' | 'not_your_account';
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
  changeAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description 1 to 150 letters, digits and @ . + - _. */
          username?: string;
          /** @description 1 to 100 characters, of which one can be seen. */
          name?: string | null;
          /** @description an https URL of at most 2,048 characters. */
          avatar_url?: string | null;
          /** @description Whether the user is let in, found, and can be written to. */
          active?: boolean;
        };
      };
    };
    responses: {
      /** @description The account, changed. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `admins_only`, `own_account`. */
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
            code?: 'services_only' | 'admins_only' | 'own_account';
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
      /** @description Conflict: `username_taken`, `last_admin`. */
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
            code?: 'username_taken' | 'last_admin';
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
  handOutTokens: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A new login of the user. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tokens'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `own_tokens_off`, `no_user`, `admins_only`. */
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
            code?: 'services_only' | 'own_tokens_off' | 'no_user' | 'admins_only';
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
      /** @description Conflict: `not_active`. */
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
            code?: 'not_active';
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
  listOwnThreads: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
        /** @description A user: the threads with this one alone. An id, or `ext:` and the external id. */
        with?: string | ('me' | number);
        /** @description 1 to 100 of A–Z a–z 0–9 . _ : / @ + -. */
        key?: string;
        /** @description Those that are not archived, the default; those that are; or both. */
        archived?: 'false' | 'true' | 'all';
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The other user; the caller may stand beside. Each is an id, `me`, or `ext:` and an external id. An admin may name two others. */
          participants: (string | ('me' | number))[];
          /** @description 1 to 100 of A–Z a–z 0–9 . _ : / @ + -. */
          key?: string;
          /** @description What you keep with the thread, a JSON object of at most 4 KiB as JSON and 4 levels; it comes back as it is, and is never read. null is {}. */
          metadata?: {
            [key: string]: unknown;
          } | null;
        };
      };
    };
    responses: {
      /** @description The thread that the pair has, unchanged. */
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`, `too_few_participants`, `too_many_participants`, `self_thread`, `unknown_participant`. */
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
              | 'unknown_user'
              | 'malformed_json'
              | 'too_few_participants'
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
      /** @description Forbidden: `services_only`, `no_user`, `not_a_participant`, `opening_closed`, `blocked`. */
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
            code?: 'services_only' | 'no_user' | 'not_a_participant' | 'opening_closed' | 'blocked';
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
        /** @description A user: the threads with this one alone. An id, or `ext:` and the external id. */
        with?: string | ('me' | number);
        /** @description 1 to 100 of A–Z a–z 0–9 . _ : / @ + -. */
        key?: string;
        /** @description Those that are not archived, the default; those that are; or both. */
        archived?: 'false' | 'true' | 'all';
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_your_account`. */
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
            code?: 'services_only' | 'no_user' | 'not_your_account';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_your_account`. */
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
            code?: 'services_only' | 'no_user' | 'not_your_account';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `deletion_closed`. */
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
            code?: 'services_only' | 'deletion_closed';
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
  changeThread: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
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
          /** @description Of the caller, who takes part. */
          archived?: boolean;
          /** @description Of the caller, who takes part. */
          muted?: boolean;
          /** @description By services and admins: it takes the place of what was there. */
          metadata?: {
            [key: string]: unknown;
          } | null;
        };
      };
    };
    responses: {
      /** @description The thread as it is now. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Thread'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_a_participant`, `admins_only`. */
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
            code?: 'services_only' | 'no_user' | 'not_a_participant' | 'admins_only';
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
  markThreadRead: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_a_participant`. */
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
            code?: 'services_only' | 'no_user' | 'not_a_participant';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
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
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
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
          /** @description The ids of what the sender has uploaded, in the order in which they are shown. */
          attachments?: number[];
          text?: string;
          /**
           * @description For a service that acts as nobody: `system`. Users leave it out, or say `user`.
           * @enum {string}
           */
          kind?: 'user' | 'system';
          /** @description What you keep with the message, a JSON object of at most 4 KiB as JSON and 4 levels; it comes back as it is, and is never read. null is {}. */
          metadata?: {
            [key: string]: unknown;
          } | null;
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`, `unknown_attachment`. */
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
              | 'unknown_user'
              | 'malformed_json'
              | 'unknown_attachment';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_a_participant`, `blocked`. */
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
            code?: 'services_only' | 'no_user' | 'not_a_participant' | 'blocked';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
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
  deleteMessage: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone, for both participants. */
      204: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `not_the_sender`, `edit_closed`. */
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
            code?: 'services_only' | 'not_the_sender' | 'edit_closed';
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
  changeMessage: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description Marks it as read: by its recipient.
           * @enum {boolean}
           */
          is_read?: true;
          /** @description 1 to 5,000 characters, of which one can be seen. */
          text?: string;
        };
      };
    };
    responses: {
      /** @description The message, as it is then. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_the_recipient`, `not_the_sender`, `edit_closed`, `blocked`. */
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
            code?:
              | 'services_only'
              | 'no_user'
              | 'not_the_recipient'
              | 'not_the_sender'
              | 'edit_closed'
              | 'blocked';
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
  searchMessages: {
    parameters: {
      query: {
        /** @description 1 to 200 characters with 1 to 20 words, of which each has a letter or a digit. */
        search: string;
        /** @description Only in this thread. */
        thread?: number;
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of messages, latest first. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessagePage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`, `search_off`. */
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
            code?: 'services_only' | 'no_user' | 'search_off';
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
      /** @description Service Unavailable: `storage_unavailable`, `issuer_unavailable`, `searches_busy`. */
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
            code?: 'storage_unavailable' | 'issuer_unavailable' | 'searches_busy';
          };
        };
      };
    };
  };
  getLimits: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
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
  listHistory: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Earlier texts, the latest first. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VersionPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
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
  reportMessage: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the message. */
        message: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * @description What is wrong with it.
           * @enum {string}
           */
          reason: 'spam' | 'abuse' | 'fraud' | 'other';
          /** @description at most 1,000 characters. */
          comment?: string | null;
        };
      };
    };
    responses: {
      /** @description The report that the caller has made of this message before. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Report'];
        };
      };
      /** @description The report. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Report'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_the_recipient`. */
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
            code?: 'services_only' | 'no_user' | 'not_the_recipient';
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
  listReports: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
        /** @description Only these; without it, all. */
        status?: 'open' | 'closed';
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of reports. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReportPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
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
  getReport: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the report. */
        report: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The report. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Report'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `report_not_found`. */
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
            code?: 'report_not_found';
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
  changeReport: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the report. */
        report: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          status: 'open' | 'closed';
          /** @description at most 1,000 characters. */
          note?: string | null;
        };
      };
    };
    responses: {
      /** @description The report, changed. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Report'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'malformed_json';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `report_not_found`. */
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
            code?: 'report_not_found';
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
  blockUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `self_block`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user' | 'self_block';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description A user: the id, `me`, or `ext:` and the external id, percent-encoded. */
        user: string | ('me' | number);
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_your_account`. */
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
            code?: 'services_only' | 'no_user' | 'not_your_account';
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
  followEvents: {
    parameters: {
      query?: {
        /** @description Instead of an access token, where no header can be sent. */
        ticket?: string;
        /** @description The same as `Last-Event-ID`, which goes before it. */
        last_event_id?: string;
      };
      header?: {
        /** @description The last `id` that came, to get all that came after it. */
        'Last-Event-Id'?: string;
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`, `token_revoked`. */
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
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired' | 'token_revoked';
          };
        };
      };
      /** @description Forbidden: `services_only`. */
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
            code?: 'services_only';
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
  issueTicket: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A new ticket. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
          };
        };
      };
      /** @description Unauthorized: `not_authenticated`, `token_invalid`, `token_expired`, `token_revoked`. */
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
            code?: 'not_authenticated' | 'token_invalid' | 'token_expired' | 'token_revoked';
          };
        };
      };
      /** @description Forbidden: `services_only`, `no_user`. */
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
            code?: 'services_only' | 'no_user';
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
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `no_user`, `not_a_participant`, `blocked`. */
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
            code?: 'services_only' | 'no_user' | 'not_a_participant' | 'blocked';
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
  listWebhooks: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of webhooks. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
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
  createWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description an http or https URL of at most 2,048 characters, without a user or a fragment. */
          url: string;
          /** @description Of which types; `*` is all, also those of later versions. */
          events: (
            | '*'
            | 'thread.created'
            | 'thread.deleted'
            | 'message.created'
            | 'message.updated'
            | 'message.deleted'
            | 'message.read'
            | 'message.reported'
            | 'user.created'
            | 'user.updated'
            | 'user.deleted'
          )[];
          /** @description How many seconds after it happened each event is sent. */
          delay?: number;
          /** @description Whether `message.created` is left out for messages that have been read when it is their turn. */
          only_unread?: boolean;
          /** @description at most 200 characters. */
          description?: string | null;
        };
      };
    };
    responses: {
      /** @description The webhook, with its secret. */
      201: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhook'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`, `invalid_webhook_url`. */
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
              | 'unknown_user'
              | 'malformed_json'
              | 'invalid_webhook_url';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Conflict: `too_many_webhooks`. */
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
            code?: 'too_many_webhooks';
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
  getWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  deleteWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
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
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  changeWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description an http or https URL of at most 2,048 characters, without a user or a fragment. */
          url?: string;
          /** @description Of which types; `*` is all, also those of later versions. */
          events?: (
            | '*'
            | 'thread.created'
            | 'thread.deleted'
            | 'message.created'
            | 'message.updated'
            | 'message.deleted'
            | 'message.read'
            | 'message.reported'
            | 'user.created'
            | 'user.updated'
            | 'user.deleted'
          )[];
          /** @description How many seconds after it happened each event is sent. */
          delay?: number;
          /** @description Whether `message.created` is left out for messages that have been read when it is their turn. */
          only_unread?: boolean;
          /** @description at most 200 characters. */
          description?: string | null;
          /** @description Whether it delivers: false pauses it, true lets it go on. */
          active?: boolean;
        };
      };
    };
    responses: {
      /** @description The webhook, changed. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`, `malformed_json`, `invalid_webhook_url`. */
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
              | 'unknown_user'
              | 'malformed_json'
              | 'invalid_webhook_url';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook, with its new secret. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhook'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  testWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What came of it: look at `delivered`. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  listDeliveries: {
    parameters: {
      query?: {
        /** @description How many there are on a page at most. */
        limit?: number;
        /** @description How many to leave out first. */
        offset?: number;
      };
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeliveryPage'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`. */
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
            code?: 'webhook_not_found';
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
  retryDelivery: {
    parameters: {
      query?: never;
      header?: {
        /** @description With a service key: the user in whose name the call is made, with their rights. The id, or `ext:` and the external id, percent-encoded where it is more than visible ASCII characters, and where it has a `%`. */
        'Duet-Act-As'?: string;
      };
      path: {
        /** @description The id of the webhook. */
        webhook: number;
        /** @description The id of the delivery. */
        delivery: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What came of it: look at `delivered`. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description Bad Request: `validation_error`, `malformed_request`, `unknown_user`. */
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
            code?: 'validation_error' | 'malformed_request' | 'unknown_user';
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
      /** @description Forbidden: `services_only`, `admins_only`. */
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
            code?: 'services_only' | 'admins_only';
          };
        };
      };
      /** @description Not Found: `webhook_not_found`, `delivery_not_found`. */
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
            code?: 'webhook_not_found' | 'delivery_not_found';
          };
        };
      };
      /** @description Conflict: `delivery_forgotten`. */
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
            code?: 'delivery_forgotten';
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
