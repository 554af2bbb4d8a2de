import { endpoint, type Endpoint } from '../endpoint.js';

/**
 * @param idempotencyKeyLifetime in milliseconds.
 * @param editPeriod for how long senders may edit and delete, in milliseconds.
 * @param attachmentMaxBytes undefined where none are taken.
 */
export function limitEndpoints(
  idempotencyKeyLifetime: number,
  editPeriod: number,
  attachmentMaxBytes: number | undefined,
): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/limits',
      schemas: {},
      operationId: 'getLimits',
      tag: 'Messages',
      summary: 'Get the limits that this service is configured with',
      description:
        'For clients that go on after a long time. A message that may have been sent longer ago than ' +
        '`idempotency_key_seconds` must not be repeated by itself: the repeat might be a second message. One that was ' +
        'sent longer ago than `edit_seconds`, its sender neither edits nor deletes.',
      replies: { 200: { description: 'The limits.', body: 'Limits' } },
      errors: [],
      handle: async () => ({
        status: 200,
        body: {
          idempotency_key_seconds: Math.floor(idempotencyKeyLifetime / 1000),
          edit_seconds: Math.floor(editPeriod / 1000),
          attachment_max_bytes: attachmentMaxBytes ?? null,
        },
      }),
    }),
  ];
}
