import type { UserCaller } from '../accounts/user.js';
import type { Attachment } from '../attachments/attachment.js';
import type { Decision } from '../conversation/decision.js';
import { requireRecipient, type Message } from '../conversation/message.js';
import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable } from '../text.js';

export const reportReasons = ['spam', 'abuse', 'fraud', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

export const reportStatuses = ['open', 'closed'] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** That the recipient of a message finds it wrong, with what it said then. */
export interface NewReport {
  readonly messageId: number;
  readonly threadId: number;
  readonly senderId: number;
  readonly reporterId: number;
  readonly reason: ReportReason;
  readonly comment: string | undefined;
  /** Of the message, when it was reported. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly sent: Date;
  readonly created: Date;
}

export interface Report extends NewReport {
  readonly id: number;
  readonly status: ReportStatus;
  /** For those who look after reports. */
  readonly note: string | undefined;
  /** Undefined while it is open. */
  readonly closed: Date | undefined;
  /** Whether it goes as soon as it is closed, because the sender or the reporter was erased. */
  readonly overdue: boolean;
}

export const commentRule = { max: 1000, text: 'at most 1,000 characters' } as const;

/** Of a comment or a note. @throws DomainError `invalid_comment`. */
export function checkComment(text: string): void {
  if (!hasCodePoints(text, 0, commentRule.max) || !isStorable(text)) {
    throw new DomainError('invalid_comment', `A comment or a note is ${commentRule.text}.`);
  }
}

/**
 * A report of the message by its recipient.
 * @throws DomainError `not_the_recipient`, also for a system message: nobody has sent it.
 */
export function draftReport(
  message: Message,
  caller: UserCaller,
  { reason, comment }: Pick<NewReport, 'reason' | 'comment'>,
  now: Date,
): NewReport {
  requireRecipient(message, caller);
  if (message.senderId === undefined) {
    throw new DomainError('not_the_recipient', 'A system message has no sender who could be reported.');
  }
  if (comment !== undefined) checkComment(comment);
  return {
    messageId: message.id,
    threadId: message.threadId,
    senderId: message.senderId,
    reporterId: caller.id,
    reason,
    comment,
    text: message.text,
    attachments: message.attachments,
    sent: message.created,
    created: now,
  };
}

/** Those who look after reports are told of it. */
export function toldOf(report: Report, { participants }: Pick<Message, 'participants'>): Decision<Report> {
  const { messageId, threadId, reporterId: reader } = report;
  return {
    outcome: () => ({
      result: report,
      events: [{ type: 'message.reported', threadId, participants, reader, messageId }],
    }),
  };
}

/** What is to be different in a report; undefined: as before. */
export interface ReportWish {
  readonly status?: ReportStatus | undefined;
  readonly note?: string | null | undefined;
}

/** @throws DomainError `invalid_comment`. */
export function changed(report: Report, { status = report.status, note }: ReportWish, now: Date): Report {
  if (typeof note === 'string') checkComment(note);
  return {
    ...report,
    status,
    note: note === undefined ? report.note : (note ?? undefined),
    closed: status === 'open' ? undefined : (report.closed ?? now),
  };
}

export function reportNotFound(id: number): DomainError {
  return new DomainError('report_not_found', `There is no report ${id}.`);
}
