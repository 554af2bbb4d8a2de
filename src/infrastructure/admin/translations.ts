import type { Locale } from 'adminjs';
import { auditedActions, auditedResources } from '../../application/ports/audit-trail.js';

/** With a capital letter at the beginning, and at no other word, as AdminJS would. */
export function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an admin calls a kind of record. */
export function asKind(resource: string): string {
  return asSentence(resource.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}

const deeds = auditedActions.map(asSentence);
const kinds = auditedResources.map(asKind);

export const translations: NonNullable<Locale['translations']> = {
  en: {
    actions: {
      new: 'New',
      edit: 'Edit',
      list: 'List',
      delete: 'Delete',
      show: 'Open',
      remove: 'Delete',
      bulkDelete: 'Delete selected',
      markRead: 'Mark as read',
      deactivate: 'Deactivate',
      activate: 'Activate',
      exportData: 'Export',
      erase: 'Erase',
      revoke: 'Revoke',
      deliveries: 'Deliveries',
      pause: 'Pause',
      resume: 'Resume',
    },
    labels: {
      User: 'Users',
      Thread: 'Threads',
      Message: 'Messages',
      Report: 'Reports',
      ServiceKey: 'Service keys',
      Webhook: 'Webhooks',
      AuditEntry: 'Audit trail',
    },
    buttons: {
      save: 'Save',
      confirmRemovalMany: 'Delete {{count}} record',
      confirmRemovalMany_plural: 'Delete {{count}} records',
    },
    messages: {
      theseRecordsWillBeRemoved: 'This record will be deleted, for both participants. It cannot be undone.',
      theseRecordsWillBeRemoved_plural:
        'These {{count}} records will be deleted, for both participants. It cannot be undone.',
      pickSomeFirstToRemove: 'Select what to delete in the list first.',
      noRecordsSelected: 'Nothing is selected.',
      bulkDeleteError: 'The records could not be deleted. Reload the page to see which are left.',
      forbiddenError: 'You cannot do this here.',
      anyForbiddenError: 'You cannot do this here.',
      errorFetchingRecords: 'The list could not be loaded. Reload the page.',
      errorFetchingRecord: 'The record could not be loaded. Reload the page.',
      error404Resource: 'The panel has no list of this name.',
      error404Action: 'This cannot be done here.',
      error404Record: 'There is no such record. It may have been deleted.',
      seeConsoleForMore: '',
      userActivated: 'The account is active again.',
      userDeactivated: 'The account is deactivated: its logins have ended.',
      userErased: 'The account is erased.',
      userDeleted: 'The account is deleted.',
      threadOpened: 'The thread is open.',
      threadExists: 'These two already have a thread: here it is.',
      webhookPaused: 'The webhook is paused: nothing is sent to it.',
      webhookResumed: 'The webhook goes on where it was.',
      reportSaved: 'The report is saved.',
      userBlocked: 'Neither of the two can write to the other now.',
      keyRevoked: 'The key is revoked: it is refused within a second.',
      messageMarkedRead: 'The message counts as read.',
      thereWereValidationErrors: 'Something in the form is not right: see below.',
      successfullyCreated: 'Created.',
      successfullyUpdated: 'Saved.',
      successfullyDeleted: 'Deleted.',
      successfullyBulkDeleted: 'Deleted 1 record.',
      successfullyBulkDeleted_plural: 'Deleted {{count}} records.',
      noRecordsInResource: 'There is nothing here yet.',
      noRecords: 'Nothing found.',
    },
    resources: {
      User: {
        actions: { list: 'Users', new: 'New user', show: 'User', edit: 'Edit user' },
        properties: {
          id: 'ID',
          username: 'Username',
          name: 'Name',
          avatarUrl: 'Picture',
          externalId: 'External ID',
          role: 'Role',
          isActive: 'Active',
          created: 'Joined',
          threadCount: 'Threads',
          unreadCount: 'Unread',
          password: 'Password',
        },
      },
      Thread: {
        actions: { list: 'Threads', new: 'New thread', show: 'Conversation' },
        buttons: { save: 'Open thread' },
        properties: {
          id: 'ID',
          title: 'Between',
          lowId: '1st participant',
          highId: '2nd participant',
          about: 'Key',
          messageCount: 'Messages',
          lowUnread: 'Unread by 1st',
          highUnread: 'Unread by 2nd',
          updated: 'Last activity',
          created: 'Opened',
          participant: 'Participant',
          participants: 'Participants',
        },
      },
      Message: {
        actions: { list: 'Messages', show: 'Message' },
        properties: {
          id: 'ID',
          text: 'Text',
          senderId: 'Sender',
          threadId: 'Thread',
          isRead: 'Read',
          created: 'Sent',
          edited: 'Edited',
        },
      },
      Report: {
        actions: { list: 'Reports', show: 'Report' },
        properties: {
          id: 'ID',
          status: 'Status',
          reason: 'Reason',
          text: 'What it said',
          comment: 'Comment',
          senderId: 'Sender',
          reporterId: 'Reported by',
          threadId: 'Thread',
          messageId: 'Message',
          created: 'Reported',
          closed: 'Closed',
          note: 'Note',
        },
      },
      ServiceKey: {
        actions: { list: 'Service keys', new: 'New service key', show: 'Service key' },
        properties: { id: 'ID', name: 'Name', created: 'Made', lastUsed: 'Last used' },
      },
      Webhook: {
        actions: { list: 'Webhooks', show: 'Webhook', deliveries: 'Deliveries' },
        properties: {
          id: 'ID',
          url: 'URL',
          description: 'Description',
          events: 'Events',
          delay: 'Delay in seconds',
          onlyUnread: 'Only unread messages',
          status: 'Status',
          offReason: 'Switched off because',
          failingSince: 'Failing since',
          failures: 'Failures in a row',
          nextAttempt: 'Next attempt',
          created: 'Made',
        },
      },
      AuditEntry: {
        actions: { list: 'Audit trail', show: 'Entry' },
        labels: Object.fromEntries([
          ...deeds.map((deed) => [`action.${deed}`, deed]),
          ...kinds.map((kind) => [`resource.${kind}`, kind]),
        ]) as Record<string, string>,
        properties: {
          id: 'ID',
          created: 'When',
          adminName: 'Who',
          adminId: 'Account',
          service: 'Service',
          action: 'Did',
          resource: 'To',
          recordId: 'Record',
          details: 'Details',
        },
      },
    },
  },
};
