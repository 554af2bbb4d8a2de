import type { EventRepository } from '../../application/ports/event-log.js';
import type { SentRange } from '../../domain/conversation/decision.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';

/** Writes the log, in the unit of work that makes the change. */
export interface EventRecorder extends Pick<EventRepository, 'record'> {
  /** That each of these messages is deleted. They must be there still. */
  recordDeletions(sent: SentRange, participants: ParticipantPair): Promise<void>;
}

/** A place in a log whose ids rise in the order of the commits. */
export interface LogPosition {
  /** Made by chance with the log, so that another log's places are not taken for this one's. */
  readonly log: string;
  /** The last event before it; 0 at the beginning. */
  readonly id: number;
  /** That event's time, in milliseconds since 1970: after a restored backup, others get the ids that were lost. */
  readonly created: number;
}

export function formatPosition({ log, id, created }: LogPosition): string {
  return `${log}-${id}-${created.toString(36)}`;
}

/** Undefined if it is the place of a store of another kind. */
export function parsePosition(text: string): LogPosition | undefined {
  const [, log, id, created] = /^([0-9a-f]{8})-(\d{1,15})-([0-9a-z]{1,11})$/.exec(text) ?? [];
  if (log === undefined || id === undefined || created === undefined) return undefined;
  return { log, id: Number(id), created: parseInt(created, 36) };
}

/** The place that a store gave itself. */
export function ownPosition(text: string): LogPosition {
  const position = parsePosition(text);
  if (position === undefined) throw new Error(`No place of this store's log: ${text}`);
  return position;
}
